#!/bin/bash
# A partner that looks for joint clients gives its points a byte at a time, over
# several connections: each is cut off, its session is neither further nor lost,
# and meanwhile others look for joint clients with the same node.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

BODY_MS=4000 DRIPS=6
NODE_LIMITS="  body_ms: $BODY_MS"
SLACK_MS=${SLOW_SLACK_MS:-1500}
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator beheer:administrator
node_declare thuiszorg "Thuiszorg De Linde" zvw \
	petra:professional beheer:administrator fg:privacy_officer
node_declare jeugdteam "Jeugdteam Noord" jeugdwet joost:coordinator
node_peers wijkteam thuiszorg
node_peers jeugdteam thuiszorg
node_identifies wijkteam thuiszorg bsn
for id in wijkteam jeugdteam; do node_identifies thuiszorg "$id" bsn; done
nodes_prepare
node_start wijkteam thuiszorg
household_import wijkteam thuiszorg
may_be_found fatima wijkteam wt-1 thuiszorg share
for kind in share secrecy_waiver; do may_be_found petra thuiszorg tz-1 wijkteam "$kind"; done

# As the youth team's node, which is slow.
slow() { # TOOL OPTION…
	tool "$1" --port "${NODE_PORT[thuiszorg]}" --certificate "$NODES/jeugdteam/node.crt" \
		--key "$NODES/jeugdteam/node.key" "${@:2}"
}
session=33333333-3333-4333-8333-333333333333
of_session() { in_store thuiszorg "SELECT $1 FROM discovery WHERE id = '$session'"; }
pieces() { in_store thuiszorg "SELECT COUNT(*) FROM discovery_piece WHERE session = '$session' AND list = 2"; }

# --- it has come to where points are due ---
IN_BACKGROUND=exec slow discover --authority "$NODES/jeugdteam/partners-ca.crt" \
	--revoked "$NODES/jeugdteam/partners.crl" --partner thuiszorg --law jeugdwet --identifier bsn \
	--session "$session" --wait-points "$WORK/go" >"$WORK/steps" 2>"$WORK/why" &
partner=$!
BACKGROUND+=("$partner")
deadline=$((SECONDS + 20))
until [ "$(of_session stage)" = committed ]; do
	[ "$SECONDS" -lt "$deadline" ] || fail "the tool doesn't come to the points: $(cat "$WORK/steps" "$WORK/why")"
	sleep 0.05
done

# --- and drips them ---
drips=()
for i in $(seq "$DRIPS"); do
	IN_BACKGROUND=exec slow drip --in body --every-ms 50 \
		--path "/v1/discovery/points?session=$session&first=0" >"$WORK/drip$i" &
	drips+=($!)
	BACKGROUND+=($!)
done
as fatima wijkteam discover thuiszorg --for coordination --format json >"$WORK/found"
[ "$(jq -r '.clients[0].handle' "$WORK/found")" = wt-1 ] || fail "others find nobody: $(cat "$WORK/found")"
for pid in "${drips[@]}"; do kill -0 "$pid" 2>/dev/null || fail "a drip ended before others were served"; done
ok "while $DRIPS connections drip points, another partner finds whom it shares"
for i in $(seq "$DRIPS"); do
	wait "${drips[i - 1]}" || fail "a drip of points was never cut off"
	after_ms=$(value cut_off_after_ms "$WORK/drip$i")
	[ "$after_ms" -ge $((BODY_MS - 300)) ] && [ "$after_ms" -le $((BODY_MS + SLACK_MS)) ] ||
		fail "points that drip are cut off after $after_ms ms, not $BODY_MS"
done
ok "points that drip are cut off"
[ "$(of_session stage)$(pieces)" = committed0 ] || fail "the session is $(of_session stage) with $(pieces) pieces"
touch "$WORK/go"
wait "$partner" || fail "the session is lost: $(cat "$WORK/why")"
grep -q '^answer=200' "$WORK/steps" || fail "the session is lost: $(cat "$WORK/steps" "$WORK/why")"
ok "its session had nothing of them, and goes on with a whole piece"
as fg thuiszorg audit verify >/dev/null || fail "the log"
