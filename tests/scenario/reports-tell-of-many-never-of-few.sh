#!/bin/bash
# Reports give figures over many residents: none over a few, none that tells of
# a few by its difference from another, and costs to who pays only. A pilot has
# as many residents as it may have.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh
. tests/people.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator marit:manager \
	dirk:director frits:financier selma:specialist vera:volunteer beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam

out=$WORK/out
people_bundle 1 24 >"$WORK/people.json"
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
! grep -qE "scaled|days-to" "$out" || fail "a financier sees how the work goes: $(cat "$out")"
report dirk 2026-01-01 2026-06-30
for word in cases days-to-first-help scaled-up wellbeing-after hours cost-old; do
	line "$word" >/dev/null || fail "a director has no $word: $(cat "$out")"
done
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

# old against new: of the same cases, by the month
pay() { as beheer wijkteam plan add cost "$1" law="$2" period="$3" way="$4" amount="$5" --quiet >/dev/null; }
report frits 2026-01-01 2026-06-30
[ "$(line compared)" = "compared,,count,,,few" ] || fail "$(cat "$out")"
[ "$(line case-month-old)" = "case-month-old,,euros-a-month,,,few" ] || fail "$(cat "$out")"
for i in $(seq 1 12); do pay "r$i" wmo 2026-Q1 new 15.00; done
for i in 1 2 3; do pay "r$i" wlz 2026-Q1 new 9000.00; done
report frits 2026-01-01 2026-06-30
[ "$(line compared)" = "compared,,count,12,12," ] || fail "$(cat "$out")"
# 100 in six months, 15 in three
[ "$(line case-month-old)" = "case-month-old,wmo,euros-a-month,16.67,12,
case-month-old,,euros-a-month,16.67,12," ] || fail "$(cat "$out")"
[ "$(line case-month-new)" = "case-month-new,wmo,euros-a-month,5.00,12,
case-month-new,,euros-a-month,5.00,12," ] || fail "$(cat "$out")"
[ "$(line cost-new)" = "cost-new,wmo,euros,180.00,12," ] || fail "$(cat "$out")"
! grep -q wlz "$out" || fail "a law under which three get help is named: $(cat "$out")"
pay r13 wmo 2026-H1 old 700.00
pay r13 wmo 2026-H1 new 700.00
report frits 2026-01-01 2026-06-30
[ "$(line compared)" = "compared,,count,,,close" ] || fail "$(cat "$out")"
[ "$(line case-month-old)" = "case-month-old,,euros-a-month,,,close" ] || fail "one more case tells by its mean: $(cat "$out")"
[ "$(line cost-old)" = "cost-old,wmo,euros,,,close" ] || fail "$(cat "$out")"
ok "old is held against new for the same cases, by the month; a law of a few isn't named, and one more case isn't told by a mean"

# hours: about residents and about nobody, of enough of them
today=$(date -u +%F)
consult() { # RESIDENT: one of a quarter of an hour
	local id
	id=$(as fatima wijkteam consultation ask "$1" "Hoe beginnen wij hiermee?" --specialist selma --quiet)
	as selma wijkteam consultation answer "$id" "Begin met wat er al goed gaat." --minutes 15 >/dev/null
}
for i in $(seq 1 8); do consult "r$i"; done
consult r8
consult -
report marit "$today" "$today"
[ "$(line hours)" = "hours,,hours,,,few" ] || fail "hours about nine are told: $(cat "$out")"
consult -
report marit "$today" "$today"
[ "$(line hours)" = "hours,,hours,2.8,10," ] || fail "$(cat "$out")"
[ "$(line consultations)" = "consultations,,count,11,10," ] || fail "$(cat "$out")"
consult r9
report marit 2026-01-01 "$today"
[ "$(line hours)" = "hours,,hours,,,close" ] || fail "one consultation more is told: $(cat "$out")"
report fatima 2026-01-01 "$today"
! grep -qE '^(hours|consultations)' "$out" || fail "a coordinator has hours"
ok "hours that were used are told from ten questions on, and not by one more"

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
