#!/bin/bash
# A resident asks who made what available and who saw it. The privacy officer
# makes a statement: our log wholly, and beside it what linked partners have
# logged of what crossed; who was not reached and what only one log has is said.
# Nobody else of the household, no worker of another organisation and no other
# partner is named in what the resident is given.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export EENPLAN_LOCALEDIR=$PWD/$EENPLAN_BUILD/locale
workplace
household_declare
node_identifies wijkteam thuiszorg bsn
node_identifies thuiszorg wijkteam bsn
nodes_prepare
node_start wijkteam thuiszorg ggz
household_import wijkteam thuiszorg ggz
link fatima wt-1@wijkteam petra tz-1@thuiszorg
link fatima wt-3@wijkteam ilse ggz-1@ggz

statement() { as fg wijkteam audit statement "$@"; }
# statement_of NAME STATUS ARGUMENT…: leaves it in $WORK/NAME, ends with STATUS
statement_of() {
	local status=0
	statement "${@:3}" >"$WORK/$1" 2>"$WORK/why" || status=$?
	[ "$status" -eq "$2" ] || fail "$1 ended with $status, not $2: $(cat "$WORK/why" "$WORK/$1")"
}
# holds NAME WHAT JQ: of that statement
holds() { jq -e "$3" "$WORK/$1" >/dev/null || fail "$2: $(cat "$WORK/$1")"; }
# says NAME WORDS: however its lines are broken
says() { tr -s ' \n' ' ' <"$WORK/$1" | grep -qF -- "$2" || fail "$1 lacks $2: $(cat "$WORK/$1")"; }
view() { as fatima wijkteam view vlinderhof --for coordination >/dev/null 2>&1 || true; }
REASON="Dochter Marjan vond haar zonder bewustzijn"

# --- before anything happened ---
refused() {
	! "${@:2}" >"$WORK/said" 2>&1 || fail "not refused: ${*:2}"
	grep -q -- "$1" "$WORK/said" || fail "\"$1\" isn't said by ${*:2}: $(cat "$WORK/said")"
}
refused "role doesn't allow" as fatima wijkteam audit statement wt-1
refused "role doesn't allow" as beheer wijkteam audit statement wt-1
refused "no resident of this node" statement nobody
refused "must be a date" statement wt-1 --from yesterday
refused "later than the last day" statement wt-1 --from 2026-01-02 --until 2026-01-01
refused "without --handout" statement wt-1 --reasons
refused "en or nl" statement wt-1 --language de
refused "for text" statement wt-1 --language nl --format json
ok "another role, an unknown resident and a period that is none are refused"

# --- views, an emergency, a look-up, a consent that was withdrawn ---
view
as fatima wijkteam emergency open vlinderhof --reason "$REASON" >/dev/null
for kind in share secrecy_waiver; do
	give petra thuiszorg tz-1 "$kind" any
	as petra thuiszorg consent give tz-1 --to wijkteam --kind "$kind" --category involvement --for discovery --quiet >/dev/null
done
as fatima wijkteam consent give wt-1 --to thuiszorg --kind share --category involvement --for discovery,coordination --quiet >/dev/null
as fatima wijkteam discover lookup thuiszorg wt-1 --for coordination >/dev/null
view
as petra thuiszorg link token tz-1 wijkteam --quiet >/dev/null
consent=$(as fatima wijkteam consent give wt-1 --to thuiszorg --category goal --for coordination --quiet)
as fatima wijkteam consent withdraw wt-1 --consent "${consent:0:8}" --quiet >/dev/null
statement_of all.json 0 wt-1 --format json

holds all.json "what we asked, and what the partner gave by its own log" \
	'[.entries[] | select(.group == "asked" and .user == "fatima" and .purpose == "coordination") | .others[]] |
	length == 2 and all(.organisation == "thuiszorg" and .logs == "both" and .gave and .says) and
	(.[0].categories == []) and (.[1].categories | index("agreement") != null)'
holds all.json "our own records' rules, in articles" '[.entries[] | select(.group == "asked") | .basis[]] | length > 0'
holds all.json "the emergency, in both logs, and that it waits to be judged" \
	'[.entries[] | select(.group == "emergency" and (.others | length) > 0)] | length == 1 and
	(.[0] | .reason != null and .judgement == "waiting" and .others[0].logs == "both" and (.others[0].categories | length > 0))'
holds all.json "the look-up, with whom" \
	'[.entries[] | select(.group == "found" and .event == "discovery")] | length == 1 and .[0].others[0].organisation == "thuiszorg" and .[0].outcome == "looked-up"'
holds all.json "both consents and the withdrawal" '[.entries[] | select(.event == "consent")] | length == 3'
holds all.json "every entry of our log, and no more" \
	"([.entries[].seq] | sort) == $(as fg wijkteam audit who wt-1 --format json | jq -c '[.entries[].seq][:-1] | sort')"
holds all.json "its partner was asked, and no other is named" \
	'.sound and [.partners[] | "\(.organisation) \(.status)"] == ["thuiszorg asked"]'
! grep -q ggz "$WORK/all.json" || fail "a partner that is there for another of the household is named: $(cat "$WORK/all.json")"
ok "the statement has what was asked, given, found, opened and changed, matched with the partner's log"

# --- that somebody asked for it is in both logs ---
for pair in wijkteam:wt-1 thuiszorg:tz-1; do
	as fg "${pair%:*}" audit who "${pair#*:}" --format json |
		jq -e '[.entries[] | select(.event == "audit" and .organisation == "wijkteam" and .user == "fg" and .role == "privacy_officer" and .purpose == "access_request")] | length >= 1' >/dev/null ||
		fail "the reading isn't in the log of ${pair%:*}"
done
ok "the reading is in both logs, with who asked it and that it was for the resident"

# --- the other way: who saw what came from us ---
jq '{resourceType: "Bundle", type: "collection", entry: ([.entry[] | select(.resource.resourceType == "Patient")] +
	[{resource: {resourceType: "Group", id: "tz-huis", type: "person", actual: true, name: "tz-huis", member: [{entity: {reference: "Patient/tz-1"}}]}}])}' \
	tests/fixtures/household/thuiszorg.json >"$WORK/household.json"
as beheer thuiszorg import "$WORK/household.json" --quiet
as fatima wijkteam consent give wt-1 --to thuiszorg --kind share --category any --for coordination --quiet >/dev/null
as petra thuiszorg view tz-huis --for coordination >"$WORK/view" 2>&1 || fail "the partner's user asks: $(cat "$WORK/view")"
statement_of other.json 0 wt-1 --format json
holds other.json "who at the partner asked us, which is in both logs" \
	'[.entries[] | select(.group == "given" and .organisation == "thuiszorg")] | length >= 1 and
	all(.user == "petra" and .others[0].logs == "both" and (.others[0].gave | not))'
ok "what we made available is there, with who asked it"

# --- a record that is about two ---
as fatima wijkteam plan add agreement wt-1 text="Samen boodschappen doen" owner=Tessa due=2026-12-01 --also wt-2 --quiet >/dev/null
as fatima wijkteam consent give wt-2 --to thuiszorg --kind share --category any --for coordination --quiet >/dev/null
as petra thuiszorg view tz-huis --for coordination --format json >"$WORK/view" || fail "the partner's user asks"
grep -q "Samen boodschappen" "$WORK/view" || fail "both consented, and it isn't shown"
statement_of joint.json 0 wt-2 --handout --format json
holds joint.json "who saw it, which both are told" \
	'[.entries[] | select(.event == "answer")] | length == 1 and (.[0] | .organisation == "thuiszorg" and .categories == ["agreement"] and .others == [])'
holds joint.json "and that it was written" '[.entries[] | select(.event == "change" and .user == "fatima")] | length == 1'
! grep -qE "Jannie|Hoekstra-Visser|wt-1|$(in_store wijkteam "SELECT id FROM resident WHERE handle = 'wt-1'")" "$WORK/joint.json" || fail "whom else it is about: $(cat "$WORK/joint.json")"
ok "of a record about two, each is told who saw it, and of nobody else"

# --- in words ---
LANGUAGE=en statement_of officer.txt 0 wt-1
for words in "What we asked other organisations" "In an emergency" "Thuiszorg De Linde gave:" "in both logs" \
	"What other organisations asked us" "Fatima El Amrani, coordinator" "$REASON" "Rules: " "On the ground of: "; do
	says officer.txt "$words"
done
statement_of handout.txt 0 wt-1 --handout
for words in "U vroeg wie gegevens over u beschikbaar stelde" "Wat wij andere organisaties vroegen" "Wat andere organisaties ons vroegen" "In een noodgeval" \
	"Fatima El Amrani, regisseur" "Thuiszorg De Linde gaf:" "staat in beide logboeken" "Dit noodgeval" \
	"Gevonden als gezamenlijke cliënt" "Op grond van: " "088-0000100" "Autoriteit Persoonsgegevens"; do
	says handout.txt "$words"
done
grep -q "Read it before you give it away" "$WORK/why" || fail "the officer isn't told to read it first"
! grep -qiE "Marjan|Ruud|Noor|Bakker|ggz|petra|9999[0-9]{5}" "$WORK/handout.txt" || fail "the handout names somebody else: $(cat "$WORK/handout.txt")"
[ "$(wc -L <"$WORK/handout.txt")" -le 80 ] || fail "it is wider than paper: $(wc -L <"$WORK/handout.txt")"
statement_of handout.en 0 wt-1 --handout --language en
says handout.en "You asked who made data about you available"
statement_of reasons.txt 0 wt-1 --handout --reasons
says reasons.txt "Dochter Marjan"
statement_of handout.json 0 wt-1 --handout --format json
! grep -qE "Marjan|petra" "$WORK/handout.json" || fail "the handout's JSON names somebody else"
holds handout.json "that there is a reason is told" '[.entries[] | select(.reason_held)] | length >= 1'
ok "in words for the officer, and in plain Dutch for the resident, naming nobody else"

# --- FHIR ---
statement_of fhir.json 0 wt-1 --handout --format fhir
holds fhir.json "AuditEvents with what R4 requires" \
	'.resourceType == "Bundle" and .type == "collection" and (.entry | length > 5) and
	all(.entry[].resource; .resourceType == "AuditEvent" and .recorded != null and .type.code != null and .source.observer != null and
	(.agent | length > 0 and all(.requestor != null)) and (.action | test("^[CRUDE]$")) and (.entity[0].what.reference | test("^Patient/"))) and
	([.entry[].resource.id] | length == (unique | length)) and ([.. | select(. == [] or . == {})] | length == 0)'
! grep -qE '"(display|text|name)"|Marjan|petra' "$WORK/fhir.json" || fail "FHIR has words that it shouldn't: $(cat "$WORK/fhir.json")"
ok "as FHIR AuditEvents, in codes alone"

# --- a period ---
statement_of none.json 0 wt-1 --until 2026-01-01 --format json
holds none.json "nothing of then" '.entries == [] and .until == "2026-01-01"'
statement_of none.txt 0 wt-1 --handout --until 2026-01-01
says none.txt "niemand stelde iets"
ok "of a period, and of one in which nothing was"

# --- what a partner tells, asked past its officer's command ---
link=$(reference_at wijkteam wt-1 thuiszorg)
# tell LINK FROM UNTIL [ROLE [PURPOSE [PATH]]]: what thuiszorg's node answers
tell() {
	local header
	header=$(tool ask --certificate "$NODES/wijkteam/node.crt" --key "$NODES/wijkteam/node.key" --user fg \
		--role "${4-privacy_officer}" --purpose "${5-access_request}" "$1" | sed '/^\r*$/,$d' | tr -d '\r')
	printf '{"answered":[],"asked":[],"from":"%s","links":["%s"],"until":"%s"}' "$2" "$1" "$3" >"$WORK/question"
	curl -sS --max-time 20 --cert "$NODES/wijkteam/node.crt" --key "$NODES/wijkteam/node.key" \
		--cacert "$NODES/wijkteam/partners-ca.crt" -H "$header" -H 'Content-Type: application/json' \
		--data-binary @"$WORK/question" -w '\n%{http_code}\n' \
		"https://127.0.0.1:${NODE_PORT[thuiszorg]}${6-/v1/log/resident}"
}
EARLY=2020-01-01T00:00:00Z LATE=2099-01-01T00:00:00Z
tell "$link" $EARLY $LATE >"$WORK/told"
jq -e 'select(type == "object") | .entries | length >= 3' <(head -1 "$WORK/told") >/dev/null || fail "the partner tells what crossed: $(cat "$WORK/told")"
! grep -qE 'withheld|outcome|organisation|rules|reason' "$WORK/told" || fail "it tells more: $(cat "$WORK/told")"
tell "$link" $EARLY 2020-01-02T00:00:00Z >"$WORK/nothing"
tell 22222222-2222-4222-8222-222222222222 $EARLY $LATE >"$WORK/nobody"
cmp "$WORK/nothing" "$WORK/nobody" || fail "a link that means nobody isn't told like nothing"
[ "$(tell "$link" $EARLY $LATE coordinator | tail -1)" = 422 ] || fail "a coordinator doesn't ask for residents"
[ "$(tell "$link" $EARLY $LATE privacy_officer coordination | tail -1)" = 422 ] || fail "nor does another purpose"
[ "$(tell "$link" $EARLY $LATE coordinator access_request /v1/query | tail -1)" = 422 ] || fail "and no data is asked with this one"
ok "a partner tells an officer what crossed, and of nobody what it tells of nothing"

# --- that a partner held something back isn't told ---
for kind in share secrecy_waiver; do
	as petra thuiszorg consent withdraw tz-1 --to wijkteam --kind "$kind" --for coordination --quiet >/dev/null
done
told() { tell "$link" $EARLY $LATE | head -1 | jq '.entries | length'; }
before=$(told)
view
[ "$(told)" = "$before" ] || fail "an answer with nothing in it is told"
statement_of withheld.json 0 wt-1 --format json
holds withheld.json "that it gave nothing, which both logs have" \
	'[.entries[] | select(.group == "asked")] | last | .others == [{"categories": [], "gave": true, "logs": "both", "name": "Thuiszorg De Linde", "organisation": "thuiszorg", "says": true}]'
as fg thuiszorg audit statement tz-1 --format json >"$WORK/there.json" || [ $? = 6 ] || fail "its own statement"
holds there.json "its own statement says so, and names no ground of what it didn't give" \
	'[.entries[] | select(.group == "given" and .categories == [])] | length >= 1 and all(.basis == [] and .withheld != [])'
ok "what a partner withheld looks like what it didn't have"

# --- a partner that can't be reached ---
node_stop thuiszorg
statement_of stopped.json 6 wt-1 --format json
holds stopped.json "the partner that is missing" '[.partners[] | .status] == ["unreachable"]'
holds stopped.json "and what isn't compared" '[.entries[] | select(.group == "asked") | .others[0].logs] | unique == ["unchecked"]'
statement_of stopped.txt 6 wt-1 --handout
says stopped.txt "Het is niet volledig"
says stopped.txt "Thuiszorg De Linde: was niet bereikbaar"
statement_of alone.json 0 wt-2 --format json
ok "a partner that isn't reached is named, and the rest is there"

# --- a node that dropped what it answered; one that asks past its own log ---
node_start thuiszorg
sleep 1
node_stop thuiszorg
cp -a "$NODES/thuiszorg/accesslog" "$WORK/log"
node_start thuiszorg
view
node_stop thuiszorg
rm -rf "$NODES/thuiszorg/accesslog"
cp -a "$WORK/log" "$NODES/thuiszorg/accesslog"
node_start thuiszorg
sleep 8 # a request that is younger may be under way
statement_of dropped.json 7 wt-1 --format json
holds dropped.json "the request that only we have" \
	'(.sound | not) and ([.entries[] | select(any(.others[]; .logs == "ours"))] | length == 1 and .[0].group == "asked")'
statement_of dropped.txt 7 wt-1 --handout
says dropped.txt "staat daar NIET in het logboek"
grep -q "access logs don't match" "$NODES/wijkteam/log" || fail "the operating log says so"
ok "what a partner dropped from its log is named"

for kind in share secrecy_waiver; do give petra thuiszorg tz-1 "$kind" any; done
query wijkteam "$link" >"$WORK/query"
ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" --connections 1 --count 1 >/dev/null
sleep 8
statement_of past.json 7 wt-1 --format json
holds past.json "the request that only the partner has" \
	'[.entries[] | select(any(.others[]; .logs == "theirs"))] | length == 1 and (.[0] | .seq == null and .user == "fatima" and .organisation == "wijkteam" and (.others[0].categories | length > 0))'
statement_of past.fhir 7 wt-1 --format fhir
holds past.fhir "and in FHIR" '[.entry[].resource.id | select(startswith("partner-"))] | length == 1'
ok "what was asked past our own log is named"

# --- a link that is held, and a partner that is none any more ---
sqlite3 "$NODES/wijkteam/data/eenplan.db" ".timeout 5000" "UPDATE link SET held_ms = 1 WHERE partner = 'thuiszorg'"
statement_of held.json 6 wt-1 --format json
holds held.json "a link on hold isn't asked over" '[.partners[].status] == ["held"] and .sound'
sqlite3 "$NODES/wijkteam/data/eenplan.db" ".timeout 5000" "UPDATE link SET held_ms = 0"
node_stop wijkteam
cp "$NODES/wijkteam/node.yaml" "$WORK/node.yaml"
sed -i '/^  - {id: thuiszorg,/d' "$NODES/wijkteam/node.yaml"
node_start wijkteam
statement_of gone.json 6 wt-1 --format json
holds gone.json "nor one that left" '[.partners[] | "\(.name) \(.status)"] == ["thuiszorg gone"]'
node_stop wijkteam
cp "$WORK/node.yaml" "$NODES/wijkteam/node.yaml"
node_start wijkteam
ok "who can't be asked any more is named, too"

# --- nobody in the operating logs ---
for id in wijkteam thuiszorg; do
	as fg "$id" audit verify >/dev/null || fail "the log of $id"
	! grep -qE "Marjan|Jannie|Hoekstra|9999[0-9]{5}" "$NODES/$id/log" || fail "a person in the operating log of $id"
done
ok "the logs are sound, and the operating logs name nobody"
