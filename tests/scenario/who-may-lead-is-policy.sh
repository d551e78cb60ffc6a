#!/bin/bash
# Which organisations may lead a plan is policy: a region where the district
# team always has the lead says so in a file, and from that moment no other is
# offered a plan, is voted for or takes it, at each node that has the file. What
# a partner signed under another policy is shown, but goes no further.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=200
workplace
household_declare
nodes_prepare
cat >"$WORK/regio.policy" <<'POLICY'
beleid regio versie 2026.1
taal nl
woordenlijst "nl.vocabulary"

regie REG-01 "Het wijkteam heeft altijd de regie"
  verbied    alle behalve wmo
  grondslag  "AVG 26(1)"
  geldig     vanaf 2026-01-01
POLICY
for id in wijkteam thuiszorg; do
	cp "$WORK/regio.policy" "$NODES/$id/policy/"
done
node_start wijkteam thuiszorg welzijn
household_import wijkteam thuiszorg welzijn
cat >"$WORK/household.json" <<'JSON'
{"resourceType": "Bundle", "type": "collection", "entry": [{"resource":
 {"resourceType": "Group", "id": "tz-huis", "type": "person", "actual": true, "name": "Mevrouw Bakker",
  "member": [{"entity": {"reference": "Patient/tz-1"}}]}}]}
JSON
as beheer thuiszorg import "$WORK/household.json" --quiet
link fatima wt-1@wijkteam petra tz-1@thuiszorg
link fatima wt-1@wijkteam anouk wz-1@welzijn
link petra tz-1@thuiszorg anouk wz-1@welzijn

team() { as fatima wijkteam coordinator "$1" vlinderhof "${@:2}"; }
nurses() { as petra thuiszorg coordinator "$1" tz-huis "${@:2}"; }
welfare() { as anouk welzijn coordinator "$1" wz-huis "${@:2}"; }
# refused WORDS COMMAND…: as who isn't allowed to
refused() {
	local words=$1 status=0
	shift
	"$@" >"$WORK/out" 2>&1 || status=$?
	[ "$status" = 3 ] || fail "ends with $status: $* $(cat "$WORK/out")"
	tr '\n' ' ' <"$WORK/out" | tr -s ' ' | grep -qF -- "$words" || fail "no '$words' in: $(cat "$WORK/out")"
}
until_so() {
	local deadline=$((SECONDS + 20))
	until "${@:2}"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $1"
		sleep 0.1
	done
}
holder() { "$1" show --format json | jq -r '.coordinator.organisation // .coordinator.standing // "nobody"'; }
holds() { [ "$(holder "$1")" = "$2" ]; }

refused 'rule REG-01, "Het wijkteam heeft altijd de regie"' nurses accept
holds nurses nobody || fail "who may not lead took the plan: $(nurses show)"
team accept --quiet
until_so "the nurses know who leads" holds nurses "Wijkteam Vlinderwijk"
refused 'rule REG-01' team offer --to thuiszorg
as fg wijkteam audit who wt-1 --format json >"$WORK/who"
jq -e '[.. | objects | select(.event? == "mandate") | .rules[]?] | index("NL-R1")' "$WORK/who" >/dev/null ||
	fail "the access log doesn't say by which rule the plan was taken: $(cat "$WORK/who")"
ok "a region's file bars all but the district team, names its rule, and the access log has the rule that allowed"

team vacancy --lay-down --quiet
is_vacant() { [ "$("$1" show --format json | jq -r '.coordinator.standing')" = vacant ]; }
until_so "everybody knows" is_vacant nurses
until_so "everybody knows" is_vacant welfare
give fatima wijkteam wt-1 share involvement
consent=$(as fatima wijkteam consent list wt-1 --format json | jq -r '.consents[0].id')
refused 'rule REG-01' team vacancy --to thuiszorg --consent "$consent"
ok "nobody is voted for who may not lead"

# --- from the moment that another policy is in force ---
mkdir "$WORK/open"
cp policy/*.policy policy/*.vocabulary "$WORK/open"
as fg thuiszorg policy load "$WORK/open" --yes >"$WORK/said" 2>&1 || fail "$(cat "$WORK/said")"
grep -q 'May newly lead a plan' "$WORK/said" || fail "the change isn't shown: $(cat "$WORK/said")"
give petra thuiszorg tz-1 share involvement
consent=$(as petra thuiszorg consent list tz-1 --format json | jq -r '.consents[0].id')
nurses vacancy --to thuiszorg --consent "$consent" --quiet
consent=$(as anouk welzijn consent list wz-1 --format json | jq -r '.consents[0].id // empty')
[ -n "$consent" ] || {
	give anouk welzijn wz-1 share involvement
	consent=$(as anouk welzijn consent list wz-1 --format json | jq -r '.consents[0].id')
}
welfare vacancy --to thuiszorg --consent "$consent" --quiet
has_votes() { [ "$(nurses show --format json | jq '.votes | length')" = 2 ]; }
until_so "both votes have come" has_votes
nurses accept --quiet
until_so "the district team shows what others agreed" holds team "Thuiszorg De Linde"
ok "what partners signed under another policy is shown, also where this node's policy would not have let it"

# --- the key of the configuration that said this once ---
sed 's/^policy:/&\n  lead: [wmo]/' "$NODES/wijkteam/node.yaml" >"$WORK/old.yaml"
"$EENPLAND" --check-config "$WORK/old.yaml" >"$WORK/said" 2>&1 && fail "the old key is taken"
grep -q 'the key "lead" is no longer here' "$WORK/said" && grep -q 'forbid any except wmo' "$WORK/said" ||
	fail "it doesn't say what to write: $(cat "$WORK/said")"
ok "the configuration's key is refused, and says what to write instead"
