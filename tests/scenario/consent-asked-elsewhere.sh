#!/bin/bash
# A resident says at the district team that home care may share; home care's
# node takes it over because it trusts the district team for that, answers with
# its own signed receipt, and lets the records be seen. Who isn't trusted gets
# nothing taken over; a withdrawal at the district team holds at home care as
# soon as it is reached, whoever is killed meanwhile; and a death is told.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

KILLS=${ELSEWHERE_KILLS:-5}

export COLUMNS=220 # so that no row is wrapped
workplace
household_declare
nodes_prepare
sed -i -E 's/(\{id: wijkteam, .*)\}/\1, consents: [share, secrecy_waiver]}/' "$NODES/thuiszorg/node.yaml"
node_start wijkteam thuiszorg welzijn
household_import wijkteam thuiszorg welzijn
link fatima wt-1@wijkteam petra tz-1@thuiszorg
link anouk wz-1@welzijn petra tz-1@thuiszorg

# asks_of SOURCE VERB OPTION…: what the resident says at the district team, of its records
asks_of() {
	as fatima wijkteam consent "$2" wt-1 --records-of "$1" --to wijkteam \
		--for coordination --asked "in person" --quiet "${@:3}"
}
asks() { asks_of thuiszorg "$@"; }
shown() {
	local status=0
	as fatima wijkteam view vlinderhof --for coordination --format json >"$WORK/view" || status=$?
	[ "$status" -le 6 ] || fail "the view fails: $status"
	jq '[.fragments[] | select(.source == "thuiszorg")] | length' "$WORK/view"
}
letters() { in_store wijkteam "SELECT COUNT(*) FROM letter WHERE $1"; }
outcome() { in_store "$1" "SELECT COALESCE(outcome, '') FROM letter WHERE kind = 'consent' ORDER BY written_ms DESC, id LIMIT 1"; }
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.1
	done
}
all_confirmed() { [ "$(in_store "${1:-wijkteam}" "SELECT COUNT(*) FROM letter WHERE confirmed_ms = 0")" = 0 ]; }
status_has() { as "$1" "$2" consent status "$3" >"$WORK/status" && grep -q "$4" "$WORK/status"; }
refused() {
	local status=0
	"$@" >"$WORK/out" 2>"$WORK/err" || status=$?
	[ "$status" -ne 0 ]
}

# --- asked here, disclosed there ---
[ "$(shown)" = 0 ] || fail "before, home care withholds"
refused asks_of wijkteam give --category any || fail "our own records aren't another's"
grep -q 'leave it out' "$WORK/err" || fail "and it says so: $(cat "$WORK/err")"
refused asks_of nobody give --category any || fail "nobody is no partner"
grep -q 'no partner of this node' "$WORK/err" || fail "and it says so: $(cat "$WORK/err")"
refused asks_of welzijn give --category any || fail "without a link"
grep -q 'has no link with this resident' "$WORK/err" || fail "and it says so: $(cat "$WORK/err")"
[ "$(in_store wijkteam "SELECT COUNT(*) FROM consent WHERE source IS NOT NULL")" = 0 ] || fail "what was refused left a record"
waiver=$(asks give --kind secrecy_waiver --category any)
share=$(asks give --category any --text-version 2026-1)
until_so 10 "both are taken over" all_confirmed
[ "$(outcome wijkteam)" = accepted ] || fail "taken over: $(as fatima wijkteam consent status wt-1)"
[ "$(shown)" -gt 5 ] || fail "home care shows now what two consents open"
status_has fatima wijkteam wt-1 'Thuiszorg De Linde.*taken over on' || fail "consent status: $(cat "$WORK/status")"
as fatima wijkteam consent list wt-1 >"$WORK/here"
grep -q "${share:0:8}.*about records of thuiszorg" "$WORK/here" || fail "consent list says whose records: $(cat "$WORK/here")"
as petra thuiszorg consent list tz-1 >"$WORK/there"
grep -q 'asked by wijkteam' "$WORK/there" || fail "consent list says who asked: $(cat "$WORK/there")"
ok "asked at the district team, home care shows what was consented to"

# --- it opens nothing at the district team ---
before=$(as anouk welzijn view wz-huis --for coordination --format json | jq '[.fragments[] | select(.source == "wijkteam")] | length' || true)
as fatima wijkteam consent give wt-1 --records-of thuiszorg --to any --category any --for any --quiet >/dev/null
until_so 10 "taken over" all_confirmed
[ "$(as anouk welzijn view wz-huis --for coordination --format json | jq '[.fragments[] | select(.source == "wijkteam")] | length' || true)" = "$before" ] ||
	fail "a consent for another's records opened our own"
as fatima wijkteam consent withdraw wt-1 --records-of thuiszorg --to any --category any --for any --quiet >/dev/null
until_so 10 "taken back" all_confirmed
ok "a consent for another's records opens none of our own"

# --- nothing of the resident crossed ---
for row in $(in_store thuiszorg "SELECT hex(jws) FROM notice WHERE kind = 'consent'"); do
	printf '%s' "$row" | xxd -r -p | cut -d . -f 2 | tr '_-' '/+' | base64 -d 2>/dev/null >"$WORK/content" || true
	! grep -qE 'wt-1|9999|Bakker|"resident"|"giver"|"asked"|"evidence"' "$WORK/content" || fail "crossed: $(cat "$WORK/content")"
	! grep -qF "$(in_store wijkteam "SELECT id FROM resident WHERE handle = 'wt-1'")" "$WORK/content" || fail "a local id crossed"
done
[ "$(in_store thuiszorg "SELECT COUNT(*) FROM notice WHERE kind = 'consent' AND jws IS NULL")" = 0 ] || fail "the letters are kept byte for byte"
ok "no name, number or local id crossed, and the letter is kept as evidence"

# --- it is asked again here too ---
soon=$(date -d '+5 days' +%F)
due() { as fatima wijkteam consent due --format json | jq -r '[.due[].consents[] | select(.consent.source == "thuiszorg") | .consent.id] | join(" ")'; }
[ -z "$(due)" ] || fail "nothing ends yet: $(due)"
ending=$(as fatima wijkteam consent give wt-1 --records-of thuiszorg --to welzijn --category goal --for coordination --until "$soon" --quiet)
until_so 10 "taken over" all_confirmed
[ "$(due)" = "$ending" ] || fail "what ends here for another's records is due here"
as fatima wijkteam consent due >"$WORK/due"
grep -q "${ending:0:8}.*about records of thuiszorg" "$WORK/due" || fail "and says whose: $(cat "$WORK/due")"
refused as fatima wijkteam consent receipt wt-1 --records-of thuiszorg --consent "${ending:0:8}" --language en || fail "it was signed in Dutch"
grep -q 'consent renew' "$WORK/err" || fail "and says how to have it in English: $(cat "$WORK/err")"
renewed=$(as fatima wijkteam consent renew wt-1 --consent "${ending:0:8}" --until 2031-01-01 --language en --quiet)
until_so 10 "taken over" all_confirmed
[ -z "$(due)" ] || fail "renewed, it isn't due"
[ "$(in_store thuiszorg "SELECT COUNT(*) FROM consent WHERE asked_by = 'wijkteam' AND recipient = 'welzijn' AND superseded_by IS NULL")" = 1 ] ||
	fail "the source has one in its place"
as fatima wijkteam consent receipt wt-1 --records-of thuiszorg --consent "${renewed:0:8}" --language en >"$WORK/english"
grep -q 'Who decided' "$WORK/english" || fail "in English: $(cat "$WORK/english")"
! grep -q 'Wie ' "$WORK/english" || fail "not in Dutch: $(cat "$WORK/english")"
as fatima wijkteam consent withdraw wt-1 --consent "${renewed:0:8}" --quiet >/dev/null
until_so 10 "taken back" all_confirmed
ok "what was asked for another's records is asked again here; its receipt is in the language asked"

# --- the receipt ---
as fatima wijkteam consent receipt wt-1 --records-of thuiszorg --consent "${share:0:8}" --format json >"$WORK/receipt.json"
as fatima wijkteam consent receipt wt-1 --records-of thuiszorg --consent "${share:0:8}" >"$WORK/receipt.txt"
grep -q 'Thuiszorg De Linde' "$WORK/receipt.txt" || fail "the receipt is home care's"
grep -q 'via Wijkteam Vlinderwijk' "$WORK/receipt.txt" || fail "and says who asked: $(cat "$WORK/receipt.txt")"
refused as fatima wijkteam consent receipt wt-1 --records-of thuiszorg || fail "two receipts: which?"
refused as fatima wijkteam consent receipt wt-1 --records-of welzijn || fail "none of welfare"
as fatima wijkteam consent receipt wt-1 --format json | jq -e '.receipt.records | length == 0' >/dev/null || fail "our own receipt is about our own records"
node_stop wijkteam thuiszorg
"$EENPLAN" consent verify-receipt "$WORK/receipt.json" --authority "$NODES/wijkteam/partners-ca.crt" >"$WORK/verified" || fail "offline: $(cat "$WORK/verified")"
grep -q thuiszorg "$WORK/verified" || fail "signed by home care"
sed 's/"given"/"refused"/' "$WORK/receipt.json" >"$WORK/forged.json"
"$EENPLAN" consent verify-receipt "$WORK/forged.json" --authority "$NODES/wijkteam/partners-ca.crt" >/dev/null && fail "a forged receipt"
node_start thuiszorg wijkteam
ok "home care's receipt is verified with both nodes stopped; an altered one isn't"

# --- who isn't trusted ---
as anouk welzijn consent give wz-1 --records-of thuiszorg --to welzijn --category any --for coordination --quiet >/dev/null
until_so 10 "decided" all_confirmed welzijn
[ "$(outcome welzijn)" = untrusted ] || fail "welfare isn't trusted for this"
status_has anouk welzijn wz-1 'NOT taken over: the partner takes no such consents' || fail "and sees why: $(cat "$WORK/status")"
[ "$(in_store thuiszorg "SELECT COUNT(*) FROM consent WHERE asked_by = 'welzijn'")" = 0 ] || fail "nothing is taken over"
known=$(in_store welzijn "SELECT confirmation FROM letter ORDER BY written_ms DESC LIMIT 1")
node_stop thuiszorg
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "CREATE TABLE kept AS SELECT * FROM link WHERE partner = 'welzijn'; DELETE FROM link WHERE partner = 'welzijn'"
node_start thuiszorg
as anouk welzijn consent give wz-1 --records-of thuiszorg --to welzijn --category any --for coordination --kind secrecy_waiver --quiet >/dev/null
until_so 20 "decided" all_confirmed welzijn
unknown=$(in_store welzijn "SELECT confirmation FROM letter ORDER BY written_ms DESC LIMIT 1")
[ "$(outcome welzijn)" = untrusted ] || fail "the same answer about nobody"
[ ${#known} = ${#unknown} ] || fail "and as many bytes"
[ "$(in_store thuiszorg "SELECT COUNT(*) FROM notice WHERE partner = 'welzijn' AND resident IS NULL")" = 1 ] || fail "it meant nobody"
node_stop thuiszorg
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "INSERT INTO link SELECT * FROM kept; DROP TABLE kept"
node_start thuiszorg
as fg thuiszorg consent list tz-1 | grep -q 'Welzijn Samen.*takes no such consents' || fail "home care's officer sees that it was brought"
ok "who isn't trusted is refused, and learns nothing of who is known"

# --- a withdrawal reaches a source that is away, and no answer is killed off ---
node_stop thuiszorg
asks withdraw --category any >/dev/null
until_so 10 "it waits" status_has fatima wijkteam wt-1 "waits: the partner can't be reached"
node_start thuiszorg
until_so 20 "confirmed when it is back" all_confirmed
[ "$(shown)" = 0 ] || fail "a withdrawal that was confirmed is in force"
ok "a withdrawal here is in force at home care once it is back"

cut_off=0
for number in $(seq "$KILLS"); do
	asks give --category any >/dev/null
	node_kill wijkteam
	node_start wijkteam
	until_so 30 "given" all_confirmed
	[ "$(shown)" -gt 5 ] || fail "given again, number $number"
	asks withdraw --category any >/dev/null &
	sleep "0.0$(printf '%02d' $((RANDOM % 70)))"
	node_kill thuiszorg
	wait $! || fail "a withdrawal depends on a partner"
	[ "$(letters 'confirmed_ms = 0')" = 0 ] || cut_off=$((cut_off + 1))
	node_start thuiszorg
	until_so 30 "withdrawn" all_confirmed
	[ "$(shown)" = 0 ] || fail "withdrawn, number $number"
done
in_store wijkteam "SELECT id FROM letter WHERE kind = 'consent' ORDER BY id" >"$WORK/written"
in_store thuiszorg "SELECT id FROM notice WHERE kind = 'consent' AND partner = 'wijkteam' ORDER BY id" >"$WORK/taken"
cmp "$WORK/written" "$WORK/taken" || fail "each letter is taken exactly once"
[ "$(in_store thuiszorg "SELECT COUNT(*) FROM consent WHERE asked_by = 'wijkteam'")" = "$(wc -l <"$WORK/written")" ] || fail "and is one record"
ok "$KILLS times kill -9 of either, $cut_off with a letter under way: each taken once, and the last word holds"

# --- the records are whole, and both logs have it ---
as fatima wijkteam consent verify wt-1 >/dev/null || fail "the asker's records are sound"
as fg thuiszorg consent verify tz-1 >/dev/null || fail "the source's records are sound"
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE consent SET asked_by = 'ggz' WHERE id = (SELECT id FROM consent WHERE asked_by = 'wijkteam' LIMIT 1)"
as fg thuiszorg consent verify tz-1 >"$WORK/out" && fail "an altered row is found"
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE consent SET asked_by = 'wijkteam' WHERE asked_by = 'ggz'"
as fg thuiszorg consent verify tz-1 >/dev/null || fail "sound again"
as fg thuiszorg audit who tz-1 --format json |
	jq -e '[.entries[] | select(.event == "consent" and .organisation == "wijkteam")] | length >= 4' >/dev/null || fail "audit who at the source"
as fg wijkteam audit who wt-1 --format json |
	jq -e '[.entries[] | select(.event == "told" and .organisation == "thuiszorg")] | length >= 4' >/dev/null || fail "audit who at the asker"
ok "an altered record is named; both access logs have it under the resident"

# --- a death ---
asks give --category any >/dev/null
until_so 20 "given" all_confirmed
[ "$(shown)" -gt 5 ] || fail "given once more"
as fatima wijkteam resident deceased wt-1 yes >/dev/null
until_so 20 "told" all_confirmed
as petra thuiszorg resident show tz-1 >"$WORK/there"
grep -q 'Wijkteam Vlinderwijk tells us on .* has died. Check it' "$WORK/there" || fail "a partner's word is shown: $(cat "$WORK/there")"
! grep -q 'Has died: nothing' "$WORK/there" || fail "but isn't taken for true"
as fatima wijkteam resident deceased wt-1 no >/dev/null
until_so 20 "taken back" all_confirmed
[ "$(shown)" -gt 5 ] || fail "taken back there, it goes on"
held() { jq -c '[.missing[] | select(.reason == "held") | .source]' "$WORK/view"; }
[ "$(held)" = '[]' ] || fail "nothing is held: $(held)"
as petra thuiszorg resident deceased tz-1 yes >/dev/null
until_so 20 "told" all_confirmed thuiszorg
[ "$(shown)" = 0 ] || fail "a partner's word withholds"
[ "$(held)" = '["thuiszorg"]' ] || fail "the view says who isn't asked: $(cat "$WORK/view")"
as fatima wijkteam view vlinderhof --for coordination >"$WORK/plan" || true
grep -q 'Not asked: they told that this resident died' "$WORK/plan" || fail "and why: $(cat "$WORK/plan")"
as petra thuiszorg resident deceased tz-1 no >/dev/null
until_so 20 "taken back" all_confirmed thuiszorg
[ "$(shown)" -gt 5 ] && [ "$(held)" = '[]' ] || fail "and is asked again when it was a mistake"
as fatima wijkteam resident deceased wt-1 yes >/dev/null
until_so 20 "told" all_confirmed
[ "$(in_store thuiszorg "SELECT held_ms > 0 FROM link WHERE partner = 'wijkteam'")" = 1 ] || fail "the link is held"
[ "$(in_store thuiszorg "SELECT held_ms FROM link WHERE partner = 'welzijn'")" = 0 ] || fail "others aren't"
as petra thuiszorg resident deceased tz-1 no >/dev/null
[ "$(in_store thuiszorg "SELECT held_ms FROM link WHERE partner = 'wijkteam'")" = 0 ] || fail "a person judged: it goes on"
says_died() {
	jq "(.entry[].resource | select(.resourceType == \"Patient\" and .id == \"wz-1\")).deceasedBoolean = $1" \
		tests/fixtures/household/welzijn.json >"$WORK/welzijn.json"
	as beheer welzijn import "$WORK/welzijn.json" --quiet
	until_so 20 "told" all_confirmed welzijn
}
deaths() { in_store welzijn "SELECT COUNT(*) FROM letter WHERE kind = 'death'"; }
says_died true
[ "$(in_store thuiszorg "SELECT held_ms > 0 FROM link WHERE partner = 'welzijn'")" = 1 ] || fail "a death that an import says is told too"
says_died true
[ "$(deaths)" = 1 ] || fail "the same import again tells nothing"
says_died false
[ "$(in_store thuiszorg "SELECT held_ms FROM link WHERE partner = 'welzijn'")" = 0 ] || fail "and taken back"
as anouk welzijn resident deceased wz-1 yes >/dev/null
until_so 20 "told" all_confirmed welzijn
says_died true
[ "$(deaths)" = 3 ] || fail "what a person said already isn't told again: $(deaths)"
as petra thuiszorg resident deceased tz-1 yes >/dev/null
as petra thuiszorg resident show tz-1 | grep -q 'Has died: nothing' || fail "a person judged: it stops"
ok "a death is told, withholds at once, and is true when a person says so"

for id in thuiszorg wijkteam welzijn; do
	as fg "$id" audit verify >/dev/null || fail "the access log of $id is not intact"
done
ok "the access logs are intact"
