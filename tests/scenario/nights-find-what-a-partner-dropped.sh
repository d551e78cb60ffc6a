#!/bin/bash
# Every night each node holds its access log of the day before against its
# partners', by itself: what one of them dropped is found, named in the operating
# log and kept for the privacy officer. A node that was off, or a partner that
# couldn't be reached, leaves no day out.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200 # so that no line is wrapped
workplace
node_says wijkteam log "reconcile_hour: 0"
node_says thuiszorg log "reconcile_hour: 0"
care_and_support
consent_to thuiszorg tz-1 wijkteam give
view() { as fatima wijkteam view vlinderhof --for coordination >/dev/null; }
nights() { as fg "$1" audit reconcile --format json || true; }
# until_so SECONDS SENTENCE COMMAND…
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.2
	done
}
day() { date -u -d "$1 days" +%F; }
has_done() { nights "$1" | jq -e --arg day "$2" '.nights[0].day == $day and (.nights[0] | has("trouble") | not)' >/dev/null; }

# --- a day that isn't over isn't compared ---
view
view
sleep 1
nights wijkteam | jq -e '.sound and .hour == 0 and .orphans == []' >/dev/null || fail "$(nights wijkteam)"
has_done wijkteam "$(day 0)" && fail "today isn't over"
as fatima wijkteam audit reconcile 2>/dev/null && fail "a coordinator doesn't keep the log"
as fg wijkteam audit reconcile --since 2026-11-01 2>/dev/null && fail "a day goes with a partner"
ok "a day that isn't over isn't compared"

# --- the night after: what was answered, and then dropped, is found ---
node_stop thuiszorg
cp -a "$NODES/thuiszorg/accesslog" "$WORK/log"
node_start thuiszorg
view
node_stop wijkteam thuiszorg
rm -rf "$NODES/thuiszorg/accesslog"
cp -a "$WORK/log" "$NODES/thuiszorg/accesslog"
clock_ahead 1
node_start thuiszorg wijkteam
until_so 20 "the night's work at the asker" has_done wijkteam "$(day 0)"
# whose partner wasn't there yet
is_undone() { nights "$1" | jq -e '.nights[0].trouble == "unreachable"' >/dev/null; }
until_so 20 "that the partner wasn't there is known" is_undone thuiszorg
node_stop thuiszorg
clock_ahead 1 15
node_start thuiszorg
until_so 20 "the night's work at the answerer" has_done thuiszorg "$(day 0)"
for id in wijkteam thuiszorg; do
	nights "$id" | jq -e '[.orphans[] | [.event, .missing_at]] == [["answer", "thuiszorg"]] and .nights[0].orphans == 1 and .known == 1 and (.sound | not)' >/dev/null ||
		fail "at $id: $(nights "$id")"
	grep -q "access logs don't match.*orphans=1" "$NODES/$id/log" || fail "the operating log of $id says so"
done
nights wijkteam | jq -e '.nights[0].asked == 3 and .nights[0].answered == 0' >/dev/null || fail "three were asked: $(nights wijkteam)"
as fg wijkteam audit reconcile >"$WORK/words" && fail "it is content"
grep -q 'that it was answered.*thuiszorg' "$WORK/words" || fail "$(cat "$WORK/words")"
as fg wijkteam status >"$WORK/status" || true
grep -q '1 request is in only one' "$WORK/status" || fail "$(cat "$WORK/status")"
ok "a node that dropped an entry is caught by the night, on both sides"

# --- what was compared isn't done again ---
before=$(grep -c "access logs don't match" "$NODES/wijkteam/log")
node_stop wijkteam
node_start wijkteam
sleep 1
[ "$(grep -c "access logs don't match" "$NODES/wijkteam/log")" = "$before" ] || fail "it was done again"
ok "a restart knows how far it got"

# --- nobody there: tried again, and no day left out ---
view
view
node_stop wijkteam thuiszorg
clock_ahead 4
undone=$(grep -c "access log couldn't be held against a partner's" "$NODES/wijkteam/log" || true)
node_start wijkteam
until_so 20 "that the partner isn't there is known" is_undone wijkteam
[ "$(grep -c "access log couldn't be held against a partner's.*unreachable" "$NODES/wijkteam/log")" = $((undone + 1)) ] || fail "said once, not at each try"
as fg wijkteam status | grep -q 'not compared with 1' || fail "$(as fg wijkteam status)"
node_start thuiszorg
until_so 20 "it did all days" has_done thuiszorg "$(day 3)"
node_stop wijkteam
clock_ahead 5
node_start wijkteam
until_so 20 "it did all days" has_done wijkteam "$(day 4)"
nights wijkteam | jq -e '.known == 1' >/dev/null || fail "two honest days add nothing: $(nights wijkteam)"
as fg wijkteam status | grep -q 'not compared' && fail "all is compared: $(as fg wijkteam status)"
as fg wijkteam status | grep -q 'is in only one' || fail "told for a week: $(as fg wijkteam status)"
node_stop wijkteam thuiszorg
tool entries --database "$NODES/wijkteam/data/eenplan.db" --key-file "$NODES/wijkteam/store.key" \
	--folder "$NODES/wijkteam/accesslog" --node wijkteam --key "$NODES/wijkteam/node.key" --event audit >"$WORK/entries"
[ "$(grep -c ' audit - ok ' "$WORK/entries")" -ge 6 ] || fail "each day's is logged: $(cat "$WORK/entries")"
ok "days on which a partner couldn't be reached are compared later"
