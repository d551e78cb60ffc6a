#!/bin/bash
# A resident withdraws consent while a partner asks without pause: no answer to
# a query that was sent after the acknowledgement holds a fragment, and none
# arrives after it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

ROUNDS=${WITHDRAWAL_ROUNDS:-5}
CONNECTIONS=${WITHDRAWAL_CONNECTIONS:-16}

workplace
care_and_support
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"
# By the load tool, so that its acknowledgement is timed to the microsecond.
cat >"$WORK/withdrawal" <<'JSON'
{"resident":"tz-1","kind":"share","state":"withdrawn","given_by":"self",
 "recipient":{"organisation":"wijkteam"},"asked":"in person"}
JSON

round() {
	local watcher acknowledged_ns
	consent_to thuiszorg tz-1 wijkteam give
	IN_BACKGROUND=exec ask_node wijkteam thuiszorg --path /v1/query --body "$WORK/query" \
		--connections "$CONNECTIONS" --watch '"category":"goal"' \
		>"$WORK/seen" &
	watcher=$!
	BACKGROUND+=("$watcher")
	sleep "0.$((RANDOM % 5 + 3))"
	ask_as petra thuiszorg --path /v1/consents --body "$WORK/withdrawal" \
		--count 1 >"$WORK/acknowledgement"
	acknowledged_ns=$(value last_received_ns "$WORK/acknowledgement")
	sleep 0.5
	kill -TERM "$watcher"
	wait "$watcher" || fail "the load ended badly in round $1"
	with=$((with + $(value with "$WORK/seen")))
	without=$((without + $(value without "$WORK/seen")))
	[ "$(value with "$WORK/seen")" -gt 0 ] ||
		fail "round $1 never saw a fragment, so it shows nothing"
	[ "$(value without "$WORK/seen")" -gt 0 ] ||
		fail "round $1 never saw the withdrawal"
	[ "$(value last_with_sent_ns "$WORK/seen")" -lt "$acknowledged_ns" ] ||
		fail "round $1: asked after the acknowledgement, and got a fragment"
	[ "$(value last_with_received_ns "$WORK/seen")" -lt "$acknowledged_ns" ] ||
		fail "round $1: a fragment arrived after the acknowledgement"
}

with=0 without=0
for number in $(seq "$ROUNDS"); do
	round "$number"
done
ok "$ROUNDS withdrawals under load on $CONNECTIONS connections: $with answers with fragments before, 0 asked or received after, $without without"

as fg thuiszorg audit verify >/dev/null || fail "the access log is not intact"
ok "the access log is intact"
