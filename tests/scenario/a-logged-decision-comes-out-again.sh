#!/bin/bash
# `audit replay` judges every decision of the access log again, under the policy
# and the consents of that moment, and those by the documents that were signed:
# whatever was given, withdrawn and given again since, it comes out the same. A
# record that somebody altered, and decided by, doesn't; nor does one whose
# documents were altered, removed or cut off.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200 # so that no line is wrapped
workplace
care_and_support
view() { as fatima wijkteam view vlinderhof --for coordination >/dev/null; }
replay() { as fg "$1" audit replay --format json >"$WORK/replay" || true; }
says() { jq -e "$1" "$WORK/replay" >/dev/null || fail "$2: $(cat "$WORK/replay")"; }
change_store() { sqlite3 "$NODES/thuiszorg/data/eenplan.db" "$1"; }
stopped() {
	node_stop thuiszorg
	"$@"
	node_start thuiszorg
}
# The margin within which either side of a change may have decided is a minute:
# the clock is moved past it after each.
minutes=0
later() {
	minutes=$((minutes + 3))
	node_stop wijkteam thuiszorg
	clock_ahead 0 "$minutes"
	node_start wijkteam thuiszorg
}

# --- what changed since changes nothing about then ---
view
later
consent_to thuiszorg tz-1 wijkteam give
view
later
view
later
consent_to thuiszorg tz-1 wijkteam withdraw
view
later
view
later
consent_to thuiszorg tz-1 wijkteam give
later
view
for id in thuiszorg wijkteam; do
	replay "$id"
	says '.sound and .differing == 0 and .entries >= 6 and .not_judged.other_age == 0 and .not_judged.older == 0' "honest at $id"
done
as fg thuiszorg audit replay | grep -q 'with the consents of then' || fail "in words: $(as fg thuiszorg audit replay)"
ok "given, withdrawn and given again: each decision comes out by the consents of its moment"

# --- somebody who could give becomes one who can't, and a birthday is no reason ---
later
as petra thuiszorg resident capacity tz-1 incapable >/dev/null
view
later
view
replay thuiszorg
says '.sound and .differing == 0' "circumstances of then"
ok "and by the circumstances of its moment"
as petra thuiszorg resident capacity tz-1 capable >/dev/null

# --- a record is altered, and decided by ---
later
consent_to thuiszorg tz-1 wijkteam withdraw
later
node_stop thuiszorg
ended="id IN ($(in_store thuiszorg "SELECT group_concat(quote(id)) FROM consent WHERE state = 'withdrawn' AND superseded_by IS NULL"))"
change_store "UPDATE consent SET state = 'given' WHERE $ended"
node_start thuiszorg
view
replay thuiszorg
says '(.sound | not) and .differing == 1 and .why.consents == 1 and .decisions[0].why == "consents"' "a record that was altered"
request=$(jq -r '.decisions[0].request' "$WORK/replay")
as fg thuiszorg audit who tz-1 --format json | jq -e --arg r "$request" '[.entries[] | select(.request == $r)][0] | .event == "answer" and .outcome == "permitted"' >/dev/null ||
	fail "it is the answer that was stolen"
as fg thuiszorg audit replay >"$WORK/words" && fail "it is content"
grep -q 'does NOT come out' "$WORK/words" && grep -q "signed consents" "$WORK/words" || fail "$(cat "$WORK/words")"
ok "what was given by a record that somebody altered is named"

# --- it stays so when the record is put back ---
stopped change_store "UPDATE consent SET state = 'withdrawn' WHERE $ended"
replay thuiszorg
says '.why.consents == 1' "also when the record was put back"
ok "and stays named when the record is put back"

# --- the documents themselves ---
node_stop thuiszorg
cp -a "$NODES/thuiszorg/data" "$WORK/after"
put_back() {
	rm -rf "$NODES/thuiszorg/data"
	cp -a "$WORK/after" "$NODES/thuiszorg/data"
}
for change in "DELETE FROM consent_document WHERE seq = 2" \
	"DELETE FROM consent_document WHERE seq = (SELECT MAX(seq) FROM consent_document)" \
	"UPDATE consent_document SET jws = replace(jws, 'e', 'f') WHERE seq = 3"; do
	put_back
	change_store "$change"
	node_start thuiszorg
	replay thuiszorg
	says '(.sound | not) and .why.chain > 0' "$change"
	node_stop thuiszorg
done
put_back
node_start thuiszorg
as fg thuiszorg audit replay --since 2099-01-01 --format json | jq -e '.entries == 0 and .sound' >/dev/null || fail "--since"
ok "documents that were removed, cut off or altered are named by what was decided by them"
