#!/bin/bash
# A volunteer sees the agreements that are theirs by user and organisation, at
# their own node and at a partner's; a namesake's and those that don't say whose
# they are stay closed, and so does all that is about health.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
	fatima:coordinator sem:volunteer beheer:administrator fg:privacy_officer
node_declare welzijn "Welzijn Samen" welzijn \
	anouk:professional sem:volunteer tessa:volunteer beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam welzijn
as beheer wijkteam import tests/fixtures/household/wijkteam.json --quiet
as beheer welzijn import tests/fixtures/household/welzijn.json --quiet
link fatima wt-1@wijkteam anouk wz-1@welzijn

out=$WORK/out
team() { as fatima wijkteam "$@"; }
# agree TEXT OWNER [OWNER_ID]: at the district team
agree() {
	team plan add agreement wt-1 "text=$1" "owner=$2" due=2999-12-01 \
		${3:+"owner_id=$3"} --quiet
}
declare -A HOUSEHOLD=([wijkteam]=vlinderhof [welzijn]=wz-huis)
# sees USER ID: into $out; a view of which something is missing ends with 6
sees() {
	as "$1" "$2" view "${HOUSEHOLD[$2]}" --for coordination --role volunteer \
		--format json >"$out" || [ $? -eq 6 ] || fail "$1@$2 can't view"
}

status=0
agree "Koken" "Sem" "Sem Okafor" >"$out" 2>&1 || status=$?
[ "$status" = 2 ] && grep -q "/fields/owner_id.*such as sem@welzijn" "$out" ||
	fail "exit $status: $(cat "$out")"
ok "an owner that is no user of an organisation is refused, and how to write it is said"

agree "Samen wandelen" "Sem" sem@welzijn >/dev/null
agree "Tuin van de namesake" "Sem" sem@wijkteam >/dev/null
agree "Boodschappen van niemand" "Sem" >/dev/null
tessas=$(agree "Koffie op dinsdag" "Tessa" tessa@welzijn)

sees sem welzijn
! grep -q "Samen wandelen" "$out" || fail "shared without consent"
as fatima wijkteam consent give wt-1 --to welzijn --kind share --category any \
	--for coordination --asked "in person" --quiet >/dev/null
sees sem welzijn
grep -q "Samen wandelen" "$out" || fail "the own agreement isn't shown: $(cat "$out")"
! grep -qE "namesake|niemand|Koffie" "$out" || fail "somebody else's agreement is shown"
! grep -q owner_id "$out" || fail "who the owner is as a user left the source"
jq -r '(.fragments + .missing)[] | .category // empty' "$out" | sort -u >"$WORK/categories"
! grep -vxE "agreement|contact|informal_support" "$WORK/categories" ||
	fail "a volunteer was given, or told of, more: $(cat "$out")"
grep -qx agreement "$WORK/categories" || fail "no category was read"
ok "at a partner's node a volunteer sees their own agreement, and not a namesake's, nobody's or another's"

sees tessa welzijn
grep -q "Koffie op dinsdag" "$out" || fail "$(cat "$out")"
! grep -q "Samen wandelen" "$out" || fail "another volunteer's agreement is shown"
sees sem wijkteam
grep -q "Tuin van de namesake" "$out" || fail "the own volunteer doesn't see the own one: $(cat "$out")"
! grep -qE "Samen wandelen|niemand|Koffie" "$out" || fail "$(cat "$out")"
ok "each volunteer sees their own, at their own organisation too"

as anouk welzijn view wz-huis --for coordination --format json >"$out" || [ $? -eq 6 ]
grep -q "Samen wandelen" "$out" && grep -q "Koffie" "$out" && grep -q "niemand" "$out" ||
	fail "the professional sees fewer: $(cat "$out")"
ok "a professional sees them all, as before"

team plan change "$tessas" owner_id=sem@welzijn owner=Sem >/dev/null
sees tessa welzijn
! grep -q "Koffie" "$out" || fail "what was handed over is still shown"
sees sem welzijn
grep -q "Koffie" "$out" || fail "what was taken over isn't shown"
ok "who takes an agreement over sees it from then on, and who gave it no more"

as fg wijkteam audit who wt-1 --format json >"$out"
grep -q '"volunteer"' "$out" || fail "the volunteer isn't in the access log"
as fg wijkteam policy diff --replay "$NODES/wijkteam/policy" --since 2026-01-01 >"$out" || fail "$(cat "$out")"
grep -q "Nobody would have seen anything else" "$out" ||
	fail "the log judged again says something else: $(cat "$out")"
judged=$(sed -nE 's/^Decisions judged again: ([0-9]+), .*; ([0-9]+) come out the same\.$/\1 \2/p' "$out")
[ -n "$judged" ] && [ "${judged% *}" = "${judged#* }" ] && [ "${judged% *}" -gt 0 ] ||
	fail "not every decision comes out the same: $(cat "$out")"
ok "the access log says who saw it, and its decisions can be judged again"
