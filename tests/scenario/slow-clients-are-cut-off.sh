#!/bin/bash
# A client that drips one byte at a time is cut off in the hello, the header
# and the body; plain text gets no answer; too many connections are refused;
# and meanwhile others are served.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

HELLO_MS=1500 HEADER_MS=2000 BODY_MS=2500 CAP=24
NODE_LIMITS="  hello_ms: $HELLO_MS
  header_ms: $HEADER_MS
  body_ms: $BODY_MS
  connections: $CAP"
SLACK_MS=${SLOW_SLACK_MS:-1500}

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"

drip() {
	tool drip --port "${NODE_PORT[thuiszorg]}" \
		--certificate "$NODES/wijkteam/node.crt" \
		--key "$NODES/wijkteam/node.key" "$@"
}

served() {
	ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" "$@" >"$WORK/seen"
}

declare -A limit_ms=([hello]=$HELLO_MS [header]=$HEADER_MS [body]=$BODY_MS)
for place in hello header body; do
	IN_BACKGROUND=exec drip --in "$place" --every-ms 50 >"$WORK/$place" &
	BACKGROUND+=($!)
done
served --connections 4 --count 400
ok "while three clients drip, others are served ($(value requests_per_s "$WORK/seen") queries/s)"
for place in hello header body; do
	wait "${BACKGROUND[0]}" || fail "a drip in the $place was never cut off"
	BACKGROUND=("${BACKGROUND[@]:1}")
	after_ms=$(value cut_off_after_ms "$WORK/$place")
	[ "$after_ms" -ge $((limit_ms[$place] - 300)) ] ||
		fail "a drip in the $place was cut off after $after_ms ms already"
	[ "$after_ms" -le $((limit_ms[$place] + SLACK_MS)) ] ||
		fail "a drip in the $place was cut off only after $after_ms ms"
	ok "a drip in the $place is cut off after $after_ms ms (limit ${limit_ms[$place]})"
done

drip --plain --patience-ms 3000 >"$WORK/plain" ||
	fail "plain text got an answer in plain text"
ok "a request in plain text gets no answer ($(value plain_answer "$WORK/plain"))"

tool load --port "${NODE_PORT[thuiszorg]}" --count 1 >"$WORK/seen" 2>&1 &&
	fail "a client without a certificate got an answer"
ok "a client without a certificate gets no answer"

IN_BACKGROUND=exec ask_node wijkteam thuiszorg --idle --connections "$CAP" >"$WORK/idle" &
idle=$!
BACKGROUND+=("$idle")
for _ in $(seq 100); do
	[ -z "$(value holding "$WORK/idle")" ] || break
	sleep 0.1
done
[ "$(value holding "$WORK/idle")" = "$CAP" ] || fail "$CAP connections were not held"
! served --count 1 2>/dev/null || fail "one more than $CAP connections was served"
ok "with $CAP connections open, one more is refused"
kill -TERM "$idle"
wait "$idle" || fail "a connection that was held got lost"
for _ in $(seq 50); do
	served --count 1 2>/dev/null && break
	sleep 0.1
done
served --count 1 || fail "nobody is served after the connections went"
ok "when they go, others are served again"
