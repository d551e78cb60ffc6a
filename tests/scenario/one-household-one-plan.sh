#!/bin/bash
# The main job: four organisations' own nodes, one household, one plan; and
# each sentence of the demo, asserted.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh
. tests/household.sh

workplace
household_declare
nodes_prepare
node_start "${NODE_IDS[@]}"
household_import "${NODE_IDS[@]}"
household_link
household_consent

view() { as "$1" wijkteam view "${2:-vlinderhof}" --for coordination --format json "${@:3}"; }
# holds FILE JQ-CONDITION SENTENCE
holds() {
	jq -e "$2" "$1" >/dev/null || {
		jq . "$1" >&2
		fail "$3"
	}
	ok "$3"
}
V=$WORK/view.json

view fatima >"$V"
holds "$V" '.coordinator.name == "Fatima El Amrani" and .coordinator.contact == "088-0000101"' \
	"the view says who coordinates, and how to reach them"
holds "$V" '[.members[].age] | length == 4 and min == 9' "it has the four members"
holds "$V" '[.fragments[].source] | unique == ["care","thuiszorg","welzijn","wijkteam"]' \
	"it has fragments of all four, and the mental-health organisation only as care"
holds "$V" '[.fragments[] | select(.source == "thuiszorg") | .category] | unique ==
	["agreement","contact","contact_moment","goal","involvement","limitation","wellbeing"]' \
	"of nursing exactly what two consents open"
holds "$V" '[.fragments[] | select(.source == "care") | .category] | unique == ["agreement","goal","involvement"]' \
	"of mental health exactly what the resident named"
holds "$V" '[.fragments[] | select(.source == "care") | .source_name, .fields.organisation, .fields.role] | unique == [null]' \
	"and neither its name nor the worker's role"
holds "$V" '[.fragments[].category] | inside(["agreement","contact","contact_moment","goal","informal_support","involvement","limitation","plan","service","want_can_need","wellbeing"])' \
	"no diagnosis, medication, treatment note or amount of money"
holds "$V" '[.missing[] | select(.source == "thuiszorg" and .category == "diagnosis")] | length == 1 and (.[0].basis | length) > 0 and .[0].reason == "withheld"' \
	"what nursing withholds is named, with its article"
holds "$V" '[.missing[] | select(.source == "care") | .category] | inside(["contact","contact_moment"])' \
	"what a masked source withholds doesn't show what kind it is"
view fatima vlinderhof --category agreement,limitation >"$WORK/few.json"
holds "$WORK/few.json" '([.fragments[].category] | unique == ["agreement","limitation"]) and ([.fragments[].source] | unique | length) == 4' \
	"whoever asks for two categories gets those two, of everybody"
holds "$WORK/few.json" '[.missing[] | select(.category != null)] == []' \
	"and of others not even whether there are any"
as fg thuiszorg audit who tz-1 --format json |
	jq -e '[.entries[] | select(.user == "fatima")] | last | .categories == ["agreement","limitation"]' >/dev/null ||
	fail "the partner was asked for more"
ok "the partner was asked for no more"
# What leaks a diagnosis in the source is in nobody's view.
if grep -qiE 'diabet|depress|metformin|sertraline|insulin' "$V"; then
	fail "a diagnosis or medicine is in the view"
fi
ok "no word of a diagnosis or medicine is in the view"

as petra thuiszorg consent withdraw tz-1 --to wijkteam --kind share \
	--category any --for coordination --quiet >/dev/null
view fatima >"$V"
holds "$V" '[.fragments[] | select(.source == "thuiszorg")] == []' \
	"after the withdrawal none of nursing's fragments is there"
holds "$V" '[.missing[] | select(.source == "thuiszorg")] | length == 1 and .[0].reason == "withheld" and .[0].category == null' \
	"and the view says that nursing withholds, without saying what"

node_stop welzijn
status=0
view fatima >"$V" || status=$?
[ "$status" -eq 6 ] || fail "an incomplete view must end with 6, not $status"
holds "$V" '[.missing[] | select(.reason == "unreachable") | .source] == ["welzijn"]' \
	"a stopped node is named as unreachable, and the exit status says so"
node_start welzijn

view vera >"$V"
holds "$V" '[.fragments[].category] | unique | inside(["agreement","contact","informal_support"])' \
	"a volunteer sees agreements, contact and informal support only"
holds "$V" '[.missing[] | .source_name, .source] | inside([null,"welzijn","Welzijn Samen","any"])' \
	"and is not told which care organisations are involved"

as anouk welzijn view wz-huis --for coordination --format json >"$V"
holds "$V" '[.fragments[].source] | unique == ["welzijn"]' \
	"a partner without consent sees its own records only"
holds "$V" '[.missing[].source] | index("ggz") == null and index("thuiszorg") == null' \
	"and nothing of those it has no link with"
query welzijn "$(cat /proc/sys/kernel/random/uuid)" >"$WORK/query"
ask_node welzijn ggz --path /v1/query --message "$WORK/query" --count 1 \
	--answer "$WORK/guess" >/dev/null
grep -q '{"fragments":\[\],"withheld":\[\]}' "$WORK/guess" || fail "a guess got something"
ok "a guessed reference gets nothing"

for id in "${NODE_IDS[@]}"; do
	as fg "$id" audit verify --format json >"$V"
	holds "$V" '.intact and .head_signed and .entries > 3' "the access log of $id verifies"
done
as fg thuiszorg audit who tz-1 --format json >"$V"
holds "$V" '[.entries[] | select(.event == "answer" and .organisation == "wijkteam" and .user == "fatima" and .role == "coordinator" and .purpose == "coordination" and .outcome == "permitted" and (.categories | index("goal")))] | length == 1' \
	"the log says who saw the resident's data, in which role and why"
holds "$V" '[.entries[] | select(.event == "answer") | .outcome] | index("withheld") != null' \
	"and who asked in vain"

sqlite3 "$NODES/thuiszorg/data/eenplan.db" .dump >"$WORK/dump"
grep -ohE '"9999[0-9]{5}"' tests/fixtures/household/{wijkteam,thuiszorg,ggz}.json |
	tr -d '"' | sort -u >"$WORK/bsns"
[ "$(wc -l <"$WORK/bsns")" -ge 4 ] || fail "the fixtures have no BSNs to look for"
! grep -qFf "$WORK/bsns" "$WORK/dump" || fail "a BSN rests in the clear"
! grep -rqFf "$WORK/bsns" "$NODES"/*/log "$NODES"/*/accesslog || fail "a BSN is in a log"
! grep -rqE 'Hoekstra|Bakker' "$NODES"/*/log "$NODES"/*/accesslog || fail "a name is in a log"
ok "no BSN rests in the clear, and no log has a BSN or a name"

for id in "${NODE_IDS[@]}"; do
	node_stop "$id" || fail "node $id did not end well: $(tail -n 5 "$NODES/$id/log")"
done
ok "every node stops with status 0"
