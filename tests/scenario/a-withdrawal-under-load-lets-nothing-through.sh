#!/bin/bash
# A resident withdraws consent while a partner asks without pause: once the
# withdrawal is acknowledged no fragment arrives any more, neither in an answer
# to a later query nor in one to an earlier query. The load tool withdraws
# itself, and sees at the acknowledgement which answers it has already.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

ROUNDS=${WITHDRAWAL_ROUNDS:-10}
CONNECTIONS=${WITHDRAWAL_CONNECTIONS:-16}

workplace
care_and_support
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"
cat >"$WORK/withdrawal" <<'JSON'
{"resident":"tz-1","kind":"share","state":"withdrawn","given_by":"self",
 "recipient":{"organisation":"wijkteam"},"asked":"in person"}
JSON

round() {
	consent_to thuiszorg tz-1 wijkteam give
	ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" \
		--connections "$CONNECTIONS" --seconds 1 \
		--watch '"category":"goal"' \
		--act-port "${NODE_USERS_PORT[thuiszorg]}" \
		--act-certificate "$NODES/thuiszorg/users/petra.crt" \
		--act-key "$NODES/thuiszorg/users/petra.key" \
		--act-path /v1/consents --act-body "$WORK/withdrawal" \
		--act-after-ms "$((RANDOM % 400 + 200))" >"$WORK/seen" ||
		fail "the load ended badly in round $1"
	[ "$(value with "$WORK/seen")" -gt 0 ] ||
		fail "round $1 never saw a fragment, so it shows nothing"
	[ "$(value after_act "$WORK/seen")" -gt 0 ] ||
		fail "round $1 saw no answer after the acknowledgement"
	[ "$(value with_after_act "$WORK/seen")" = 0 ] ||
		fail "round $1: $(value with_after_act "$WORK/seen") answers with a fragment came after the acknowledgement"
	[ "$(value last_with_sent_ns "$WORK/seen")" -lt "$(value acted_ns "$WORK/seen")" ] ||
		fail "round $1: asked after the acknowledgement, and got a fragment"
	with=$((with + $(value with "$WORK/seen")))
	after=$((after + $(value after_act "$WORK/seen")))
}

with=0 after=0
for number in $(seq "$ROUNDS"); do
	round "$number"
done
ok "$ROUNDS withdrawals under load on $CONNECTIONS connections: $with answers with fragments before, none among the $after after"

as fg thuiszorg audit verify >/dev/null || fail "the access log is not intact"
ok "the access log is intact"
