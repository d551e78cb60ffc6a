#!/bin/bash
# Home care notices something unusual: the district team hears at once that there
# is a signal, because the resident consented, and reads it when it asks. Who has
# no consent hears nothing at all, whoever is away hears it when it is back, and
# what was withdrawn meanwhile says no more than it may.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=220 # so that no row is wrapped
workplace
household_declare
nodes_prepare
node_start wijkteam thuiszorg welzijn
household_import wijkteam thuiszorg welzijn
link fatima wt-1@wijkteam petra tz-1@thuiszorg
link anouk wz-1@welzijn petra tz-1@thuiszorg

letters() { in_store thuiszorg "SELECT COUNT(*) FROM letter WHERE kind IN ('changed', 'signal') AND $1"; }
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.1
	done
}
settled() { [ "$(in_store thuiszorg "SELECT COUNT(*) FROM letter WHERE confirmed_ms = 0")" = 0 ]; }
signal() { as petra thuiszorg plan add signal tz-1 "text=$1" severity=high --quiet; }
consents() { as petra thuiszorg consent "$1" tz-1 --to wijkteam --kind "$2" --category any --for signal --quiet "${@:3}" >/dev/null; }
unseen() { as fatima wijkteam inbox --format json | jq -r "[.news[] | select(.kind == \"$1\")] | length"; }
reads() { as fatima wijkteam view vlinderhof --for signal --format json >"$WORK/view" || true; jq -r '.fragments[] | select(.category == "signal" and .source == "thuiszorg") | .fields.text' "$WORK/view"; }
see_all() {
	local id
	for id in $(as fatima wijkteam inbox --format json | jq -r '.news[].id'); do
		as fatima wijkteam inbox seen "$id" --quiet
	done
}

# --- nobody consented ---
as petra thuiszorg consent refuse tz-1 --to welzijn --quiet >/dev/null
until_so 10 "told" settled
signal "Deur stond open" >/dev/null
[ "$(letters 1)" = 0 ] || fail "without consent, a letter was written: $(in_store thuiszorg "SELECT kind, partner FROM letter")"
[ "$(unseen signal)$(unseen changed)" = 00 ] || fail "and something came"
as fatima wijkteam inbox | grep -q 'No partner has told' || fail "the inbox says that it is empty"
ok "without consent there is no letter at all"

# --- the resident consents ---
consents give secrecy_waiver
signal "Niet open gedaan" >/dev/null
[ "$(letters 1)" = 0 ] || fail "one consent of two opens nothing"
consents give share
signal "Verward, medicijnen niet genomen" >/dev/null
[ "$(letters "partner = 'wijkteam' AND kind = 'signal'")" = 1 ] || fail "a letter to the district team"
[ "$(letters "partner = 'welzijn'")" = 0 ] || fail "welfare has none"
until_so 10 "the district team has it" settled
as fatima wijkteam inbox >"$WORK/inbox"
grep -q 'a signal.*Thuiszorg De Linde.*Jannie Hoekstra-Visser (wt-1).*vlinderhof' "$WORK/inbox" || fail "the inbox: $(cat "$WORK/inbox")"
reads | grep -q 'Verward' || fail "who reads it asks: $(cat "$WORK/view")"
as fatima wijkteam household show vlinderhof | grep -q '1 change at partners since' || fail "household show notices it"
as fatima wijkteam view vlinderhof --for coordination | grep -q '1 change at partners since' || fail "view notices it"
ok "the district team hears at once that there is a signal, and reads it"

# --- nothing of it crossed or is kept ---
for id in wijkteam; do
	! grep -qa 'Verward' "$NODES/$id/data/eenplan.db"* || fail "what was noticed is kept at $id"
done
in_store wijkteam "SELECT content FROM notice WHERE kind = 'signal'" | jq -e 'keys == ["aud", "iss", "jti", "sub"]' >/dev/null || fail "the letter says more than about whom"
! grep -q 'Verward' "$NODES"/*/log || fail "a log has it"
ok "the letter has the link and no more, and nothing is kept there"

# --- seen ---
id=$(as fatima wijkteam inbox --format json | jq -r '.news[0].id')
as fatima wijkteam inbox seen "${id:0:8}" | grep -q 'Marked as seen: 1' || fail "seen"
[ "$(unseen signal)" = 0 ] || fail "it is seen"
as fatima wijkteam inbox --all | grep -q 'by fatima' || fail "--all says who"
! as fatima wijkteam household show vlinderhof | grep -q 'at partners since' || fail "nothing to notice any more"
as fatima wijkteam inbox seen 00000000 2>"$WORK/err" && fail "nothing has that id"
grep -q 'eenplan inbox' "$WORK/err" || fail "and it says where to look: $(cat "$WORK/err")"
ok "it is seen for everybody, by whom"

# --- volunteers ---
as vera wijkteam inbox >"$WORK/out" 2>"$WORK/err" && fail "a volunteer reads no news"
as vera wijkteam view vlinderhof --for signal --format json >"$WORK/view" || true
! grep -q Verward "$WORK/view" || fail "a volunteer reads a signal"
as fg wijkteam inbox 2>"$WORK/err" && fail "an officer reads no news"
if as anouk welzijn inbox --format json 2>/dev/null | jq -e '.news | length > 0' >/dev/null; then fail "welfare heard of it"; fi
[ "$(letters "partner = 'welzijn'")" = 0 ] || fail "welfare and its volunteers hear nothing of a signal"
ok "welfare, with its volunteers, hears nothing"

# --- a change that isn't a signal ---
as petra thuiszorg consent give tz-1 --to wijkteam --category goal --for coordination --quiet >/dev/null
as petra thuiszorg consent give tz-1 --to wijkteam --kind secrecy_waiver --category goal --for coordination --quiet >/dev/null
as petra thuiszorg plan add barrier tz-1 text=x kind=rule owner=Petra --quiet >/dev/null
[ "$(letters "kind = 'changed'")" = 0 ] || fail "of what is closed nothing is told"
node_stop wijkteam
goal=$(as petra thuiszorg plan add goal tz-1 text=Wandelen --quiet)
as petra thuiszorg plan change "$goal" due=2999-01-01 --quiet >/dev/null
as petra thuiszorg plan close "$goal" --quiet >/dev/null
[ "$(letters "kind = 'changed' AND confirmed_ms = 0")" -ge 1 ] || fail "a change waits"
node_kill thuiszorg
node_start thuiszorg wijkteam
until_so 30 "told when it is back" settled
[ "$(unseen changed)" = 1 ] || fail "three changes are one letter: $(unseen changed)"
[ "$(letters "confirmation IS NULL")" -ge 1 ] || fail "the earlier ones were recalled"
see_all
ok "a change is told once, also when either was away or killed"

# --- an import tells too, once ---
before=$(letters 1)
household_import thuiszorg
[ "$(letters 1)" = "$before" ] || fail "an import that changes nothing tells nothing"
sed 's/Medicijnen op vaste tijden/Medicijnen na het eten/' tests/fixtures/household/thuiszorg.json >"$WORK/changed.json"
as beheer thuiszorg import "$WORK/changed.json" --quiet
[ "$(letters 1)" = $((before + 1)) ] || fail "one goal changed: $(letters 1)"
until_so 10 "told" settled
see_all
ok "an import tells of what it changed, and not when it changed nothing"

# --- withdrawn on the way ---
node_stop wijkteam
signal "Val in de badkamer" >/dev/null
[ "$(letters "kind = 'signal' AND confirmed_ms = 0")" = 1 ] || fail "a signal waits"
as petra thuiszorg consent withdraw tz-1 --to wijkteam --category any --for signal --quiet >/dev/null
node_start wijkteam
until_so 30 "what is left is told" settled
[ "$(unseen signal)" = 0 ] || fail "a signal came after the withdrawal"
[ "$(reads)" = "" ] || fail "and can be read"
see_all
ok "what was withdrawn on the way says no more than it may"

# --- died on the way ---
node_stop wijkteam
as petra thuiszorg plan add goal tz-1 text=Lezen --quiet >/dev/null
as petra thuiszorg resident deceased tz-1 yes >/dev/null
node_start wijkteam
until_so 30 "the death is told" settled
[ "$(unseen signal)$(unseen changed)" = 00 ] || fail "of who died nothing more is told"
ok "of who died nothing more is told"

# --- the logs ---
as fg wijkteam audit who wt-1 --format json |
	jq -e '[.entries[] | select(.event == "signal" and .organisation == "thuiszorg")] | length == '"$(in_store wijkteam "SELECT COUNT(*) FROM notice WHERE kind IN ('changed', 'signal')")"' ' >/dev/null || fail "the receiver's log"
as fg thuiszorg audit who tz-1 --format json |
	jq -e '[.entries[] | select(.event == "told" and .organisation == "wijkteam")] | length >= 2' >/dev/null || fail "the sender's log"
for id in thuiszorg wijkteam welzijn; do
	as fg "$id" audit verify >/dev/null || fail "the access log of $id is not intact"
done
ok "both access logs have it under the resident, and are intact"
