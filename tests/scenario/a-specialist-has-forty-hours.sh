#!/bin/bash
# Workers ask specialists of their own organisation, about a resident or about
# nobody; the answer is wanted within five working days, and its minutes are
# booked on forty hours a half-year: with a warning, then not at all, however
# many book at once. None of it reaches a partner.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
	fatima:coordinator bram:professional selma:specialist sem:specialist \
	mo:manager beheer:administrator fg:privacy_officer
node_declare thuiszorg "Thuiszorg De Linde" zvw \
	petra:professional beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam thuiszorg
as beheer wijkteam import tests/fixtures/household/wijkteam.json --quiet
as beheer thuiszorg import tests/fixtures/household/thuiszorg.json --quiet
link fatima wt-1@wijkteam petra tz-1@thuiszorg

out=$WORK/out
question="Hoe praten we over het drinken?"
# refuses CODE WORDS USER COMMAND…: at the district team, with that exit status and those words
refuses() {
	local code=$1 words=$2 status=0
	shift 2
	as "$1" wijkteam "${@:2}" >"$out" 2>&1 || status=$?
	[ "$status" -eq "$code" ] || fail "exit $status instead of $code: $* $(cat "$out")"
	tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF -- "$words" ||
		fail "no '$words' in: $(cat "$out")"
}
has() { grep -qE -- "$1" "$out" || fail "no '$1' in: $(cat "$out")"; }
hasnt() { ! grep -qE -- "$1" "$out" || fail "'$1' in: $(cat "$out")"; }
team() { as "$1" wijkteam "${@:2}" >"$out"; }
period() { date -u +%Y-%m-%d | awk -F- '{ print $1 "-" ($2 > 6 ? 2 : 1) }'; }
before=$(period)

refuses 1 "--specialist USER" fatima consultation ask wt-1 "$question"
refuses 2 "no specialist" fatima consultation ask wt-1 "$question" --specialist bram
refuses 2 "no resident" fatima consultation ask wt-999 "$question" --specialist selma
refuses 2 "without a BSN" fatima consultation ask - "Wat doen we met 999912340 nu?" --specialist selma
refuses 2 "one line of 10" fatima consultation ask wt-1 "hoe?" --specialist selma
refuses 3 "" fg consultation ask wt-1 "$question" --specialist selma
refuses 3 "" fatima hours add 30 --reason "overleg op school"
refuses 2 "half-year" fatima hours show --period 2026-3
refuses 1 "number" selma hours add half --reason "overleg op school"
ok "a question to nobody, about nobody known, with a BSN or without words is refused, and says what is wrong"

id=$(as fatima wijkteam consultation ask wt-1 "$question" --specialist selma --quiet)
anonymous=$(as bram wijkteam consultation ask - - --specialist selma --quiet <<<"Wat werkt bij een gezin dat niet open doet?")
refuses 2 "no consultation that you are asked" sem consultation answer "$id" "Begin met wat goed gaat." --minutes 30
refuses 2 "no consultation that you are asked" sem consultation answer 00000000 "Begin met wat goed gaat." --minutes 30
refuses 1 "--minutes NUMBER" selma consultation answer "$id" "Begin met wat goed gaat."
refuses 2 "/minutes" selma consultation answer "$id" "Begin met wat goed gaat." --minutes 0
team sem consultation list
hasnt "${id:0:8}"
team selma consultation list
has "About +wt-1"
has "About +nobody"
has "waits, an answer is wanted by"
team selma consultation list --late
hasnt "${id:0:8}"
ok "only who asked and who is asked read it"

team selma consultation answer "${id:0:8}" "Begin met wat goed gaat." --minutes 45
has "0 h 45 min"
hasnt "left in"
refuses 2 "answered already" selma consultation answer "$id" "Of toch anders, denk ik." --minutes 5
team fatima consultation list
has "Begin met wat goed gaat"
has "answered after 0 working days"
ok "an answer is final, and its minutes are booked with it"

node_stop wijkteam
sqlite3 "$NODES/wijkteam/data/eenplan.db" \
	"UPDATE consultation SET due_day = due_day - 30, asked_ms = asked_ms - 30 * 86400000 WHERE id = '$anonymous'"
node_start wijkteam
team selma consultation list --late
has "LATE: an answer was wanted by"
hasnt "${id:0:8}"
LC_ALL=C.UTF-8 LANGUAGE=nl team selma consultation list --open
has "TE LAAT"
ok "what isn't answered within its working days is marked late, in Dutch as well"

team selma hours add 1440 --reason "overleg op school"
hasnt "left in"
team selma hours add 435 --reason "overleg met de huisarts"
has "selma has 8 h 00 min left in $before, of 40 h 00 min"
team fatima hours show selma
has "8 h 00 min"
hasnt "huisarts"
team mo hours show selma
has "huisarts"
has "consultation ${id:0:8}"
refuses 2 "There are hours again from" selma consultation answer "$anonymous" "Bel samen met de huisarts aan." --minutes 481
has "hours.per_half_year"
team selma consultation list --open
has "${anonymous:0:8}"
ok "from 32 hours there is a warning, and what is more than 40 is refused with its answer"

# Twelve at once of 60 minutes, where eight fit.
pids=()
for n in $(seq 12); do
	as selma wijkteam hours add 60 --reason "overleg nummer $n van velen" >"$WORK/add.$n" 2>&1 &
	pids+=($!)
done
booked=0
for pid in "${pids[@]}"; do wait "$pid" && booked=$((booked + 1)) || true; done
[ "$booked" = 8 ] || fail "$booked of 12 were booked instead of 8: $(cat "$WORK"/add.*)"
[ "$(in_store wijkteam "SELECT SUM(minutes) FROM hours_line WHERE specialist = 'selma'")" = 2400 ] ||
	fail "not 40 hours"
[ "$(cat "$WORK"/add.* | tr '\n' ' ' | tr -s ' ' | grep -o "There are hours again" | wc -l)" = 4 ] ||
	fail "$(cat "$WORK"/add.*)"
refuses 2 "has no hours left" bram consultation ask wt-1 "$question" --specialist selma
ok "of bookings at the same time that don't fit together, exactly those that fit are made"

refuses 2 "takes off more" sem hours correct 1 --reason "per ongeluk geboekt"
team selma hours correct 60 --reason "per ongeluk dubbel geboekt"
has "1 h 00 min"
team selma hours show selma
has "-1 h 00 min +per ongeluk dubbel geboekt"
team selma consultation answer "$anonymous" "Bel samen met de huisarts aan." --minutes 60
ok "a correction is a line of its own, with its reason"

cp "$NODES/wijkteam/policy/nl-national.policy" "$WORK/pack"
sed -i '/^rule NL-O7 /,/^  valid/d' "$NODES/wijkteam/policy/nl-national.policy"
node_stop wijkteam
node_start wijkteam
refuses 3 "may not see" fatima consultation ask wt-1 "$question" --specialist sem
team selma consultation list
hasnt "${id:0:8}"
has "${anonymous:0:8}"
cp "$WORK/pack" "$NODES/wijkteam/policy/nl-national.policy"
ok "without the rule for it nobody asks about a resident, nor reads what was asked"

printf 'hours:\n  per_half_year: 41\n' >>"$NODES/wijkteam/node.yaml"
node_stop wijkteam
node_start wijkteam
team sem hours add 30 --reason "overleg op school"
team selma hours add 60 --reason "overleg op school"
refuses 2 "41 h 00 min" selma hours add 1 --reason "overleg op school"
ok "the configuration can give more"

grep -rq "drinken" "$NODES/thuiszorg" && fail "a question reached a partner"
consent_to thuiszorg tz-1 wijkteam give
as fatima wijkteam view vlinderhof --for coordination --format json >"$out" || [ $? -eq 6 ]
hasnt "drinken"
grep -q "drinken" "$NODES/wijkteam/log" && fail "a question is in the log"
team fg audit who wt-1 --format json
has '"purpose": *"consultation"'
has selma
has '"consultation"'
as fg wijkteam audit verify >/dev/null
ok "the access log of the resident has who asked and who answered; no partner, view or log line has a word of it"

node_kill wijkteam
node_start wijkteam
[ "$(in_store wijkteam "SELECT SUM(minutes) FROM hours_line WHERE specialist = 'selma'")" = 2460 ] ||
	fail "hours were lost"
ok "after kill -9 every hour is there"
