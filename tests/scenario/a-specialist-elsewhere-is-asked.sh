#!/bin/bash
# A worker asks a specialist of a partner, about nobody or about a resident by
# consent on both sides. The clock runs on both sides; the minutes are booked
# where the specialist works, and who has none left isn't asked. What is asked
# twice, or interrupted by a crash, is one question; a partner that may not know
# of a resident gets what it gets of nobody.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
	fatima:coordinator bram:professional beheer:administrator fg:privacy_officer
node_declare thuiszorg "Thuiszorg De Linde" zvw \
	petra:professional selma:specialist sem:specialist mo:manager \
	beheer:administrator fg:privacy_officer
NODE_LIMITS="  call_ms: 2000"
nodes_prepare
node_start wijkteam thuiszorg
as beheer wijkteam import tests/fixtures/household/wijkteam.json --quiet
as beheer thuiszorg import tests/fixtures/household/thuiszorg.json --quiet
link fatima wt-1@wijkteam petra tz-1@thuiszorg

out=$WORK/out
asked="Hoe praten we over het drinken?"
anonymous="Wat werkt bij een gezin dat niet open doet?"
answered="Begin met wat er goed gaat, en vraag dan verder."
ask() { as "${3-fatima}" wijkteam consultation ask "$1" "$2" --specialist "${4-selma@thuiszorg}" --quiet; }
# refuses CODE WORDS COMMAND…
refuses() {
	local code=$1 words=$2 status=0
	shift 2
	"$@" >"$out" 2>&1 || status=$?
	[ "$status" -eq "$code" ] || fail "exit $status instead of $code: $* $(cat "$out")"
	tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF -- "$words" || fail "no '$words' in: $(cat "$out")"
}
rows() { in_store "$1" "SELECT count(*) FROM consultation"; }
list() { as "${1-fatima}" wijkteam consultation list --format json; }
answer_of() { list | jq -r --arg id "$1" '.consultations[] | select(.id == $id) | .answer // "waits"'; }
consent() {
	local kind
	for kind in share secrecy_waiver; do
		as "$1" "$2" consent "$5" "$3" --to "$4" --kind "$kind" --category any --for any \
			--given-by self --asked "in person" --quiet >/dev/null
	done
}

refuses 2 "no partner of this node" ask - "$anonymous" fatima selma@nergens
refuses 2 "of your own organisation" ask - "$anonymous" fatima bram@wijkteam
refuses 2 "no specialist of that organisation" ask - "$anonymous" fatima petra@thuiszorg
refuses 2 "no specialist of that organisation" ask - "$anonymous" fatima niemand@thuiszorg
refuses 2 "isn't linked with that organisation" ask wt-3 "$asked"
refuses 3 "only with consent for consultation" ask wt-1 "$asked"
consent fatima wijkteam wt-1 thuiszorg give
refuses 3 "takes such a question only with a link and with consent" ask wt-1 "$asked"
[ "$(rows wijkteam)$(rows thuiszorg)" = 00 ] || fail "what was refused was kept"
ok "a question is refused before it is asked: of whom there is nobody, or about whom either side has no consent"

# --- about nobody ---
id=$(ask - "$anonymous")
[ "$(answer_of "$id")" = waits ] || fail "it waits: $(list)"
as selma thuiszorg consultation list >"$out"
grep -q "Asked by *fatima@wijkteam" "$out" && grep -q "About *nobody" "$out" || fail "$(cat "$out")"
[ "$(list | jq -r '.consultations[0].due')" = "$(in_store thuiszorg "SELECT date(due_day * 86400, 'unixepoch') FROM consultation")" ] ||
	fail "one clock for both: $(list)"
refuses 2 "no consultation that you are asked" as sem thuiszorg consultation answer "$id" "$answered" --minutes 5
as selma thuiszorg consultation answer "$id" "$answered" --minutes 45 >/dev/null
[ "$(answer_of "$id")" = "$answered" ] || fail "the answer came: $(list)"
as fatima wijkteam consultation list >"$out"
grep -q "Specialist *selma@thuiszorg" "$out" || fail "$(cat "$out")"
[ "$(as bram wijkteam consultation list --format json | jq '.consultations | length')" = 0 ] || fail "another reads it"
[ "$(as selma thuiszorg hours show selma --format json | jq '.hours[0].used')" = 45 ] || fail "minutes are booked where she works"
ok "a question about nobody goes there and its answer comes back, due on one day, booked at the specialist's"

# --- about a resident ---
consent petra thuiszorg tz-1 wijkteam give
about=$(ask wt-1 "$asked")
as selma thuiszorg consultation list --open >"$out"
grep -q "About *tz-1" "$out" && grep -qF "$asked" "$out" || fail "$(cat "$out")"
as selma thuiszorg consultation answer "$about" "$answered" --minutes 30 >/dev/null
[ "$(answer_of "$about")" = "$answered" ] || fail "the answer came: $(list)"
as fg thuiszorg audit who tz-1 --format json >"$out"
jq -e '[.. | objects | select(.organisation? == "wijkteam" and .user? == "fatima" and (.categories? // [] | index("consultation")))] |
	(map(select(.event == "change" and (.rules | index("NL-32e")))) | length) == 1 and
	(map(select(.event == "answer" and (.rules | index("NL-32e")))) | length) >= 1' "$out" >/dev/null ||
	fail "their log has who asked, what for and by which rule: $(cat "$out")"
as fg wijkteam audit who wt-1 --format json >"$out"
jq -e '[.. | objects | select(.event? == "change" and (.categories? // [] | index("consultation")) and (.rules | index("NL-32f")))] | length == 1' "$out" >/dev/null ||
	fail "our log has it, too: $(cat "$out")"
ok "a question about a resident crosses by consent on both sides, and both access logs have it with its rules"

# --- twice, and with crashes between ---
[ "$(ask wt-1 "$asked")" = "$about" ] || fail "the same words are another question"
before=$(rows thuiszorg)
kill -STOP "${NODE_PID[thuiszorg]}"
refuses 4 "it is the same question" ask - "Wie belt er als niemand opneemt?"
kill -CONT "${NODE_PID[thuiszorg]}"
again=$(ask - "Wie belt er als niemand opneemt?")
[ "$(rows thuiszorg)" = $((before + 1)) ] || fail "$(rows thuiszorg) questions there, not one more than $before"
[ "$(in_store thuiszorg "SELECT count(*) FROM consultation WHERE id = '$again'")" = 1 ] || fail "it isn't the same one"
as selma thuiszorg consultation answer "$again" "$answered" --minutes 5 >/dev/null
node_kill wijkteam
node_kill thuiszorg
node_start wijkteam
as fatima wijkteam consultation list >"$out" || fail "$(cat "$out")"
grep -q "Thuiszorg De Linde gives no answer" "$out" || fail "who can't be reached is named: $(cat "$out")"
node_start thuiszorg
[ "$(answer_of "$again")" = "$answered" ] || fail "the answer came after the crash: $(list)"
[ "$(answer_of "$again")" = "$answered" ] || fail "and stays"
ok "what was asked twice, or over a crash, is one question with one answer"

# --- a consent that is withdrawn before the answer is fetched ---
late=$(ask wt-1 "Wanneer is een bezoek te veel voor haar?")
as selma thuiszorg consultation answer "$late" "$answered" --minutes 5 >/dev/null
consent petra thuiszorg tz-1 wijkteam withdraw
[ "$(answer_of "$late")" = waits ] || fail "an answer left after the withdrawal: $(list)"
refuses 3 "takes such a question only with a link and with consent" ask wt-1 "Mag zij nog alleen naar buiten?"
ok "an answer doesn't leave after the resident has withdrawn"

# --- to who may not know, somebody and nobody are the same bytes ---
tool ask --certificate "$NODES/wijkteam/node.crt" --key "$NODES/wijkteam/node.key" --user fatima \
	--role coordinator --purpose consultation 11111111-1111-4111-8111-111111111111 | sed '/^\r$/q' >"$WORK/head"
probe() {
	{
		cat "$WORK/head"
		printf '{"id":"%s","link":"%s","shown":{"fragments":[{"category":"consultation","duties":[],"fields":{"question":"%s"},"law":"wmo","rule":"R","subject":"%s"}],"withheld":[]},"specialist":"selma"}' \
			"$1" "$2" "$asked" "$2"
	} >"$WORK/probe"
	ask_node wijkteam thuiszorg --method POST --path /v1/consult --message "$WORK/probe" --count 1 \
		--request-id 33333333-3333-4333-8333-333333333333 --expect 404 --answer "$3" >/dev/null
}
probe 44444444-4444-4444-8444-444444444444 "$(reference_at wijkteam wt-1 thuiszorg)" "$WORK/somebody"
probe 44444444-4444-4444-8444-444444444445 55555555-5555-4555-8555-555555555555 "$WORK/nobody"
sed '/^[Dd]ate:/d' "$WORK/somebody" >"$WORK/one"
sed '/^[Dd]ate:/d' "$WORK/nobody" | cmp - "$WORK/one" || fail "they differ: $(cat "$WORK/somebody" "$WORK/nobody")"
ok "a partner without consent can't tell a resident from nobody"

# --- no hours left ---
as sem thuiszorg hours add 1440 --reason "overleg op school" >/dev/null
as sem thuiszorg hours add 960 --reason "overleg met de huisarts" >/dev/null
before="$(rows wijkteam) $(rows thuiszorg)"
refuses 2 "has no hours for consultation left: nothing was asked" ask - "$anonymous" bram sem@thuiszorg
[ "$(rows wijkteam) $(rows thuiszorg)" = "$before" ] || fail "it was kept all the same"
ok "who has no hours left isn't asked, and it is said from when there are again"

for id in wijkteam thuiszorg; do
	! grep -qF -e "$asked" -e "$answered" -e "$anonymous" "$NODES/$id/log" || fail "words of a consultation are in the log of $id"
	! grep -rqF -e "$asked" -e "$answered" -e "$anonymous" "$NODES/$id/accesslog" || fail "or in its access log"
done
ok "no word of it is in a log"
