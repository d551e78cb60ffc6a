#!/bin/bash
# A resident is erased from the access log by destroying their keys, at once by
# the privacy officer and by itself after the retention. Nobody reads what was
# about them any more, also not from the files; the log is still proved, and
# everybody else's entries are read as before.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200 # so that no line is wrapped
workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
as fatima wijkteam view vlinderhof --for coordination >/dev/null

who() { as fg thuiszorg audit who "$1" --format json; }
verify() { as fg thuiszorg audit verify --format json; }
change_store() { sqlite3 "$NODES/thuiszorg/data/eenplan.db" "$1"; }
erase() { as fg thuiszorg audit erase "$@"; }

# --- only with a reason, by the officer, who is asked ---
erase tz-1 --yes 2>/dev/null && fail "erased without a reason"
erase tz-1 --reason "request of 1 November" 2>"$WORK/asked" </dev/null >/dev/null && fail "erased without an answer"
grep -q 'no terminal to ask on' "$WORK/asked" || fail "$(cat "$WORK/asked")"
as petra thuiszorg audit erase tz-1 --reason "request of 1 November" --yes 2>/dev/null && fail "a professional erases nothing"
erase nobody --reason "request of 1 November" --yes 2>/dev/null && fail "erased whom nobody knows"
[ "$(who tz-1 | jq '[.entries[] | select(.event == "answer")] | length')" -ge 1 ] || fail "the partner's question is in the log"
verify | jq -e '.intact and .erased == 0 and .unknown == 0' >/dev/null || fail "verify: $(verify)"
ok "nothing is erased without a reason, without being asked, or by others"

# --- for ever ---
before=$(who tz-1 | jq '.entries | length')
key=$(in_store thuiszorg "SELECT hex(log_key) FROM resident WHERE handle = 'tz-1'")
erase tz-1 --reason "request of 1 November, granted" --yes >"$WORK/erased"
grep -q "tz-1 is erased from the access log: $((before + 1)) entries" "$WORK/erased" || fail "$before before: $(cat "$WORK/erased")"
who tz-1 | jq -e '[.entries[].event] == ["erase"]' >/dev/null || fail "only that it was erased is left: $(who tz-1)"
# the log has it under the new key, and verify counts
verify | jq -e --argjson n "$((before + 1))" '.intact and .erased == $n and .unknown == 0' >/dev/null || fail "verify: $(verify)"
as fg thuiszorg audit verify >"$WORK/verify"
grep -q "$((before + 1)) entries are erased" "$WORK/verify" || fail "$(cat "$WORK/verify")"
for file in eenplan.db eenplan.db-wal; do
	[ ! -e "$NODES/thuiszorg/data/$file" ] || ! od -An -tx1 -v "$NODES/thuiszorg/data/$file" | tr -d ' \n' | grep -qi "$key" ||
		fail "the key is still in $file"
done
ok "what was about one resident is gone, from the files as well, and the log is proved"

# --- and nothing else ---
as fatima wijkteam view vlinderhof --for coordination >/dev/null
who tz-1 | jq -e '[.entries[] | select(.event == "answer")] | length == 1' >/dev/null || fail "what comes after it is logged"
as petra thuiszorg consent verify tz-1 >/dev/null 2>&1 && fail "a professional doesn't verify"
as fg thuiszorg consent verify tz-1 >"$WORK/chain" || fail "the consents are still proved: $(cat "$WORK/chain")"
node_stop thuiszorg
node_start thuiszorg
verify | jq -e '.intact and .erased > 0 and .unknown == 0' >/dev/null || fail "after a restart: $(verify)"
ok "what comes after it is logged under another key, and a restart changes nothing"

# --- a key a year, and none for too long ---
node_stop thuiszorg
old=$(in_store thuiszorg "SELECT log_key_id FROM resident WHERE handle = 'tz-1'")
change_store "UPDATE resident SET log_key_ms = 1"
node_start thuiszorg
until [ "$(in_store thuiszorg "SELECT COUNT(*) FROM past_log_key WHERE id = '$old'")" = 1 ]; do sleep 0.1; done
who tz-1 | jq -e '[.entries[] | select(.event == "answer")] | length == 1' >/dev/null || fail "the earlier key still opens what it sealed"
node_stop thuiszorg
change_store "UPDATE past_log_key SET ended_ms = ended_ms - 5 * 365 * 86400000 WHERE log_key IS NOT NULL"
node_start thuiszorg
sleep 0.5
who tz-1 | jq -e '[.entries[] | select(.event == "answer")] | length == 1' >/dev/null || fail "five years aren't over yet"
node_stop thuiszorg
change_store "UPDATE past_log_key SET ended_ms = ended_ms - 4 * 86400000 WHERE log_key IS NOT NULL"
node_start thuiszorg
until grep -q 'access log keys destroyed' "$NODES/thuiszorg/log"; do sleep 0.1; done
who tz-1 | jq -e '[.entries[] | select(.event == "answer")] | length == 0' >/dev/null || fail "after the retention nobody reads it"
tool entries --database "$NODES/thuiszorg/data/eenplan.db" --key-file "$NODES/thuiszorg/store.key" \
	--folder "$NODES/thuiszorg/accesslog" --node thuiszorg --key "$NODES/thuiszorg/node.key" --event erase >"$WORK/entries"
[ "$(grep -c ' erase - ok ' "$WORK/entries")" = 1 ] || fail "the log says that keys were destroyed: $(cat "$WORK/entries")"
verify | jq -e '.intact and .unknown == 0' >/dev/null || fail "verify: $(verify)"
ok "each year has its own key, and after the retention it is destroyed"

# --- a key that was lost is not one that was destroyed ---
node_stop thuiszorg
change_store "DELETE FROM past_log_key"
node_start thuiszorg
verify | jq -e '.unknown > 0 and .erased == 0' >/dev/null || fail "keys nobody knows are named: $(verify)"
as fg thuiszorg audit verify | grep -q "that the node's database doesn't know" || fail "and told"
ok "keys that got lost are named as such"
