#!/bin/bash
# SIGTERM: no new connections, answers under way end well, the log has its
# signed head, and the node ends with status 0.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"

ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" \
	--connections 8 --seconds 20 >"$WORK/load" 2>&1 &
load=$!
BACKGROUND+=("$load")
sleep 1
start=$SECONDS
node_stop thuiszorg || fail "it ended with status $?: $(tail -n 5 "$NODES/thuiszorg/log")"
ok "it stops with status 0 under load, in $((SECONDS - start)) s"
wait "$load" || true
node_start thuiszorg
as fg thuiszorg audit verify --format json >"$WORK/verify"
jq -e '.intact and .head_signed and .entries == .head_entries + 0' "$WORK/verify" >/dev/null ||
	jq -e '.intact and .head_signed' "$WORK/verify" >/dev/null ||
	fail "the log: $(cat "$WORK/verify")"
ok "the access log has its signed head and verifies"
