#!/bin/bash
# Double entry: who asked and who answered have the same request in their access
# logs. A node that drops an entry, or that asks past its own log, is found when
# the two are held against each other, from either side.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200 # so that no line is wrapped
workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
view() { as fatima wijkteam view vlinderhof --for coordination >/dev/null; }
reconcile() { as fg "$1" audit reconcile "$2" --format json || true; }
# What only one has, as "EVENT missing at NODE"
orphans() { reconcile "$1" "$2" | jq -r '.orphans[] | "\(.event) missing at \(.missing_at)"' | sort | uniq -c | sed 's/^ *//'; }

view
view
sleep 2.5 # by so much their clocks may differ
reconcile wijkteam thuiszorg | jq -e '.sound and .asked == 2 and .answered == 0' >/dev/null || fail "$(reconcile wijkteam thuiszorg)"
reconcile thuiszorg wijkteam | jq -e '.sound and .asked == 0 and .answered == 2' >/dev/null || fail "$(reconcile thuiszorg wijkteam)"
as fg wijkteam audit reconcile thuiszorg | grep -q 'match since .*we asked 2 times' || fail "in words"
as fatima wijkteam audit reconcile thuiszorg 2>/dev/null && fail "a coordinator doesn't keep the log"
as fg wijkteam audit reconcile nobody 2>/dev/null && fail "no such partner"
as fg wijkteam audit reconcile thuiszorg --since yesterday 2>/dev/null && fail "no such day"
ok "two honest nodes' logs match, from either side"

# --- an erased resident's entries are no orphans ---
as fg thuiszorg audit erase tz-1 --reason "request of 1 November" --yes >/dev/null
[ -z "$(orphans wijkteam thuiszorg)" ] || fail "erased is not dropped: $(orphans wijkteam thuiszorg)"
ok "what was erased was still logged"

# --- a node that dropped what it answered ---
node_stop thuiszorg
cp -a "$NODES/thuiszorg/accesslog" "$WORK/log"
node_start thuiszorg
view
node_stop thuiszorg
rm -rf "$NODES/thuiszorg/accesslog"
cp -a "$WORK/log" "$NODES/thuiszorg/accesslog"
node_start thuiszorg
[ "$(orphans wijkteam thuiszorg)" = "1 answer missing at thuiszorg" ] || fail "dropped: $(orphans wijkteam thuiszorg)"
sleep 2.5
[ "$(orphans thuiszorg wijkteam)" = "1 answer missing at thuiszorg" ] || fail "from its own side: $(orphans thuiszorg wijkteam)"
as fg wijkteam audit reconcile thuiszorg >"$WORK/words" && fail "it is content"
grep -q 'do NOT match' "$WORK/words" || fail "$(cat "$WORK/words")"
grep -q "access logs don't match" "$NODES/wijkteam/log" || fail "the operating log says so"
ok "a node that dropped an entry is caught, and by its own officer too"

# --- a node that asks past its own log ---
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"
ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" --connections 1 --count 1 >/dev/null
sleep 2.5
orphans thuiszorg wijkteam | grep -qx '1 ask missing at wijkteam' || fail "past its log: $(orphans thuiszorg wijkteam)"
orphans wijkteam thuiszorg | grep -qx '1 ask missing at wijkteam' || fail "from its own side: $(orphans wijkteam thuiszorg)"
ok "a question that the asker's log doesn't have is named on both sides"
