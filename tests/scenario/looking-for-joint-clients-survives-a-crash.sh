#!/bin/bash
# Either node is killed at every stage of looking for joint clients: the same
# command goes on where it was, and finds the same, once. A partner that goes away
# after it could know is shown so, and gets no second run.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=220
workplace
finders_declare
# Far away, so that every stage lasts.
free_port
NODE_RELAY_PORT[thuiszorg]=$FREE_PORT
nodes_prepare
node_start wijkteam thuiszorg
IN_BACKGROUND=exec tool relay "${NODE_RELAY_PORT[thuiszorg]}" "${NODE_PORT[thuiszorg]}" 300 >"$WORK/relay" &
BACKGROUND+=($!)
until grep -q ready "$WORK/relay"; do sleep 0.02; done
household_import wijkteam thuiszorg
may_be_found fatima wijkteam wt-1 thuiszorg share
may_be_found petra thuiszorg tz-1 wijkteam share
may_be_found petra thuiszorg tz-1 wijkteam secrecy_waiver

ours() { in_store wijkteam "SELECT $1 FROM discovery ORDER BY begun_ms DESC LIMIT 1"; }
again() {
	local id
	for id in wijkteam thuiszorg; do
		sqlite3 "$NODES/$id/data/eenplan.db" "UPDATE discovery SET known_ms = 1 WHERE known_ms > 0"
	done
}
discover() { as fatima wijkteam discover thuiszorg --for coordination --format json; }
wait_for() { # STAGE of our session
	local deadline=$((SECONDS + 30))
	until [ "$(ours stage)" = "$1" ]; do
		[ "$SECONDS" -lt "$deadline" ] || fail "never $1, but $(ours stage)"
		sleep 0.02
	done
}

for stage in drafted agreed committed given; do
	for victim in thuiszorg wijkteam; do
		again
		discover >"$WORK/first" 2>&1 &
		first=$!
		wait_for "$stage"
		session=$(ours id)
		node_kill "$victim"
		wait "$first" && fail "$stage, $victim killed: and yet it was done"
		if [ "$stage-$victim" = given-thuiszorg ]; then
			as fatima wijkteam discover list | grep -q "the partner may know, this organisation doesn't" ||
				fail "a partner that goes away after it could know is shown so"
		fi
		node_start "$victim"
		discover >"$WORK/then" 2>"$WORK/why" || fail "$stage, $victim killed: $(cat "$WORK/why")"
		[ "$(jq -r '.clients[0].handle' "$WORK/then")" = wt-1 ] || fail "$stage, $victim killed: $(cat "$WORK/then")"
		[ "$(jq -r .session "$WORK/then")" = "$session" ] || fail "$stage, $victim killed: another session"
		[ "$(jq -r .stage "$WORK/then")" = closed ] || fail "$stage, $victim killed: $(cat "$WORK/then")"
		ok "killed when it was $stage, $victim goes on where it was"
	done
done
[ "$(in_store wijkteam "SELECT COUNT(*) FROM link")$(in_store thuiszorg "SELECT COUNT(*) FROM link")" = 11 ] || fail "one link, whatever happened"
for id in wijkteam thuiszorg; do
	nothing_secret "$id"
	as fg "$id" audit verify >/dev/null || fail "the log of $id"
done
ok "one link, no secret, and both logs are whole"
