#!/bin/bash
# When somebody's life is in danger and nobody can ask them: one named user
# opens an emergency with a reason, sees the least that helps of a household
# whose consent is unknown, for a short time. It is in both access logs and on
# both privacy officers' lists until they have judged it. An objection stands,
# forged claims open nothing, and no log or no list means no answer.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator \
	dora:coordinator,privacy_officer vera:volunteer beheer:administrator fg:privacy_officer
node_declare thuiszorg "Thuiszorg De Linde" zvw petra:professional beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam thuiszorg
household_import wijkteam thuiszorg
link fatima wt-1@wijkteam petra tz-1@thuiszorg
reference=$(reference_at wijkteam wt-1 thuiszorg)
REASON="Mirjam werd gevonden zonder bewustzijn"

open_it() { as fatima wijkteam emergency open vlinderhof --reason "$REASON" "$@"; }
emergencies() { in_store "$1" "SELECT COUNT(*) FROM emergency WHERE ${2:-1=1}"; }
# refused WORD COMMAND…: it fails, and says WORD
refused() {
	! "${@:2}" >"$WORK/said" 2>&1 || fail "not refused: ${*:2}: $(cat "$WORK/said")"
	grep -q -- "$1" "$WORK/said" || fail "\"$1\" isn't said by ${*:2}: $(cat "$WORK/said")"
}

# --- how it doesn't begin ---
refused "say why this can't wait" as fatima wijkteam emergency open vlinderhof
refused "must be one line of" as fatima wijkteam emergency open vlinderhof --reason "haast"
refused "must be one line of" as fatima wijkteam emergency open vlinderhof --reason "a                    "
refused "must be 1 to 60" open_it --minutes 61
refused "role doesn't allow" open_it --role consultant
refused "role doesn't allow" as dora wijkteam emergency open vlinderhof --role privacy_officer --reason "$REASON"
refused "must be one line of" as fatima wijkteam emergency open vlinderhof --reason "inwoner 999912340 is gevallen"
refused "role doesn't allow" as vera wijkteam emergency open vlinderhof --reason "$REASON"
refused "eenplan emergency open" as fatima wijkteam view vlinderhof --for emergency
refused "eenplan emergency open" as fatima wijkteam emergency view vlinderhof
[ "$(emergencies wijkteam)$(emergencies thuiszorg)" = 00 ] || fail "what was refused left something"
ok "without a reason, a role or an open emergency nothing is shown"

# --- what it shows ---
open_it >"$WORK/view"
grep -q '^.*EMERGENCY until' "$WORK/view" || fail "it isn't marked: $(head -5 "$WORK/view")"
as fatima wijkteam view vlinderhof --for emergency --format json >"$WORK/emergency.json"
from() { jq -r --arg source "$2" '[.fragments[] | select(.source == $source) | .category] | unique | join(" ")' "$1"; }
[ "$(from "$WORK/emergency.json" thuiszorg)" = "contact informal_support involvement" ] ||
	fail "the partner gave: $(from "$WORK/emergency.json" thuiszorg)"
jq -e '[.fragments[] | select(.source == "wijkteam") | .category] - ["contact", "informal_support", "involvement", "limitation", "medication"] == []' \
	"$WORK/emergency.json" >/dev/null || fail "our own file gave more than an emergency needs"
jq -e '.emergency.until and .purpose == "emergency"' "$WORK/emergency.json" >/dev/null || fail "the view says that it is one"
jq -e '[.missing[] | select(.category != null)] == []' "$WORK/emergency.json" >/dev/null ||
	fail "what isn't given is told: $(jq -c .missing "$WORK/emergency.json")"
as fatima wijkteam view vlinderhof --for coordination --format json >"$WORK/before.json"
[ -z "$(from "$WORK/before.json" thuiszorg)" ] || fail "without consent a partner gave something"
[ "$(emergencies thuiszorg)" = 1 ] || fail "two views of one emergency are one use at the partner"
ok "with consent unknown: who is involved and whom to call, and not a word more"

# --- an objection stands; with consents, the emergency shows no more ---
as petra thuiszorg consent refuse tz-1 --to wijkteam --kind secrecy_waiver --asked "in person" --quiet >/dev/null
as fatima wijkteam emergency view vlinderhof --format json >"$WORK/refused.json"
[ -z "$(from "$WORK/refused.json" thuiszorg)" ] || fail "an objection doesn't stand"
give petra thuiszorg tz-1 share any
give petra thuiszorg tz-1 secrecy_waiver any
as fatima wijkteam view vlinderhof --for coordination --format json >"$WORK/coordination.json"
grep -q goal <<<"$(from "$WORK/coordination.json" thuiszorg)" || fail "with consents coordination shows goals"
in_store thuiszorg "SELECT id FROM consent WHERE state = 'refused' AND superseded_by IS NULL" | while read -r id; do
	as petra thuiszorg consent give tz-1 --to wijkteam --kind secrecy_waiver --category any --for any --asked "in person" --quiet >/dev/null
done
as fatima wijkteam emergency view vlinderhof --format json >"$WORK/again.json"
[ "$(from "$WORK/again.json" thuiszorg)" = "contact informal_support involvement" ] ||
	fail "with consents an emergency gives: $(from "$WORK/again.json" thuiszorg)"
ok "an objection stands, and consents don't widen an emergency"

# --- claims that aren't: at the partner ---
# ask_urgently FILE [ADDRESS]: the status; the answer in $WORK/body
ask_urgently() {
	sed '/^\r$/,$d' "$1" >"$WORK/header"
	sed '1,/^\r$/d' "$1" >"$WORK/asked"
	curl -sS --max-time 10 --cert "$NODES/wijkteam/node.crt" --key "$NODES/wijkteam/node.key" \
		--cacert "$NODES/wijkteam/partners-ca.crt" -H 'Content-Type: application/json' -H "@$WORK/header" \
		--data-binary "@$WORK/asked" -o "$WORK/body" -w '%{http_code}' \
		"https://127.0.0.1:${NODE_PORT[thuiszorg]}${2:-/v1/emergency}"
}
# expect_refused STATUS SENTENCE FILE [ADDRESS]
expect_refused() {
	[ "$(ask_urgently "$3" "${4-}")" = "$1" ] || fail "$2: $(cat "$WORK/body")"
	! grep -q fragments "$WORK/body" || fail "$2: data came along"
	! grep -qi "bewustzijn" "$WORK/body" || fail "$2: the reason came along"
}
ID=7d3c1f5e-2b5a-4c8e-9d11-0a6b7c8d9e0f
urgent() { query wijkteam --purpose emergency --reason "$REASON" --id "$ID" "$@"; }
before=$(emergencies thuiszorg)
query wijkteam "$reference" >"$WORK/ordinary"
expect_refused 422 "an ordinary statement at the emergency's address" "$WORK/ordinary"
urgent "$reference" >"$WORK/urgent"
expect_refused 422 "an emergency's statement at the ordinary address" "$WORK/urgent" /v1/query
query wijkteam --purpose emergency "$reference" >"$WORK/bad"
expect_refused 403 "an emergency without a reason" "$WORK/bad"
query wijkteam --reason "$REASON" "$reference" >"$WORK/bad"
expect_refused 403 "a reason without an emergency" "$WORK/bad"
urgent --lifetime 90000 "$reference" >"$WORK/bad"
expect_refused 403 "an emergency of a day" "$WORK/bad"
urgent --lifetime -60 "$reference" >"$WORK/bad"
expect_refused 403 "an emergency that has ended" "$WORK/bad"
[ "$(emergencies thuiszorg)" = "$before" ] || fail "a refused claim is on the list"
[ "$(ask_urgently "$WORK/urgent")" = 200 ] && grep -q '"category":"involvement"' "$WORK/body" || fail "a true one: $(cat "$WORK/body")"
[ "$(ask_urgently "$WORK/urgent")" = 200 ] || fail "and again"
[ "$(emergencies thuiszorg)" = $((before + 1)) ] || fail "two queries of one statement are one use"
urgent --user joost "$reference" >"$WORK/bad"
expect_refused 403 "another user with its id" "$WORK/bad"
REASON="Iets heel anders dan daarnet" urgent "$reference" >"$WORK/bad"
expect_refused 403 "another reason with its id" "$WORK/bad"
[ "$(emergencies thuiszorg)" = $((before + 1)) ] || fail "a refused claim is on the list"
ok "forged, altered, ended or misplaced claims open nothing and leave nothing"

# --- nobody there can be told from somebody who is ---
ID=11111111-2222-4333-8444-555555555555
urgent 0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081 >"$WORK/nobody"
[ "$(ask_urgently "$WORK/nobody")" = 200 ] || fail "an unlinked reference: $(cat "$WORK/body")"
cp "$WORK/body" "$WORK/unlinked"
as petra thuiszorg consent refuse tz-1 --to wijkteam --for emergency --asked "in person" --quiet >/dev/null
ID=11111111-2222-4333-8444-666666666666
urgent "$reference" >"$WORK/objected"
[ "$(ask_urgently "$WORK/objected")" = 200 ] || fail "one who objects: $(cat "$WORK/body")"
cmp "$WORK/body" "$WORK/unlinked" || fail "who objects and who isn't known differ"
[ "$(emergencies thuiszorg "statement LIKE '11111111-%'")" = 2 ] || fail "also these are on the list"
ok "nobody and somebody who objects are the same bytes, and both are on the list"

# --- at once, and too often ---
ID=44444444-2222-4333-8444-555555555555
urgent "$reference" >"$WORK/urgent"
ask_node wijkteam thuiszorg --path /v1/emergency --message "$WORK/urgent" --connections 8 --count 24 >"$WORK/at-once" ||
	fail "eight at once: $(cat "$WORK/at-once")"
[ "$(emergencies thuiszorg "statement = '$ID'")" = 1 ] || fail "eight at once under one statement are one use"
had=$(emergencies thuiszorg "organisation = 'wijkteam'")
node_stop thuiszorg
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "WITH RECURSIVE n(i) AS (SELECT $had UNION ALL SELECT i + 1 FROM n WHERE i < 99)
	INSERT INTO emergency (id, organisation, statement, person, role, plan, reason, opened_ms, until_ms, judged_ms)
	SELECT 'flood-' || i, 'wijkteam', 'flood-' || i, 'nobody', role, plan, reason, opened_ms, until_ms, 0
	FROM n, (SELECT * FROM emergency WHERE statement = '$ID') WHERE i < 100"
node_start thuiszorg
[ "$(emergencies thuiszorg "organisation = 'wijkteam'")" = 100 ] || fail "a hundred claims in a day"
[ "$(ask_urgently "$WORK/urgent")" = 200 ] || fail "what is on the list goes on"
ID=44444444-2222-4333-8444-666666666666
urgent "$reference" >"$WORK/urgent"
expect_refused 429 "one more than a partner can claim in a day" "$WORK/urgent"
urgent 0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081 >"$WORK/urgent"
expect_refused 429 "also about nobody" "$WORK/urgent"
[ "$(emergencies thuiszorg)" = 100 ] || fail "what was refused is on the list"
node_stop thuiszorg
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "DELETE FROM emergency WHERE id LIKE 'flood-%'"
node_start thuiszorg
ok "eight at once are one use, and nobody can flood the officer's list"

# --- killed right after the answer ---
ID=22222222-2222-4333-8444-555555555555
urgent "$reference" >"$WORK/urgent"
[ "$(ask_urgently "$WORK/urgent")" = 200 ] || fail "asked before a kill"
node_kill thuiszorg
[ "$(emergencies thuiszorg "statement = '$ID'")" = 1 ] || fail "what was answered isn't on the list after kill -9"
node_start thuiszorg
ok "kill -9 after the answer: it is on the list"

# --- no log, no answer and nothing on the list ---
if chattr +i "$NODES/thuiszorg/accesslog/access.log" 2>/dev/null; then
	IMMUTABLE=$NODES/thuiszorg/accesslog/access.log
	ID=33333333-2222-4333-8444-555555555555
	urgent "$reference" >"$WORK/urgent"
	expect_refused 503 "with a log that can't be written" "$WORK/urgent"
	[ "$(emergencies thuiszorg "statement = '$ID'")" = 0 ] || fail "what wasn't answered is on the list"
	chattr -i "$IMMUTABLE"
	IMMUTABLE=
	node_stop thuiszorg
	node_start thuiszorg
	ok "no log: no answer, and nothing on the list"
else
	ok "skipped: a file can't be made read-only for its open writer here"
fi

# --- the list, and the judgement ---
refused "role doesn't allow" as fatima wijkteam emergency review
as fg wijkteam emergency review >"$WORK/review"
grep -q "$REASON" "$WORK/review" && grep -q '1 emergency waits' "$WORK/review" || fail "review: $(cat "$WORK/review")"
id=$(as fg wijkteam emergency review --format json | jq -r '.emergencies[0].id')
as fg wijkteam emergency review --format json |
	jq -e '.emergencies[0] | .user == "fatima" and .role == "coordinator" and .household and .state == "waiting" and
		([.residents[].categories[]] | index("contact")) != null' >/dev/null || fail "the list says who, as what and what"
as fg thuiszorg emergency review --format json |
	jq -e '[.emergencies[] | select(.organisation == "wijkteam" and .user == "fatima")] | length > 0' >/dev/null || fail "the partner's list"
as fg wijkteam status | grep -q '1 to be judged' || fail "status says that one waits"
refused "role doesn't allow" as fatima wijkteam emergency judge "$id" justified --note "het kon niet wachten"
refused "must be justified or unjustified" as fg wijkteam emergency judge "$id" fine --note "het kon niet wachten"
refused "must be one line of" as fg wijkteam emergency judge "$id" justified --note "ja"
as dora wijkteam emergency open vlinderhof --reason "$REASON" >/dev/null
own=$(in_store wijkteam "SELECT id FROM emergency WHERE person = 'dora'")
refused "another privacy officer" as dora wijkteam emergency judge "$own" justified --note "het kon niet wachten"
as fg wijkteam emergency judge "$id" justified --note "het kon niet wachten" >"$WORK/judged"
grep -q "judged justified" "$WORK/judged" || fail "judged: $(cat "$WORK/judged")"
refused "final" as fg wijkteam emergency judge "$id" unjustified --note "toch maar niet goed"
refused "eenplan emergency open" as fatima wijkteam emergency view vlinderhof
as fg wijkteam emergency review --all | grep -q "het kon niet wachten" || fail "the list keeps what was judged"
ok "both officers have it on their list; nobody judges themself, and it is judged once"

# --- the resident can read it ---
as fg wijkteam audit who wt-1 --format json |
	jq -e --arg reason "$REASON" '[.entries[] | select(.event == "emergency" and .reason == $reason and .judgement == "justified")] | length > 1' >/dev/null ||
	fail "audit who has the reason and the judgement"
mkdir -p "$WORK/locale"
localedef -i nl_NL -f UTF-8 "$WORK/locale/nl_NL.UTF-8"
export LOCPATH=$WORK/locale
LC_ALL=nl_NL.UTF-8 COLUMNS=100 as fg wijkteam audit who wt-1 | tr -s '\n ' ' ' >"$WORK/dutch"
grep -q "noodknop: toegestaan. Waarom: $REASON. Dit was terecht" "$WORK/dutch" || fail "in Dutch: $(cat "$WORK/dutch")"
as fg thuiszorg audit who tz-1 --format json |
	jq -e --arg reason "$REASON" '[.entries[] | select(.event == "emergency" and .reason == $reason and .organisation == "wijkteam" and .judgement == "waiting")] | length > 1' >/dev/null ||
	fail "and so has the partner's"
ok "the resident's own log marks it, with its reason and judgement, in Dutch"

# --- it ends by itself, and what it showed is then no more to be had ---
open_it --minutes 1 >/dev/null
ended=$((SECONDS + 61))
as fatima wijkteam emergency view vlinderhof >/dev/null || fail "within its minute it is open"
ID=$(in_store wijkteam "SELECT statement FROM emergency WHERE person = 'fatima' ORDER BY opened_ms DESC LIMIT 1")
[ "$(emergencies thuiszorg "statement = '$ID' AND until_ms - opened_ms <= 61000")" = 1 ] || fail "the partner knows its end too"
sleep $((ended > SECONDS ? ended - SECONDS : 0))
refused "still open" as fatima wijkteam emergency view vlinderhof
ok "after its minute nothing is shown"

# --- often is too often ---
for number in 1 2 3; do open_it >/dev/null; done
refused "5 emergencies in 24 hours" open_it
ok "nobody lives by emergencies"

# --- a policy without rules for emergencies ---
for id in wijkteam thuiszorg; do
	sed -i -E '/^rule NL-(E1|E2|O6) /,/^  valid/d' "$NODES/$id/policy/nl-national.policy"
	kill -HUP "${NODE_PID[$id]}"
done
gives_nothing() {
	as fatima wijkteam emergency view vlinderhof --format json >"$WORK/none.json" &&
		jq -e '.fragments == []' "$WORK/none.json" >/dev/null
}
deadline=$((SECONDS + 15))
until gives_nothing; do
	[ "$SECONDS" -lt "$deadline" ] || fail "without rules an emergency gives: $(cat "$WORK/none.json")"
	sleep 0.3
done
ok "without rules for it an emergency opens nothing"

for id in wijkteam thuiszorg; do
	! grep -qi "bewustzijn" "$NODES/$id/log" || fail "the reason is in the operating log of $id"
	as fg "$id" audit verify >/dev/null || fail "the access log of $id is not intact"
done
ok "the reason is in no operating log; the access logs are intact"
