#!/bin/bash
# A district team and home care find which clients they share: whoever consented
# on both sides and nobody else, linked at both, and told with whom to call. No
# list, number or name crosses the wire; it is in both logs; once in a period.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=220 # so that no row is wrapped
workplace
finders_declare
node_declare welzijn "Welzijn Samen" welzijn anouk:professional beheer2:administrator
node_identifies wijkteam welzijn bsn
node_identifies welzijn wijkteam bsn
nodes_prepare
node_start wijkteam thuiszorg
household_import wijkteam thuiszorg

found() { jq -r '[.clients[].handle] | join(" ")' "$1"; }
discover() { as fatima wijkteam discover thuiszorg --for coordination "$@"; }
again() { # another period
	sqlite3 "$NODES/$1/data/eenplan.db" "UPDATE discovery SET known_ms = 1 WHERE known_ms > 0"
}
both_again() { again wijkteam; again thuiszorg; }

# --- nobody consented: nobody is found, though they share one ---
discover >"$WORK/none"
grep -q 'You share no client with Thuiszorg De Linde' "$WORK/none" || fail "somebody is found without consent: $(cat "$WORK/none")"
! grep -q 'linked for these clients\|To talk about them' "$WORK/none" || fail "nobody is found, and yet spoken of: $(cat "$WORK/none")"
[ "$(in_store wijkteam "SELECT people || ',' || length FROM discovery")" = "0,256" ] || fail "an empty list looks like any short one"
ok "without consent nobody is found, and an empty list looks like a short one"

# --- once in a period, whoever begins ---
status=0
discover 2>"$WORK/often" || status=$?
[ "$status" -ne 0 ] && grep -q 'was done for this purpose not long ago' "$WORK/often" || fail "twice in a period: $(cat "$WORK/often")"
! as petra thuiszorg discover wijkteam --for coordination 2>"$WORK/often" || fail "nor from the other side"
again wijkteam
! discover 2>"$WORK/often" || fail "the partner counts, too"
grep -q 'says: .*as often as is allowed' "$WORK/often" || fail "what the partner says: $(cat "$WORK/often")"
as fg thuiszorg audit verify >/dev/null
ok "once in a period, and each side counts"

# --- consent on one side only ---
both_again
may_be_found fatima wijkteam wt-1 thuiszorg share
discover --mode mutual --format json >"$WORK/one"
[ "$(found "$WORK/one")" = "" ] || fail "one side's consent is not enough"
ok "one side's consent is not enough"

# --- for finding, but not for what it is for ---
both_again
may_be_found petra thuiszorg tz-1 wijkteam share discovery
may_be_found petra thuiszorg tz-1 wijkteam secrecy_waiver discovery
discover --format json >"$WORK/one"
[ "$(found "$WORK/one")" = "" ] || fail "a consent that doesn't name what it is for opens nothing"
ok "a consent must name what it is for"

# --- consent on both sides ---
both_again
may_be_found petra thuiszorg tz-1 wijkteam share
may_be_found petra thuiszorg tz-1 wijkteam secrecy_waiver
discover >"$WORK/both"
grep -q 'You share 1 client with Thuiszorg De Linde:' "$WORK/both" || fail "the one whom both share: $(cat "$WORK/both")"
grep -q 'wt-1 ' "$WORK/both" || fail "by our own name: $(cat "$WORK/both")"
grep -q 'contact Thuiszorg De Linde: 088-0000100' "$WORK/both" || fail "and whom to call: $(cat "$WORK/both")"
[ "$(reference_at wijkteam wt-1 thuiszorg)" = "$(reference_at thuiszorg tz-1 wijkteam)" ] || fail "both are linked by the same reference"
[ -n "$(reference_at wijkteam wt-1 thuiszorg)" ] || fail "a link"
[ "$(in_store wijkteam "SELECT COUNT(*) FROM link")$(in_store thuiszorg "SELECT COUNT(*) FROM link")" = 11 ] || fail "and nobody else"
as petra thuiszorg discover list >"$WORK/list"
grep -q 'Wijkteam Vlinderwijk.*the partner.*coordination.*<10.*done, and signed by both' "$WORK/list" || fail "the partner's list: $(cat "$WORK/list")"
COLUMNS=80 as petra thuiszorg discover list >"$WORK/narrow"
for word in Vlinderwijk coordination partner signed; do
	grep -qw "$word" "$WORK/narrow" || fail "$word is broken on 80 columns: $(cat "$WORK/narrow")"
done
id=$(as petra thuiszorg discover list --format json | jq -r '.discoveries[0].session')
as petra thuiszorg discover show "${id:0:8}" --format json >"$WORK/theirs"
[ "$(found "$WORK/theirs")" = tz-1 ] || fail "the partner knows the same: $(cat "$WORK/theirs")"
ok "who consented on both sides is found by both, and linked"

# --- in both logs, under the resident ---
as fg wijkteam audit who wt-1 --format json | jq -e '[.entries[] | select(.event == "discovery" and .organisation == "wijkteam" and .user == "fatima" and .purpose == "coordination")] | length >= 1' >/dev/null || fail "our log tells wt-1"
as fg thuiszorg audit who tz-1 --format json | jq -e '[.entries[] | select(.event == "discovery" and .organisation == "wijkteam" and .user == "fatima" and .role == "coordinator")] | length >= 1' >/dev/null || fail "theirs tells tz-1 who it was"
as fg wijkteam audit who wt-2 --format json | jq -e '[.entries[] | select(.event == "discovery")] | length == 0' >/dev/null || fail "nothing about who wasn't found"
for id in wijkteam thuiszorg; do as fg "$id" audit verify >/dev/null || fail "the log of $id"; done
ok "it is in both logs, under who was found"

# --- nothing that is secret is kept ---
for id in wijkteam thuiszorg; do
	nothing_secret "$id"
	! grep -q '9999' "$NODES/$id/log" || fail "a number in the log of $id"
done
ok "secrets and lists are gone, and no number was logged"

# --- how many, not which ---
both_again
discover --mode size >"$WORK/size"
grep -q 'Clients that you share with Thuiszorg De Linde: <10' "$WORK/size" || fail "a small number isn't told: $(cat "$WORK/size")"
! grep -q 'wt-1' "$WORK/size" || fail "nor which"
ok "sizes tell no small number and no name"

# --- only we ---
both_again
discover --mode oneway --format json >"$WORK/oneway"
[ "$(found "$WORK/oneway")" = wt-1 ] || fail "one way: $(cat "$WORK/oneway")"
[ "$(in_store thuiszorg "SELECT matches FROM discovery ORDER BY begun_ms DESC LIMIT 1")" = -1 ] || fail "the partner doesn't know"
as fg thuiszorg audit who tz-1 --format json | jq -e '[.entries[] | select(.event == "discovery" and .outcome == "offered")] | length == 1' >/dev/null || fail "but logs whom it offered"
ok "one way, and the other side logs whom it offered"

# --- a withdrawal ---
both_again
as petra thuiszorg consent withdraw tz-1 --to wijkteam --kind share --category involvement --for discovery,coordination --quiet >/dev/null
discover --format json >"$WORK/gone"
[ "$(found "$WORK/gone")" = "" ] || fail "withdrawn, and still found"
ok "who withdrew is found no more"

# --- policy ---
! as fatima wijkteam discover ggz --for coordination 2>"$WORK/who" || fail "a stranger"
grep -q 'no such partner' "$WORK/who" || fail "a stranger: $(cat "$WORK/who")"
! discover --mode both 2>"$WORK/mode" || fail "no such mode"
! as fatima wijkteam discover thuiszorg 2>"$WORK/for" || fail "without a purpose"
! as fatima wijkteam discover thuiszorg --for nothing 2>"$WORK/for" || fail "for what is no purpose"
grep -q 'vocabulary' "$WORK/for" || fail "says why: $(cat "$WORK/for")"
! as beheer wijkteam discover thuiszorg --for coordination 2>/dev/null || fail "an administrator finds nobody"
! as fatima wijkteam discover welzijn --for coordination 2>"$WORK/away" || fail "a partner that is away"
grep -q 'gave no answer' "$WORK/away" || fail "says so: $(cat "$WORK/away")"
node_start welzijn
as fatima wijkteam discover welzijn --for coordination --format json | jq -e '.identifier == "token" and .clients == []' >/dev/null || fail "welfare has no basis for a BSN, and goes on where it was"
again wijkteam; again welzijn
as beheer2 welzijn import tests/fixtures/household/welzijn.json --quiet
code=$(as fatima wijkteam discover token wt-1 --quiet)
printf '%s\n' "$code" | as anouk welzijn discover token wz-1 - --quiet
may_be_found fatima wijkteam wt-1 welzijn share
may_be_found anouk welzijn wz-1 wijkteam share
as fatima wijkteam discover welzijn --for coordination --format json >"$WORK/welfare"
[ "$(found "$WORK/welfare")" = wt-1 ] || fail "by the code that the resident carries: $(cat "$WORK/welfare")"
ok "where no number may be used, a code that the resident carries finds them"
ok "bad input, strangers and partners that are away get a clear answer"
