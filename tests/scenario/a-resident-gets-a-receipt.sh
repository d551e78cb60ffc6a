#!/bin/bash
# What a resident decided is signed and chained where it is recorded; they get
# a receipt that anybody can verify without the node; who changes the database
# behind its back is found.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
R=$WORK/receipt.json
CA=$NODES/thuiszorg/partners-ca.crt
DB=$NODES/thuiszorg/data/eenplan.db

# ends STATUS SENTENCE COMMAND…: it must end with that exit status
ends() {
	local status=0
	"${@:3}" >"$WORK/out" 2>"$WORK/err" || status=$?
	[ "$status" -eq "$1" ] ||
		fail "$2: ended with $status, not $1: $(cat "$WORK/out" "$WORK/err")"
	ok "$2"
}
# finds WHAT [CONSENT]: consent verify names it
finds() {
	local status=0
	as fg thuiszorg consent verify tz-1 --format json >"$WORK/out" || status=$?
	[ "$status" -eq 7 ] || fail "consent verify ended with $status, not 7"
	jq -e --arg what "$1" --arg id "${2-}" \
		'(.sound | not) and any(.faults[]; .what == $what and ($id == "" or .consent == $id))' \
		"$WORK/out" >/dev/null || fail "it doesn't say $1 of ${2-}: $(cat "$WORK/out")"
	ok "$3: named as $1"
}
verified() { as petra thuiszorg consent verify-receipt "$@"; }
change() { sqlite3 "$DB" ".timeout 5000" "$1"; }
give() {
	as petra thuiszorg consent give tz-1 --to wijkteam --category "$1" \
		--for coordination --asked "in person" --text-version 2026-1 --quiet
}

# --- a text that isn't there ---

ends 2 "a text that nobody has can't have been shown" \
	as petra thuiszorg consent give tz-1 --to wijkteam --category goal \
	--for coordination --text-version 1999-9
grep -q '2026-1' "$WORK/err" || fail "it doesn't say which texts there are: $(cat "$WORK/err")"
ok "and those that there are are named"

first=$(give goal,agreement)
second=$(give contact)
as petra thuiszorg consent refuse tz-1 --to-domain welzijn --quiet >/dev/null
third=$(as petra thuiszorg consent withdraw tz-1 --consent "${second:0:8}" --quiet)

# --- on paper ---

as petra thuiszorg consent receipt tz-1 >"$WORK/nl.txt"
as petra thuiszorg consent receipt tz-1 --language en >"$WORK/en.txt"
for words in "U zegt JA tegen: Toestemming om te delen" "Wijkteam Vlinderwijk" \
	"U zegt NEE tegen" "088-0000100" "Uitdrukkelijke toestemming (AVG 9(2)(a))" \
	"U krijgt hulp van meer dan één organisatie."; do
	grep -qF -- "$words" "$WORK/nl.txt" || fail "the Dutch receipt lacks: $words: $(cat "$WORK/nl.txt")"
done
grep -qF "You say YES to: Consent to share" "$WORK/en.txt" || fail "the English receipt isn't"
grep -qF "More than one organisation helps you." "$WORK/en.txt" || fail "nor is its text"
! grep -qE 'Hoekstra|Visser|9999[0-9]{5}' "$WORK/nl.txt" || fail "the receipt has a name or a BSN"
ok "the receipt says in plain Dutch and English what was decided, and no name"
[ "$(wc -L <"$WORK/nl.txt")" -le 72 ] || fail "it is wider than paper"

as petra thuiszorg consent receipt tz-1 --consent "${first:0:8}" --format json >"$R"
jq -e --arg id "$first" '.receipt | .schema_version != null and .jurisdiction == "NL" and
	.party_identification.party_contact == "088-0000100" and (.records | length == 1) and
	(.records[0] | .record_id == $id and .event_state == "given" and (.document | length == 64) and
	([.pii_information[].label] == ["Doel","Afspraak"]))' "$R" >/dev/null ||
	fail "the signed receipt lacks fields: $(cat "$R")"
ok "as JSON it has the fields of TS 27560"

# --- imports come in the chain as well ---

as beheer thuiszorg import tests/fixtures/household/thuiszorg.json --quiet
as fg thuiszorg consent verify tz-1 --format json >"$WORK/out"
jq -e '.sound and .records == .documents and .records >= 4 and .logged >= 4' "$WORK/out" >/dev/null ||
	fail "the chain isn't sound: $(cat "$WORK/out")"
ok "every record has its signed document, an import that says the same adds none"
as fg thuiszorg consent verify tz-1 | grep -q 'The chain is sound' || fail "it doesn't say so"

# --- elsewhere and back ---

as fg thuiszorg consent export tz-1 --all >"$WORK/export.json"
as beheer thuiszorg import "$WORK/export.json" --format json >"$WORK/out"
jq -e '.consents == 0 and .updated == 0 and .unchanged >= 4' "$WORK/out" >/dev/null ||
	fail "an export isn't what was recorded: $(cat "$WORK/out")"
ok "what is exported is known again"
as fg thuiszorg consent export tz-1 | sed 's|Patient/tz-1|Patient/wt-1|g' >"$WORK/export.json"
as beheer wijkteam import "$WORK/export.json" --format json >"$WORK/out"
jq -e '.consents >= 3' "$WORK/out" >/dev/null || fail "not imported: $(cat "$WORK/out")"
strip='[.entry[].resource | del(.id, .dateTime)] | sort_by(tostring)'
jq "$strip" "$WORK/export.json" >"$WORK/sent"
as fg wijkteam consent export wt-1 | jq "$strip" >"$WORK/got"
for one in $(jq -r '.[] | @base64' "$WORK/sent"); do
	jq -e --arg one "$one" 'any(.[]; . == ($one | @base64d | fromjson))' "$WORK/got" >/dev/null ||
		fail "not the same elsewhere: $(base64 -d <<<"$one")"
done
ok "and another node that imports it has the same records"
as fg wijkteam consent verify wt-1 >/dev/null || fail "imported consents aren't signed there"
ok "which that node signs as its own"

# --- of somebody with a thousand records ---

# many COUNT: a resident with so many consents, half of them to one organisation
many() {
	jq -n --argjson count "$1" '{resourceType: "Bundle", type: "collection", entry: ([{resource:
		{resourceType: "Patient", id: "veel", birthDate: "1960-05-04"}}] + [range($count) | {resource:
		{resourceType: "Consent", id: "veel-\(.)", status: "active", dateTime: "2026-11-01",
		scope: {coding: [{system: "http://terminology.hl7.org/CodeSystem/consentscope", code: "patient-privacy"}]},
		category: [{coding: [{system: "https://eenplan.nl/fhir/consent-kinds", code: "share"}]}],
		patient: {reference: "Patient/veel"}, performer: [{reference: "Patient/veel"}],
		provision: {type: (if . % 7 == 0 then "deny" else "permit" end),
		actor: [{role: {coding: [{system: "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", code: "IRCP"}]},
		reference: {identifier: {system: "https://eenplan.nl/fhir/organisations",
		value: (if . % 2 == 0 then "wijkteam" else "organisatie-\(.)" end)}}}],
		code: [{coding: [{system: "https://eenplan.nl/fhir/categories", code: ["goal","agreement","contact"][. % 3]}]}]}}}])}'
}
many 1000 >"$WORK/many.json"
as beheer thuiszorg import "$WORK/many.json" --quiet
as petra thuiszorg consent receipt veel --format json >"$WORK/many.receipt"
[ "$(jq '.receipt.records | length' "$WORK/many.receipt")" -eq 1000 ] ||
	fail "the receipt lacks records: $(head -c 300 "$WORK/many.receipt")"
[ "$(jq '[.receipt.records[].document | select(. != null)] | unique | length' "$WORK/many.receipt")" -eq 1000 ] ||
	fail "not every record has its own document"
ends 0 "a receipt of 1000 records is one file, and verifies" \
	verified "$WORK/many.receipt" --authority "$CA"
grep -q '^1000\. U zegt' "$WORK/out" || fail "it isn't printed whole"
[ "$(grep -c '^ *Voor wie: *Wijkteam Vlinderwijk' "$WORK/out")" -eq 1 ] ||
	fail "what is for one organisation doesn't stand together"
sed 's/organisatie-777"/organisatie-778"/' "$WORK/many.receipt" >"$WORK/altered.json"
ends 7 "and not one of them can be altered" verified "$WORK/altered.json" --authority "$CA"

# --- without the node ---

node_stop thuiszorg
ends 0 "with the node stopped the receipt verifies by its authority" \
	verified "$R" --authority "$CA"
grep -q thuiszorg "$WORK/out" || fail "it doesn't say who signed"
grep -q 'U zegt JA' "$WORK/out" || fail "it doesn't say what it says"
ends 0 "and by the node's certificate alone" \
	verified "$R" --certificate "$NODES/thuiszorg/node.crt"
ends 1 "whom to believe must be said" verified "$R"
ends 7 "another node's certificate didn't sign it" \
	verified "$R" --certificate "$NODES/wijkteam/node.crt" --authority "$CA"
ends 7 "another authority doesn't vouch for it" \
	verified "$R" --authority "$NODES/thuiszorg/users-ca.crt"
sed 's/"Doel"/"Boel"/' "$R" >"$WORK/altered.json"
ends 7 "what it says in the clear can't be altered" verified "$WORK/altered.json" --authority "$CA"
jws=$(jq -r .jws "$R")
for at in 10 $((${#jws} / 2)) $((${#jws} - 20)); do
	letter=A
	[ "${jws:at:1}" != A ] || letter=B
	jq --arg jws "${jws:0:at}$letter${jws:at+1}" '.jws = $jws' "$R" >"$WORK/altered.json"
	ends 7 "nor byte $at of what was signed" verified "$WORK/altered.json" --authority "$CA"
done
echo '{}' >"$WORK/altered.json"
ends 7 "and something else is no receipt" verified "$WORK/altered.json" --authority "$CA"

# --- behind the node's back ---

node_start thuiszorg
as fg thuiszorg consent verify tz-1 >/dev/null || fail "not sound after a restart"
cp "$DB" "$WORK/good.db"
restore() {
	node_stop thuiszorg
	rm -f "$DB"-wal "$DB"-shm
	cp "$WORK/good.db" "$DB"
	node_start thuiszorg
}
node_stop thuiszorg
sqlite3 "$DB" "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
cp "$DB" "$WORK/good.db"
node_start thuiszorg

change "UPDATE consent SET state = 'given' WHERE id = '$third'"
finds differs "$third" "a withdrawal that was made a consent"
change "UPDATE consent SET state = 'withdrawn' WHERE id = '$third'"
change "UPDATE consent SET superseded_by = '$first' WHERE id = '$third'"
finds differs "$third" "a withdrawal that was put out of force"
restore
change "INSERT INTO consent (id, resident, given_by, kind, recipient_kind, recipient, categories,
	purposes, state, recorded_ms) SELECT '99999999-9999-4999-8999-999999999999', resident, given_by,
	kind, recipient_kind, recipient, 'diagnosis', purposes, 'given', recorded_ms FROM consent
	WHERE id = '$first'"
finds unsigned 99999999-9999-4999-8999-999999999999 "a consent that nobody recorded"
restore
change "PRAGMA foreign_keys = OFF; DELETE FROM consent WHERE id = '$first'"
finds dropped "$first" "a record that was removed"
restore
change "DELETE FROM consent_document WHERE consent = '$first'"
finds missing "" "a document that was removed"
restore
change "PRAGMA foreign_keys = OFF; UPDATE consent SET superseded_by = NULL WHERE id = '$second';
	DELETE FROM letter WHERE about = '$third'; DELETE FROM consent_document WHERE consent = '$third';
	DELETE FROM consent WHERE id = '$third'"
finds cut-off "" "a last record, removed with its document"
restore
change "UPDATE consent_document SET jws = replace(jws, substr(jws, 300, 4), 'AAAA') WHERE consent = '$first'"
finds altered "$first" "a document that was altered"
restore
as fg thuiszorg consent verify tz-1 >/dev/null || fail "what was put back isn't sound"
ok "and what was put back is sound again"

# --- with another certificate ---

certs/issue node "$NODES" thuiszorg >/dev/null
kill -HUP "${NODE_PID[thuiszorg]}"
sleep 1
give limitation >/dev/null
as fg thuiszorg consent verify tz-1 --format json >"$WORK/out" || fail "not sound: $(cat "$WORK/out")"
[ "$(in_store thuiszorg "SELECT count(*) FROM node_certificate")" -eq 2 ] ||
	fail "the new certificate isn't used"
ok "a renewed certificate goes on with the chain, and the old one still verifies"

# --- what can't be put right again ---

of_hers="resident = (SELECT resident FROM consent WHERE id = '$first')"
change "PRAGMA foreign_keys = OFF;
	DELETE FROM consent WHERE id = (SELECT consent FROM consent_document WHERE $of_hers
	ORDER BY seq DESC LIMIT 1);
	DELETE FROM consent_document WHERE $of_hers AND
	seq = (SELECT max(seq) FROM consent_document WHERE $of_hers)"
give plan >/dev/null
finds cut-off "" "a removed record stays missed when others come after it"
[ "$(jq '[.faults[] | select(.what == "cut-off")] | length' "$WORK/out")" -eq 1 ] ||
	fail "not once: $(cat "$WORK/out")"
! grep -qE 'Hoekstra|Visser|9999[0-9]{5}' "$NODES/thuiszorg/log" || fail "a name is in the log"
