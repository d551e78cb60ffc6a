#!/bin/bash
# Whatever is done to the access log is found and named: by the node, by its
# database's memory of what partners cosigned, or, where all of that was put
# back as well, by the partners. And that an entry is in the log is proved to
# anybody, without a node.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200 # so that no line is wrapped
workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
as fatima wijkteam view vlinderhof --for coordination >/dev/null

LOG=$NODES/thuiszorg/accesslog
witnesses() { as fg "$1" audit witnesses --format json || true; }
verify() { as fg thuiszorg audit verify --format json || true; }
# until_so SECONDS SENTENCE COMMAND…
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.2
	done
}
entries() { grep -ac '^{' "$LOG/access.log"; }
# Does the partner know all that is in the log now?
is_cosigned() { witnesses thuiszorg | jq -e '.entries > 0 and (.partners[] | select(.partner == "wijkteam") | .ours.entries) == '"$1" >/dev/null; }
says() { witnesses "$1" | jq -e --arg p "$2" --arg w "$4" ".partners[] | select(.partner == \$p) | .$3 == \$w" >/dev/null; }

# --- a partner cosigns ---
until_so 30 "a partner cosigns the log" is_cosigned "$(entries)"
as fg thuiszorg audit witnesses >"$WORK/witnesses" || fail "witnesses: $(cat "$WORK/witnesses")"
grep -q "No partner has seen it otherwise" "$WORK/witnesses" || fail "$(cat "$WORK/witnesses")"
witnesses wijkteam | jq -e '.partners[] | select(.partner == "thuiszorg") | .theirs.entries > 0' >/dev/null || fail "and knows it"
as petra thuiszorg audit witnesses >/dev/null 2>&1 && fail "a professional doesn't keep the log"
ok "partners cosign each other's logs by themselves"

# --- the proof of an entry ---
seq=$(as fg thuiszorg audit who tz-1 --format json | jq '[.entries[] | select(.event == "answer")][0].seq')
as fg thuiszorg audit proof "$seq" >"$WORK/proof"
proved() { "$EENPLAN" audit verify-proof "$1" --authority "${2:-$NODES/wijkteam/partners-ca.crt}" --format json; }
proved "$WORK/proof" | jq -e --argjson n "$seq" '.sound and .entry == $n and .node == "thuiszorg" and .event == "answer" and (.cosigners | map(.node)) == ["wijkteam"]' >/dev/null || fail "proof: $(proved "$WORK/proof")"
head -n 1 "$WORK/proof" | grep -qx 'c2sp.org/tlog-proof@v1' || fail "its form"
"$EENPLAN" audit verify-proof "$WORK/proof" --authority "$NODES/wijkteam/partners-ca.crt" | grep -q 'Cosigned by wijkteam' || fail "in words"
proved "$WORK/proof" "$NODES/wijkteam/users-ca.crt" >/dev/null && fail "another authority vouches for nobody"
sed "s/^index $seq\$/index $((seq + 1))/" "$WORK/proof" >"$WORK/other"
proved "$WORK/other" >/dev/null && fail "the proof of another entry"
sed '4s/^./&A/' "$WORK/proof" >"$WORK/broken"
proved "$WORK/broken" >/dev/null && fail "a broken proof"
# one more entry than the checkpoint says
awk '/^[0-9]+$/ && !done {print $1 + 1; done = 1; next} {print}' "$WORK/proof" >"$WORK/larger"
proved "$WORK/larger" >/dev/null && fail "a checkpoint that nobody signed"
as fg thuiszorg audit proof 999999 2>/dev/null && fail "no entry has that number"
as fg thuiszorg audit proof x 2>/dev/null && fail "that is no number"
ok "an entry is proved to anybody, with the partner's cosignature; nothing near it is"

# --- the same with keys alone, as any tool that reads C2SP has them ---
as fg thuiszorg audit keys >"$WORK/thuiszorg.keys"
as beheer wijkteam audit keys >"$WORK/wijkteam.keys"
as petra thuiszorg audit keys >/dev/null 2>&1 && fail "a professional doesn't keep the log"
log_key() { grep -v '^#' "$WORK/$1.keys" | sed -n 1p; }
cosigner_key() { grep -v '^#' "$WORK/$1.keys" | sed -n 2p; }
by_keys() { "$EENPLAN" audit verify-proof "$WORK/proof" --vkey "$1" --format json; }
# not the log's, or not a key: nothing is believed
by_keys "$(log_key wijkteam)" >/dev/null && fail "the key of another's log"
by_keys "$(cosigner_key thuiszorg)" >/dev/null && fail "cosigning isn't signing"
by_keys "$WORK/wijkteam.keys" >/dev/null && fail "a file of another's keys"
wrong_key() {
	local status=0
	by_keys "$1" >/dev/null 2>"$WORK/said" || status=$?
	[ "$status" = 1 ] && grep -q "$2" "$WORK/said" || fail "$1: $status, $(cat "$WORK/said")"
}
name=$(log_key thuiszorg | cut -d + -f 1)
wrong_key "$name+$(log_key wijkteam | cut -d + -f 2-)" "isn't a key"  # its id has the name in it
wrong_key "$name+00000000+$(log_key thuiszorg | cut -d + -f 3-)" "isn't a key"
wrong_key "$name+$(log_key thuiszorg | cut -d + -f 2)+AgAA" "isn't a key" # of another kind
wrong_key "$WORK/nothing-here" "nothing-here"
printf '# nobody\n\n' >"$WORK/empty.keys"
wrong_key "$WORK/empty.keys" "has no key"
(cat "$WORK/wijkteam.keys" && echo "rubbish") >"$WORK/rubbish.keys"
wrong_key "$WORK/rubbish.keys" "line 5 isn't a key"
"$EENPLAN" audit verify-proof "$WORK/proof" 2>/dev/null && fail "whom to believe must be said"
"$EENPLAN" audit verify-proof "$WORK/proof" --vkey "$(log_key thuiszorg)" --authority "$NODES/wijkteam/partners-ca.crt" 2>/dev/null && fail "one or the other"
for one in other broken larger; do
	"$EENPLAN" audit verify-proof "$WORK/$one" --vkey "$(log_key thuiszorg)" >/dev/null && fail "a proof that is $one, by keys"
done
by_keys "$(log_key thuiszorg)" | jq -e --argjson n "$seq" '.sound and .entry == $n and .node == "thuiszorg" and .cosigners == [] and .by == "keys"' >/dev/null || fail "by a key: $(by_keys "$(log_key thuiszorg)")"
cat "$WORK"/{thuiszorg,wijkteam}.keys >"$WORK/both.keys"
by_keys "$WORK/both.keys" | jq -e '.sound and (.cosigners | map(.node)) == ["wijkteam"]' >/dev/null || fail "by both: $(by_keys "$WORK/both.keys")"
"$EENPLAN" audit verify-proof "$WORK/proof" --vkey "$WORK/both.keys" >"$WORK/words" || fail "by both, in words"
grep -q 'Cosigned by wijkteam' "$WORK/words" && grep -q 'keys that you gave' "$WORK/words" || fail "$(cat "$WORK/words")"
as fg wijkteam audit keys --format json | jq -e --arg k "$(cosigner_key wijkteam)" '.node == "wijkteam" and .cosigner == $k' >/dev/null || fail "$(as fg wijkteam audit keys --format json)"
[ "$(witnesses thuiszorg | jq -r '.partners[0].cosigner_key')" = "$(cosigner_key wijkteam)" ] || fail "the partner was told the same key"
ok "a proof is verified by C2SP keys alone; another's key, a cosigner's or a broken one proves nothing"

# --- what is done to the file, the node finds ---
keep() { cp -a "$LOG" "$WORK/kept" && cp -a "$NODES/thuiszorg/data" "$WORK/kept-data"; }
put_back() { node_stop thuiszorg && rm -rf "$LOG" && cp -a "$WORK/kept" "$LOG" && node_start thuiszorg; }
node_stop thuiszorg
keep
node_start thuiszorg
# refused SENTENCE WORDS: the node doesn't start, and says why
refused() {
	("$EENPLAND" "$NODES/thuiszorg/node.yaml" 2>"$WORK/start") </dev/null && fail "$1: it started"
	grep -q "$2" "$WORK/start" || fail "$1: $(cat "$WORK/start")"
}
# altered COMMAND: the log as it was, and then this
altered() {
	node_stop thuiszorg
	rm -rf "$LOG" && cp -a "$WORK/kept" "$LOG"
	"$1"
}
flip() { sed -i '3s/"time":"20/"time":"19/' "$LOG/access.log"; }
flip_sealed() { sed -i '3s/\(.\)\(.\)$/\2\1/' "$LOG/access.log"; }
drop() { sed -i '3d' "$LOG/access.log"; }
reorder() { sed -i '3{h;d};4{G}' "$LOG/access.log"; }
truncate_log() { sed -i '$d' "$LOG/access.log"; }
for change in flip flip_sealed reorder; do
	altered $change
	node_start thuiszorg
	verify | jq -e '(.intact | not) and .first_bad <= 2' >/dev/null || fail "$change: $(verify)"
	node_stop thuiszorg
	rm -f "$LOG/access.tree" # then a start reads all of it
	refused $change 'first bad entry=[012] '
done
ok "a flipped bit, in the open or in the sealed part, and entries that changed places are named by the node"
for change in drop truncate_log; do
	altered $change
	refused $change 'access log was cut off entries='
done
ok "a log of which something was taken is refused at the start"

# --- put back to yesterday, with its signed head ---
put_back
for _ in 1 2 3; do as fatima wijkteam view vlinderhof --for coordination >/dev/null; done
until_so 30 "the partner has cosigned more" is_cosigned "$(entries)"
size=$(entries)
put_back
verify | jq -e '(.intact | not) and (.fault | test("cosigned .* entries, but only .* are there"))' >/dev/null || fail "the node's database knows better: $(verify)"
until_so 30 "the partner finds it" says thuiszorg wijkteam ours.trouble shorter
until_so 30 "and remembers" says wijkteam thuiszorg theirs.fork shorter
grep -q "the access log isn't what a partner has seen" "$NODES/thuiszorg/log" || fail "the operating log says so"
grep -q "a partner's access log isn't what it was" "$NODES/wijkteam/log" || fail "and the partner's"
as fg thuiszorg audit witnesses >"$WORK/witnesses" && fail "witnesses are content"
grep -q "put back from an older copy" "$WORK/witnesses" || fail "$(cat "$WORK/witnesses")"
ok "a log that was put back to yesterday is named by the node's database, and by the partner"

# --- all of it put back: log, head, tree and database ---
node_stop thuiszorg
rm -rf "$LOG" "$NODES/thuiszorg/data"
cp -a "$WORK/kept" "$LOG"
cp -a "$WORK/kept-data" "$NODES/thuiszorg/data"
node_start thuiszorg
verify | jq -e '.intact' >/dev/null || fail "alone, a node can't know: $(verify)"
until_so 30 "a partner can" says thuiszorg wijkteam ours.trouble shorter
# the log grows past what the partner has seen, and is then not what it saw
while [ "$(entries)" -le "$size" ]; do as fatima wijkteam view vlinderhof --for coordination >/dev/null; done
until_so 30 "a rewritten log is found" says thuiszorg wijkteam ours.trouble rewritten
until_so 30 "and remembered with its signed checkpoint" says wijkteam thuiszorg theirs.fork not-consistent
witnesses wijkteam | jq -e '.partners[] | select(.partner == "thuiszorg") | .theirs.fork_note | test("^urn:eenplan:org:thuiszorg\n")' >/dev/null || fail "the note that shows it"
as fg wijkteam audit witnesses >"$WORK/witnesses" && fail "the partner is content"
grep -q "it was rewritten" "$WORK/witnesses" || fail "$(cat "$WORK/witnesses")"
ok "where all of it was put back, the partner names it, with the checkpoint that shows it"
