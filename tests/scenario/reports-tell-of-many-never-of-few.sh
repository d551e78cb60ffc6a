#!/bin/bash
# Reports give figures over many residents: none over a few, none that tells of
# a few by its difference from another, and costs to who pays only. A pilot has
# as many residents as it may have.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator marit:manager \
	frits:financier vera:volunteer beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam

out=$WORK/out
residents() { # FIRST LAST: invented people as a FHIR bundle
	local i between=
	printf '{"resourceType":"Bundle","type":"collection","entry":['
	for ((i = $1; i <= $2; i++)); do
		printf '%s{"resource":{"resourceType":"Patient","id":"r%d","name":[{"text":"Inwoner %d"}],"birthDate":"1950-01-01"}}' "$between" "$i" "$i"
		between=,
	done
	printf ']}'
}
residents 1 24 >"$WORK/people.json"
as beheer wijkteam import "$WORK/people.json" --quiet

write() { as fatima wijkteam plan add "$@" --quiet >/dev/null; }
for i in $(seq 1 12); do
	write involvement "r$i" role=consulent contact=088 since=2026-01-10
	write service "r$i" kind=huishouden line=1 start=2026-01-20
	write wellbeing "r$i" score=3.5 date=2026-01-10 moment=start
	write wellbeing "r$i" score=8.5 date=2026-06-01 moment=end
	as beheer wijkteam plan add cost "r$i" law=wmo period=2026-H1 way=old amount=100.00 --quiet >/dev/null
done
for i in 1 2 3; do write referral "r$i" kind=indicated to=ggz informed=yes date=2026-02-01; done

report() { as "$1" wijkteam report --from "$2" --until "$3" "${@:4}" --format csv >"$out"; }
line() { grep "^$1," "$out"; }

report fatima 2026-01-01 2026-06-30
[ "$(line cases)" = "cases,,count,12,12," ] || fail "$(cat "$out")"
[ "$(line days-to-first-help)" = "days-to-first-help,,days,10.0,12," ] || fail "$(cat "$out")"
[ "$(line wellbeing-before)" = "wellbeing-before,,score,3.5,12," ] || fail "$(cat "$out")"
[ "$(line wellbeing-after)" = "wellbeing-after,,score,8.5,12," ] || fail "$(cat "$out")"
ok "a report over a period has its figures: cases, days to first help, wellbeing before and after"

[ "$(line referred-indicated)" = "referred-indicated,,count,,,few" ] || fail "$(cat "$out")"
[ "$(line scaled-up)" = "scaled-up,,count,,,few" ] || fail "$(cat "$out")"
! grep -q cost "$out" || fail "a coordinator sees costs"
ok "three residents and none look the same: few; and a coordinator gets no costs"

report frits 2026-01-01 2026-06-30
[ "$(line cost-old)" = "cost-old,wmo,euros,1200.00,12," ] || fail "$(cat "$out")"
as vera wijkteam report --from 2026-01-01 --until 2026-06-30 >"$out" 2>&1 && fail "a volunteer gets a report"
as fg wijkteam report --from 2026-01-01 --until 2026-06-30 >"$out" 2>&1 && fail "a privacy officer gets a report"
ok "who pays sees the cost by law; others no report at all"

# one more resident: the difference would be theirs alone
write involvement r13 role=consulent contact=088 since=2026-02-10
report marit 2026-01-01 2026-06-30
[ "$(line cases)" = "cases,,count,,,close" ] || fail "$(cat "$out")"
report marit 2026-01-01 2026-07-31
[ "$(line cases)" = "cases,,count,,,close" ] || fail "another period tells: $(cat "$out")"
report marit 2026-01-01 2026-06-30
[ "$(line wellbeing-after)" = "wellbeing-after,,score,8.5,12," ] || fail "the same figure isn't given again: $(cat "$out")"
as fatima wijkteam cohort make all --cap 100 >/dev/null
for i in $(seq 1 13); do as fatima wijkteam cohort add all "r$i" >/dev/null; done
report marit 2026-01-01 2026-06-30 --cohort all
[ "$(line cases)" = "cases,,count,,,close" ] || fail "a cohort tells: $(cat "$out")"
# one figure of one of the twelve changes
write wellbeing r1 score=1.0 date=2026-06-15 moment=end
report marit 2026-01-01 2026-06-30
[ "$(line wellbeing-after)" = "wellbeing-after,,score,,,close" ] || fail "a changed score tells: $(cat "$out")"
for i in $(seq 14 22); do write involvement "r$i" role=consulent contact=088 since=2026-02-10; done
report marit 2026-01-01 2026-06-30
[ "$(line cases)" = "cases,,count,22,22," ] || fail "ten more aren't counted: $(cat "$out")"
ok "no second report tells by its difference of fewer than ten: not by another period, cohort or a changed record"

as fatima wijkteam cohort make pilot >/dev/null
for i in $(seq 1 10); do as fatima wijkteam cohort add pilot "r$i" >/dev/null; done
as fatima wijkteam cohort add pilot r11 >"$out" 2>&1 && fail "an eleventh got in"
grep -q "is full" "$out" || fail "$(cat "$out")"
as fatima wijkteam cohort make pilot >"$out" 2>&1 && fail "two cohorts of one name"
as fatima wijkteam cohort list >"$out"
grep -q "pilot *10 of 10" "$out" || fail "$(cat "$out")"
ok "a pilot's cohort is capped at ten"

as marit wijkteam report --from 2026-06-30 --until 2026-01-01 >"$out" 2>&1 && fail "a period backwards"
grep -q "not before the first" "$out" || fail "$(cat "$out")"
as marit wijkteam report --from 2026-01-01 --until 2026-06-30 --cohort nobody >"$out" 2>&1 && fail "a cohort of nobody"
grep -q "no cohort" "$out" || fail "$(cat "$out")"
as marit wijkteam report --from 2026-01-01 >"$out" 2>&1 && fail "no end"
ok "bad input says what is wrong"

[ -z "$(sqlite3 -readonly "$NODES/wijkteam/data/eenplan.db" "SELECT 1 FROM report_set s, resident r WHERE instr(s.members, r.id) > 0 LIMIT 1")" ] ||
	fail "what was given out names residents"
as fg wijkteam audit verify >/dev/null
LC_ALL=C.UTF-8 LANGUAGE=nl as marit wijkteam report --from 2026-01-01 --until 2026-06-30 >"$out"
grep -q "Rapport van 1.*2026 tot en met" "$out" || fail "$(cat "$out")"
grep -q "minder dan 10 inwoners" "$out" || fail "$(cat "$out")"
ok "the store keeps no names with it, the log is intact, and it speaks Dutch"
