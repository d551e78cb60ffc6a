#!/bin/bash
# When the access log's file is full it goes on in a new one, and stays one log: to
# verify, to ask who has seen a resident, to prove an entry, over restarts and
# kills. A full file that is kept elsewhere, or was cut off, is named.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh
. tests/people.sh

export COLUMNS=200
PEOPLE=2500 # an entry of the log each, so more than a megabyte

workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
	fatima:coordinator beheer:administrator fg:privacy_officer
node_says wijkteam log "part_mb: 1"
nodes_prepare
node_start wijkteam

LOG=$NODES/wijkteam/accesslog
FIRST=access.log.000000000000000
verify() { as fg wijkteam audit verify --format json || true; }
is_intact() { verify | jq -e .intact >/dev/null; }
full_files() { find "$LOG" -name 'access.log.*' | wc -l; }
# has_files COUNT: of full ones, soon
has_files() {
	local deadline=$((SECONDS + 30))
	until [ "$(full_files)" -ge "$1" ]; do
		[ "$SECONDS" -lt "$deadline" ] || fail "no $1 full files: $(ls "$LOG")"
		sleep 0.1
	done
}
import_people() {
	people_bundle "$1" "$2" >"$WORK/people.json"
	as beheer wijkteam import "$WORK/people.json" --quiet
}

import_people 1 "$PEOPLE"
has_files 1
[ "$(stat -c %a "$LOG/$FIRST")" = 400 ] || fail "a full file can be written to"
grep -q 'access log goes on in a new file' "$NODES/wijkteam/log" || fail "the node says so"
import_people "$((PEOPLE + 1))" "$((PEOPLE + 5))"
is_intact || fail "it is one log: $(verify)"
verify | jq -e ".entries >= $((PEOPLE + 5))" >/dev/null || fail "all entries: $(verify)"
as fg wijkteam audit who r1 >"$WORK/who"
grep -q 'imported: done' "$WORK/who" || fail "who has seen one of the first file: $(cat "$WORK/who")"
ok "the log goes on in a new file, and is one log"

import_people "$((PEOPLE + 6))" "$((2 * PEOPLE))" 2>/dev/null &
importing=$!
sleep 0.3
node_kill wijkteam
wait "$importing" || true
node_start wijkteam
import_people "$((PEOPLE + 6))" "$((2 * PEOPLE))"
has_files 2
node_stop wijkteam
node_start wijkteam
is_intact || fail "after a kill and a restart: $(verify)"
ok "over a kill and restarts, too"

mv "$LOG/$FIRST" "$WORK/elsewhere"
verify | jq -e '(.intact | not) and .first_bad == 0 and (.fault | contains("missing or was cut off"))' >/dev/null ||
	fail "what is kept elsewhere is missed: $(verify)"
as fg wijkteam audit who r1 >/dev/null 2>"$WORK/why" && fail "who is told from half a log"
node_stop wijkteam
node_start wijkteam
import_people "$((2 * PEOPLE + 1))" "$((2 * PEOPLE + 1))"
mv "$WORK/elsewhere" "$LOG/$FIRST"
is_intact || fail "it is put back: $(verify)"
ok "a full file can be kept elsewhere: the node goes on, who reads that far is told"

chmod u+w "$LOG/$FIRST"
truncate -s -100 "$LOG/$FIRST"
verify | jq -e '(.intact | not) and .first_bad > 0 and (.fault | contains("missing or was cut off"))' >/dev/null ||
	fail "a full file that was cut off is named: $(verify)"
ok "a full file that was cut off is named"
