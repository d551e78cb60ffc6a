#!/bin/bash
# Reading the database beside a running node, as a backup does, costs nothing
# that was acknowledged: the node's locks keep the reader from taking itself for
# the last one and removing the write-ahead log.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
database=$NODES/thuiszorg/data/eenplan.db

# Not read-only: a reader that may write would clear up behind itself.
read_beside() { sqlite3 "$database" "SELECT count(*) FROM resident" >/dev/null; }
holds_its_files() {
	! ls -l "/proc/${NODE_PID[thuiszorg]}/fd" | grep -q 'eenplan.db.*(deleted)' ||
		fail "$1, a reader took the node's files away"
}

read_beside
holds_its_files "after the start"
kill -HUP "${NODE_PID[thuiszorg]}"
as petra thuiszorg status >/dev/null
read_beside
sqlite3 "$database" ".backup $WORK/backup.db"
holds_its_files "after a reload"
ok "a reader leaves the files of a running node alone"

consent_to thuiszorg tz-1 wijkteam give
consent_to thuiszorg tz-1 wijkteam withdraw
read_beside
node_kill thuiszorg
node_start thuiszorg
[ "$(as petra thuiszorg consent list tz-1 --format json | jq '[.consents[] | select(.state == "withdrawn")] | length')" = 2 ] ||
	fail "an acknowledged withdrawal is gone"
ok "what was acknowledged beside a reader is there after kill -9"
[ "$(sqlite3 "$WORK/backup.db" "PRAGMA integrity_check; SELECT count(*) > 0 FROM record")" = "$(printf 'ok\n1')" ] ||
	fail "the backup isn't whole"
ok "and the backup is whole"
