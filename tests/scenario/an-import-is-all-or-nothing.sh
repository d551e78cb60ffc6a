#!/bin/bash
# A file comes in as a whole or not at all, twice is as once, and every HL7
# example resource imports or says exactly why not.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam
F=tests/fixtures/household
counted() { in_store wijkteam "SELECT (SELECT count(*) FROM resident), (SELECT count(*) FROM record), (SELECT count(*) FROM household)"; }

empty=$(counted)
for broken in truncated wrong-bsn broken-reference impossible-date future-birth misspelt-extension; do
	status=0
	as beheer wijkteam import "$F/$broken.json" >"$WORK/out" 2>&1 || status=$?
	[ "$status" -eq 2 ] || fail "$broken ended with $status: $(cat "$WORK/out")"
	[ "$(counted)" = "$empty" ] || fail "$broken left something behind"
	! grep -qE '(^|[^0-9a-f])[0-9]{9}([^0-9a-f]|$)' "$WORK/out" || fail "$broken: a number of nine digits is in the message"
	ok "$broken: nothing imported, and why: $(grep -vE '^  (request|nothing)' "$WORK/out" | tail -n 1 | sed 's/^ *//')"
done

as beheer wijkteam import "$F/wijkteam.json" --format json >"$WORK/first"
full=$(counted)
[ "$full" != "$empty" ] || fail "nothing was imported"
as beheer wijkteam import "$F/wijkteam.json" --format json >"$WORK/second"
[ "$(counted)" = "$full" ] || fail "importing twice made more"
jq -e '.records == 0 and .updated == 0 and .unchanged > 0' "$WORK/second" >/dev/null ||
	fail "importing twice: $(cat "$WORK/second")"
ok "importing the same file again changes nothing"
sed 's/"medium-priority"/"high-priority"/' "$F/wijkteam.json" >"$WORK/changed.json"
as beheer wijkteam import "$WORK/changed.json" --format json >"$WORK/third"
jq -e '.updated > 0 and .records == 0' "$WORK/third" >/dev/null || fail "a change: $(cat "$WORK/third")"
ok "what changed in the source is updated here"

if [ ! -d "$EENPLAN_SHARED/data/fhir-r4" ]; then
	echo "skipped: the HL7 example resources aren't there"
	exit 77
fi
imported=0 refused=0
for file in "$EENPLAN_SHARED"/data/fhir-r4/*.json; do
	before=$(counted)
	if as beheer wijkteam import "$file" >"$WORK/out" 2>&1; then
		imported=$((imported + 1))
		continue
	fi
	refused=$((refused + 1))
	[ "$(counted)" = "$before" ] || fail "$(basename "$file") was refused, and left something"
	grep -qE '[A-Z][A-Za-z]+/' "$WORK/out" || fail "$(basename "$file") is refused without naming the resource: $(cat "$WORK/out")"
done
ok "of the HL7 examples $imported import as they are, $refused say which resident or element they lack"

# With the residents that they speak of known here, those import as well.
cat "$EENPLAN_SHARED"/data/fhir-r4/*.json | grep -oE '"reference": "Patient/[A-Za-z0-9.-]+"' | sort -u |
	sed -E 's/.*Patient\/(.*)"/\1/' |
	jq -R -s '{resourceType: "Bundle", type: "collection",
		entry: [split("\n")[] | select(. != "") | {resource: {resourceType: "Patient", id: .}}]}' >"$WORK/patients.json"
as beheer wijkteam import "$WORK/patients.json" --quiet
again=0
for file in "$EENPLAN_SHARED"/data/fhir-r4/*.json; do
	if as beheer wijkteam import "$file" >"$WORK/out" 2>&1; then
		again=$((again + 1))
	else
		echo "  $(basename "$file"): $(sed -n 2p "$WORK/out")"
	fi
done
[ "$again" -ge "$imported" ] && [ "$again" -gt 50 ] || fail "only $again import with their residents known"
ok "with their residents known $again of them import"
