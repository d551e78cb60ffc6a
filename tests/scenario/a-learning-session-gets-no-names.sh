#!/bin/bash
# Cases for a learning session: nothing in the file says whose they are, it is
# refused where too few look alike, and two files tell no more than one.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator nora:nurse marit:manager \
	beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam

# Twelve people of three ages in four houses; each has a name, a telephone
# number and a birth date of their own.
NAMES=(Aaltje Berend Cornelis Dineke Evert Froukje Geertje Hendrik Ilse Jacoba Klaas Lubbert)
jq -n '$ARGS.positional as $names | {resourceType: "Bundle", type: "collection", entry: [
	(range(12) | {resource: {resourceType: "Patient", id: "r\(. + 1)",
		name: [{family: "Zandstra", given: [$names[.]]}],
		telecom: [{system: "phone", value: "06-5550\(100 + .)"}],
		birthDate: "\(if . < 5 then 1948 elif . < 10 then 1979 else 2012 end)-0\(. % 9 + 1)-1\(. % 9)"}}),
	(range(4) as $house | {resource: {resourceType: "Group", id: "huis-\($house)", type: "person", actual: true,
		name: "Huishouden Esdoornlaan \($house)",
		member: [range($house * 3; $house * 3 + 3) | {entity: {reference: "Patient/r\(. + 1)"}}]}})]}' \
	--args "${NAMES[@]}" >"$WORK/people.json"
as beheer wijkteam import "$WORK/people.json" --quiet
write() { as fatima wijkteam plan add "$@" --quiet >/dev/null; }
for i in $(seq 1 12); do
	write service "r$i" kind="hulp van ${NAMES[i - 1]}" line=1 start=2026-01-2$((i % 9))
	write wellbeing "r$i" score=3.5 date=2026-01-10 moment=start
	write wellbeing "r$i" score=8.5 date=2026-06-01 moment=end
	write feedback "r$i" works=yes text="${NAMES[i - 1]} belde Fatima op 06-5550100" date=2026-05-05
done
write feedback r1 works=yes text="dit blijft hier" lesson="Vraag eerst wat iemand zelf al deed." date=2026-05-06
write barrier r2 kind=rule owner=Fatima text="Een regel" lesson="Aaltje mocht niet twee hulpen hebben."
write barrier r3 kind=rule owner=Fatima text="Een regel" lesson="Wij belden pas op 4 maart."
as fatima wijkteam cohort make pilot --cap 30 >/dev/null
for i in $(seq 1 12); do as fatima wijkteam cohort add pilot "r$i" >/dev/null; done

out=$WORK/out
export_cases() { as fatima wijkteam learning export --cohort pilot "$@" >"$out" 2>"$WORK/error"; }
refused() { # STATUS WORDS OPTION…
	local status=0
	export_cases "${@:3}" || status=$?
	[ "$status" -eq "$1" ] || fail "$status instead of $1: $(cat "$WORK/error")"
	[ ! -s "$out" ] || fail "a refused export has content"
	grep -qF -- "$2" "$WORK/error" || fail "not '$2': $(cat "$WORK/error")"
}

refused 2 "--coarsen age=none"
refused 2 "2 of 12 cases"
refused 2 "fewer than 6" --alike 6
refused 2 "must be age, household or laws" --coarsen name=none
refused 2 "must be 5 to" --alike 4
refused 1 "--alike needs a number" --alike vijf
for who in nora marit fg beheer; do
	as "$who" wijkteam learning export --cohort pilot --coarsen age=none >"$out" 2>&1 && fail "$who got cases"
done
as fatima wijkteam learning export --cohort nobody >"$out" 2>"$WORK/error" && fail "a cohort of nobody"
as fatima wijkteam learning export >"$out" 2>"$WORK/error" && fail "no cohort"
grep -q -- "--cohort NAME" "$WORK/error" || fail "$(cat "$WORK/error")"
ok "where fewer than five look alike it is refused, and says what to coarsen; and to who may not have it"

export_cases --coarsen age=none --format json
grep -q "A person must read it" "$WORK/error" || fail "no warning: $(cat "$WORK/error")"
jq -e '.cases | length == 12' "$out" >/dev/null || fail "$(cat "$out")"
for name in "${NAMES[@]}" Zandstra Esdoornlaan Fatima fatima wijkteam Vlinderwijk; do
	! grep -qi "$name" "$out" || fail "$name is in it"
done
! grep -qE '[0-9]{4}-[0-9]{2}|06-|55501|r[0-9]+\b|[0-9a-f]{8}-[0-9a-f]{4}|999[0-9]{6}|pilot|hulp|dit blijft hier' "$out" ||
	fail "a date, number, id or free text is in it: $(cat "$out")"
in_store wijkteam "SELECT id FROM resident UNION SELECT id FROM record" >"$WORK/ids"
! grep -qFf "$WORK/ids" "$out" || fail "an id of the store is in it"
ok "no name, date, telephone number, id or text of the twelve is in it"

jq -e '[.cases[].events[] | select(.score == "3.5") | .day] | length == 12 and all(. == 0)' "$out" >/dev/null || fail "$(cat "$out")"
jq -e '[.cases[].events[] | select(.score == "8.5") | .day] | length == 12 and all(. == 142)' "$out" >/dev/null || fail "$(cat "$out")"
jq -e '[.cases[].traits | has("age")] | any | not' "$out" >/dev/null || fail "age is told: $(cat "$out")"
jq -e '[.cases[].traits.household] | all(. == "3-4")' "$out" >/dev/null || fail "$(cat "$out")"
ok "days are counted from each case's own first, and what lies between is as it was"

jq -e '[.cases[].events[].lesson // empty] == ["Vraag eerst wat iemand zelf al deed."]' "$out" >/dev/null || fail "$(cat "$out")"
jq -e '.lessons_left_out == 2' "$out" >/dev/null || fail "$(cat "$out")"
ok "of text only a lesson is told, and not one that has a name or a date"

cp "$out" "$WORK/first"
export_cases --coarsen age=none --format json
cmp -s "$WORK/first" "$out" || fail "the same again is different"
write wellbeing r4 score=9 date=2026-07-01 moment=end
refused 2 "exported before" --coarsen age=none
jq -n '{resourceType: "Patient", id: "r13", name: [{family: "Zandstra", given: ["Marten"]}], birthDate: "1948-01-01"}' >"$WORK/one.json"
as beheer wijkteam import "$WORK/one.json" --quiet
write service r13 kind=huishouden line=1 start=2026-02-02
as fatima wijkteam cohort add pilot r13 >/dev/null
refused 2 "exported before" --coarsen age=none,household=none
ok "the same again is the same; one case more or one that changed would tell of one, and is refused"

# Who objects, to whichever kind of sharing with whomever, isn't in a new cohort.
as fatima wijkteam cohort make ander --cap 30 >/dev/null
for i in $(seq 20 26); do
	jq -n --arg i "$i" '{resourceType: "Patient", id: "r\($i)", name: [{family: "Inwoner", given: ["N\($i)"]}], birthDate: "1950-01-01"}' >"$WORK/one.json"
	as beheer wijkteam import "$WORK/one.json" --quiet
	write wellbeing "r$i" score=7 date=2026-03-03
	as fatima wijkteam cohort add ander "r$i" >/dev/null
done
as fatima wijkteam consent refuse r20 --to wijkteam --kind share --category any --for learning >/dev/null
as fatima wijkteam learning export --cohort ander --format json >"$out" 2>/dev/null || fail "$(cat "$out")"
jq -e '(.cases | length == 6) and .left_out == 1' "$out" >/dev/null || fail "$(cat "$out")"
ok "who refused isn't told of"

as fg wijkteam audit who r1 >"$out"
grep -q "export" "$out" && grep -qi "learning" "$out" || fail "not in the log: $(cat "$out")"
as fg wijkteam audit who r20 >"$out"
! grep -qi "learning session" "$out" || fail "who isn't in it is in the log of it: $(cat "$out")"
as fg wijkteam audit verify >/dev/null
ok "each resident can read that they were in it, and what for"

as fatima wijkteam learning export --cohort ander >"$out" 2>/dev/null
grep -q "Case 6" "$out" && grep -q "household" "$out" || grep -q "live together" "$out" || fail "$(cat "$out")"
LC_ALL=C.UTF-8 LANGUAGE=nl as fatima wijkteam learning export --cohort ander >"$out" 2>"$WORK/error"
grep -q "Casus 6" "$out" && grep -q "1 inwoner van de pilotgroep is weggelaten" "$out" || fail "$(cat "$out")"
grep -q "Laat iemand het lezen" "$WORK/error" || fail "$(cat "$WORK/error")"
ok "it reads well on paper, in Dutch as well"
