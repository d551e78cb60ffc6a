#!/bin/bash
# At the desk: does home care know this resident? Only of who consented on both
# sides, by an oblivious function with a proof; who isn't known, who didn't consent
# and who may not be told of are the same bytes; twenty a day, in both logs.
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
lookup() { as "${USER_OF-fatima}" wijkteam discover lookup thuiszorg "$@" --for coordination; }
found() { jq -r '[.clients[] | select(.found) | .handle] | join(" ")'; }

# --- nothing is asked about who may not be told of ---
! lookup wt-1 2>"$WORK/why" || fail "without consent here"
grep -q 'wt-1 may not be told of' "$WORK/why" || fail "says who and why: $(cat "$WORK/why")"
[ "$(in_store thuiszorg "SELECT COUNT(*) FROM lookup")" = 0 ] || fail "and the partner hears nothing"
ok "who didn't consent here isn't asked about"

# --- known there, but not to be told of; and not known there ---
may_be_found fatima wijkteam wt-1 thuiszorg share
may_be_found fatima wijkteam wt-3 thuiszorg share
lookup wt-1 wt-3 --format json >"$WORK/both"
[ "$(found <"$WORK/both")" = "" ] || fail "found without consent there: $(cat "$WORK/both")"
[ "$(jq -c '.clients[0].found' "$WORK/both")" = "$(jq -c '.clients[1].found' "$WORK/both")" ] || fail "known without consent, and not known, are the same"
[ "$(in_store wijkteam "SELECT COUNT(*) FROM link")" = 0 ] || fail "no link"
ok "known without consent and not known are the same"

# --- known ---
may_be_found petra thuiszorg tz-1 wijkteam share
may_be_found petra thuiszorg tz-1 wijkteam secrecy_waiver
lookup wt-1 wt-3 >"$WORK/page"
grep -q 'wt-1.*yes, and you are linked' "$WORK/page" || fail "known: $(cat "$WORK/page")"
grep -q 'wt-3.*not that may be told' "$WORK/page" || fail "not known: $(cat "$WORK/page")"
grep -q 'contact Thuiszorg De Linde: 088-0000100' "$WORK/page" || fail "whom to call: $(cat "$WORK/page")"
[ -n "$(reference_at wijkteam wt-1 thuiszorg)" ] || fail "a link"
[ "$(reference_at wijkteam wt-1 thuiszorg)" = "$(reference_at thuiszorg tz-1 wijkteam)" ] || fail "the same at both"
ok "who is known there is linked, and the user told whom to call"

# --- both logs ---
as fg wijkteam audit who wt-3 --format json | jq -e '[.entries[] | select(.event == "discovery" and .outcome == "looked-up" and .user == "fatima")] | length >= 1' >/dev/null || fail "ours has everybody who was looked up"
as fg thuiszorg audit who tz-1 --format json | jq -e '[.entries[] | select(.event == "discovery" and .organisation == "wijkteam" and .user == "fatima" and .purpose == "coordination")] | length >= 1' >/dev/null || fail "theirs has who was found"
for id in wijkteam thuiszorg; do
	as fg "$id" audit verify >/dev/null || fail "the log of $id"
	! grep -q '9999' "$NODES/$id/log" || fail "a number in the log of $id"
done
ok "it is in both logs, and no number is"

# --- withdrawn ---
as petra thuiszorg consent withdraw tz-1 --to wijkteam --kind share --category involvement --for discovery,coordination --quiet >/dev/null
[ "$(lookup wt-1 --format json | found)" = "" ] || fail "withdrawn, and still found"
ok "who withdrew isn't found any more"

# --- another key in one month ---
sqlite3 "$NODES/wijkteam/data/eenplan.db" "UPDATE lookup_key SET point = zeroblob(32)"
! lookup wt-1 2>"$WORK/why" || fail "another key"
grep -q 'another key than before' "$WORK/why" || fail "says so: $(cat "$WORK/why")"
sqlite3 "$NODES/wijkteam/data/eenplan.db" "DELETE FROM lookup_key"
ok "a partner that uses another key in one month isn't believed"

# --- quotas ---
sqlite3 "$NODES/wijkteam/data/eenplan.db" "UPDATE lookup SET residents = 20 WHERE id = (SELECT id FROM lookup WHERE person = 'fatima' LIMIT 1)"
! lookup wt-1 2>"$WORK/why" || fail "more than twenty a day"
grep -q 'more than one user may look up in a day' "$WORK/why" || fail "says so: $(cat "$WORK/why")"
USER_OF=joost lookup wt-1 >/dev/null || fail "another user still can"
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE lookup SET residents = 200 WHERE id = (SELECT id FROM lookup LIMIT 1)"
! USER_OF=joost lookup wt-1 2>"$WORK/why" || fail "more than 200 of one partner"
grep -q 'as often as is allowed' "$WORK/why" || fail "says so: $(cat "$WORK/why")"
! as beheer wijkteam discover lookup thuiszorg wt-1 --for coordination 2>/dev/null || fail "an administrator looks nobody up"
! lookup nobody 2>/dev/null || fail "nobody of that name"
ok "a user and a partner have their quotas"
