#!/bin/bash
# A partner that doesn't keep to the protocol when joint clients are looked for:
# points that are none, points twice, points too early, another list than it
# committed to, a session again, tags that nobody wants, too often, a stop before
# the end. It learns nothing, the session ends, and it is in the log. Who feeds in
# residents without their consent is caught when an auditor opens a part.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=220
workplace
finders_declare
nodes_prepare
node_start wijkteam thuiszorg
household_import wijkteam thuiszorg

may_be_found petra thuiszorg tz-1 wijkteam share
may_be_found petra thuiszorg tz-1 wijkteam secrecy_waiver

# As the district team's node, which has its own list and its own ways.
cheat() {
	tool discover --port "${NODE_PORT[thuiszorg]}" --certificate "$NODES/wijkteam/node.crt" \
		--key "$NODES/wijkteam/node.key" --authority "$NODES/wijkteam/partners-ca.crt" \
		--revoked "$NODES/wijkteam/partners.crl" --partner thuiszorg --law wmo --identifier bsn "$@"
}
theirs() { in_store thuiszorg "SELECT $1 FROM discovery ORDER BY begun_ms DESC, rowid DESC LIMIT 1"; }
forget() { sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE discovery SET known_ms = 0, begun_ms = 1"; }
entries() { as fg thuiszorg audit verify --format json | jq .entries; }
# refused NAME STEP HTTP STAGE [OPTION…]: that step, and no later one
refused() {
	local name=$1 step=$2 http=$3 stage=$4 before
	shift 4
	before=$(entries)
	forget
	cheat --attack "$name" "$@" >"$WORK/steps" 2>"$WORK/why"
	[ "$(tail -n 1 "$WORK/steps")" = "$step=$http" ] || fail "$name: $(cat "$WORK/steps" "$WORK/why")"
	! grep -q '^close=200' "$WORK/steps" || fail "$name was closed"
	[ "$stage" = - ] || [ "$(theirs stage)" = "$stage" ] || fail "$name: the session is $(theirs stage)"
	[ "$(entries)" -gt "$before" ] || fail "$name isn't in the access log"
	jq -re .detail "$WORK/why" >/dev/null || fail "$name: no reason: $(cat "$WORK/why")"
	ok "$name is refused: $(jq -r .detail "$WORK/why")"
}

# --- the honest partner, for comparison ---
cheat >"$WORK/steps" 2>"$WORK/why" || fail "the tool: $(cat "$WORK/why")"
[ "$(tail -n 1 "$WORK/steps")" = close=422 ] || fail "a transcript that isn't the same is no closing: $(cat "$WORK/steps")"
[ "$(theirs stage)" = known ] || fail "who stops before the end is shown so: $(theirs stage)"
as petra thuiszorg discover list | grep -q "hasn't signed yet what was done" || fail "and in the list"
ok "who signs something else than was done isn't believed, and it shows"

# --- what isn't a list ---
refused identity raise 422 refused
refused canonical raise 422 refused
refused twice raise 422 refused
refused early points 409 agreed
refused changed raise 422 refused
refused resent points 409 committed
refused unraised answer 409 committed
refused oversize points 422 refused
refused unpadded commitments 422 agreed
refused long commitments 413 agreed
refused most sessions 422 -
refused narrow sessions 413 -
refused endless commitments 422 agreed
refused tags tags 422 committed --mode oneway
refused law sessions 422 -
refused foreign sessions 422 -
refused nonce close 422 known
for stage in refused; do
	[ "$(in_store thuiszorg "SELECT COUNT(*) FROM discovery WHERE stage = '$stage' AND secret IS NOT NULL")" = 0 ] || fail "a secret outlives its session"
done
ok "a session that was refused has no secret any more"

# --- a body over the limit ---
head -c 70000 /dev/zero >"$WORK/large"
ask_node wijkteam thuiszorg --path '/v1/discovery/points?session=00000000-0000-4000-8000-000000000000&first=0' \
	--method POST --type application/octet-stream --body "$WORK/large" --count 1 --connections 1 --expect 413 >/dev/null || fail "a body over the limit"
ok "more bytes than a piece has are refused"

# --- again ---
forget
cheat --attack again --session 11111111-1111-4111-8111-111111111111 >"$WORK/steps" 2>"$WORK/why"
[ "$(tail -n 1 "$WORK/steps")" = sessions=409 ] || fail "the same contract once more: $(cat "$WORK/steps")"
forget
cheat --session 11111111-1111-4111-8111-111111111111 >"$WORK/steps" 2>"$WORK/why"
[ "$(cat "$WORK/steps")" = sessions=409 ] || fail "another contract under the same id: $(cat "$WORK/steps")"
ok "a session can't be replayed"

# --- too often ---
cheat --purpose evaluation >"$WORK/steps" 2>/dev/null
forget
cheat --attack stop >"$WORK/steps" 2>/dev/null
cheat >"$WORK/steps" 2>"$WORK/why"
[ "$(cat "$WORK/steps")" = sessions=429 ] || fail "twice in a period, though it stopped: $(cat "$WORK/steps")"
forget
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE discovery SET begun_ms = $(date +%s)000"
cheat --purpose evaluation >"$WORK/steps" 2>"$WORK/why"
[ "$(cat "$WORK/steps")" = sessions=429 ] || fail "more than ten begun in a day: $(cat "$WORK/steps")"
ok "who asks too often is refused, also who stops before the end"

# --- withdrawn while it goes on ---
forget
late=22222222-2222-4222-8222-222222222222
IN_BACKGROUND=exec cheat --session "$late" --wait "$WORK/go" >"$WORK/steps" 2>"$WORK/why" &
cheater=$!
deadline=$((SECONDS + 20))
until [ "$(in_store thuiszorg "SELECT COUNT(*) FROM discovery_piece WHERE list = 4 AND session = '$late'")" = 1 ]; do
	[ "$SECONDS" -lt "$deadline" ] || fail "the tool doesn't come to the tags"
	sleep 0.05
done
as petra thuiszorg consent withdraw tz-1 --to wijkteam --kind share --category involvement --for discovery,coordination --quiet >/dev/null
touch "$WORK/go"
wait "$cheater"
grep -q '^answer=409' "$WORK/steps" || fail "withdrawn, and yet answered: $(cat "$WORK/steps")"
[ "$(theirs stage)" = stale ] || fail "the session is $(theirs stage)"
ok "who withdraws while it goes on can't be found any more, and it ends"

# --- fed in without consent, and caught ---
forget
sqlite3 "$NODES/wijkteam/data/eenplan.db" "UPDATE discovery SET known_ms = 0"
may_be_found fatima wijkteam wt-1 thuiszorg share
cat >"$NODES/thuiszorg/policy/rogue.policy" <<'POLICY'
policy rogue version 1

rule ROGUE-1 "Everybody is found"
  permit  involvement
  fields  organisation
  from    zvw
  to      wmo
  as      coordinator
  for     discovery
  basis   "AVG 9(2)(a)"
  valid   from 2025-01-01
POLICY
kill -HUP "${NODE_PID[thuiszorg]}"
deadline=$((SECONDS + 20))
until grep -q 'policy in force.*version=2' "$NODES/thuiszorg/log"; do
	[ "$SECONDS" -lt "$deadline" ] || fail "the rogue policy isn't in force: $(tail -n 5 "$NODES/thuiszorg/log")"
	sleep 0.05
done
as fatima wijkteam discover thuiszorg --for coordination --format json >"$WORK/fed"
id=$(jq -r .session "$WORK/fed")
[ "$(jq -r '.clients[0].handle' "$WORK/fed")" = wt-1 ] || fail "the partner fed them in: $(cat "$WORK/fed")"
as fg wijkteam discover audit "$id" --authority "$NODES/wijkteam/partners-ca.crt" >"$WORK/ours" || fail "our own list is sound: $(cat "$WORK/ours")"
grep -q 'Opened: 256 of 256 places, with 1 people' "$WORK/ours" || fail "all of a short list is opened: $(cat "$WORK/ours")"
status=0
as fg thuiszorg discover audit "$id" --authority "$NODES/thuiszorg/partners-ca.crt" >"$WORK/caught" || status=$?
[ "$status" -eq 7 ] && grep -q 'tz-1.*without a signed consent' "$WORK/caught" || fail "who was fed in isn't caught: $status $(cat "$WORK/caught")"
! as petra thuiszorg discover audit "$id" 2>/dev/null || fail "only a privacy officer audits"
status=0
as fg wijkteam discover audit "$id" --authority "$NODES/wijkteam/users-ca.crt" >"$WORK/other" || status=$?
[ "$status" -eq 7 ] || fail "with another authority nothing counts"
ok "who feeds in residents without consent is caught by the audit"
for id in wijkteam thuiszorg; do as fg "$id" audit verify >/dev/null || fail "the log of $id"; done
