#!/bin/bash
# Colleagues find each other: an organisation's own directory, and what partners'
# people opted to show of theirs, asked live; never more, and a partner that can't
# be reached is named.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=220
workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
	fatima:coordinator joost:consultant beheer:administrator
node_declare thuiszorg "Thuiszorg De Linde" zvw \
	petra:professional beheer:administrator
node_declare welzijn "Welzijn Samen" welzijn anouk:professional beheer:administrator
nodes_prepare
node_start wijkteam thuiszorg welzijn

out=$WORK/out
refuses() {
	local code=$1 words=$2 status=0
	shift 2
	"$@" >"$out" 2>&1 || status=$?
	[ "$status" -eq "$code" ] || fail "exit $status instead of $code: $* $(cat "$out")"
	tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF -- "$words" ||
		fail "no '$words' in: $(cat "$out")"
}
people() { as fatima wijkteam directory list "$@" --format json >"$out"; }
# sees JQ: does somebody of the last answer fit?
sees() { jq -e "any(.people[]; $1)" "$out" >/dev/null; }

as petra thuiszorg directory add petra "name=Petra Dijkstra" role=wijkverpleegkundige \
	"expertise=dementie, valpreventie" "ways=belt eerst, komt dan langs" \
	languages=Nederlands "days=maandag tot donderdag" contact=088-0000201 >"$out"
grep -q "Partners see *nothing" "$out" || fail "$(cat "$out")"
people
! sees '.id == "petra"' || fail "shown without anybody having said so"
! grep -q "088-0000201" "$out" || fail "a number left that nobody shared"
as beheer thuiszorg directory list --format json >"$out"
sees '.id == "petra" and .fields.contact == "088-0000201"' || fail "$(cat "$out")"
ok "what somebody didn't opt to show stays inside"

refuses 2 "must have the name" as petra thuiszorg directory change petra --share contact
refuses 2 "fields of a directory" as petra thuiszorg directory change petra --share name,salary
refuses 2 "has a field that there isn't" as petra thuiszorg directory change petra bsn=1
refuses 2 "already" as petra thuiszorg directory add petra name=Petra
refuses 2 "add them first" as beheer thuiszorg directory change petra2 name=x
refuses 3 "somebody else" as joost wijkteam directory add fatima name=Fatima
refuses 2 "a user" as beheer wijkteam directory add "Fatima El Amrani" name=Fatima
refuses 2 "needs a name" as joost wijkteam directory add joost role=consulent
refuses 2 "partner list" as joost wijkteam directory list --organisation nobody
ok "another's entry, an unknown field, somebody without a name and a stranger are refused, with what to do"

as petra thuiszorg directory change petra --share name,role,expertise,contact --quiet
as anouk welzijn directory add anouk "name=Anouk Peters" expertise=vrijwilligers --share name,expertise --quiet
as beheer wijkteam directory add fatima "name=Fatima El Amrani" contact=088-0000101 --quiet
people
sees '.id == "petra" and .fields.expertise == "dementie, valpreventie" and .organisation_name == "Thuiszorg De Linde"' ||
	fail "$(cat "$out")"
! sees '.fields.days // .fields.ways' || fail "a field that isn't shared left the node"
sees '.id == "anouk"' && sees '.id == "fatima" and .organisation == "wijkteam"' || fail "$(cat "$out")"
people --expertise DEMENTIE
sees '.id == "petra"' && ! sees '.id == "anouk"' || fail "$(cat "$out")"
people --organisation welzijn
sees '.id == "anouk"' && ! sees '.id == "petra"' || fail "$(cat "$out")"
as fatima wijkteam directory show petra@thuiszorg >"$out"
grep -q "Expertise *dementie" "$out" && grep -q "088-0000201" "$out" || fail "$(cat "$out")"
ok "a partner's people are found by expertise and organisation, with the way to reach them, in the fields they share"

sed -i '/id: welzijn/s/}$/, directory: nothing}/' "$NODES/thuiszorg/node.yaml"
as anouk welzijn directory list --format json >"$out"
sees '.id == "petra"' || fail "welfare doesn't see what is shared: $(cat "$out")"
node_stop thuiszorg
node_start thuiszorg
as anouk welzijn directory list --format json >"$out"
! sees '.id == "petra"' || fail "shown to whom the configuration shows nobody"
people
sees '.id == "petra"' || fail "hidden from another partner too: $(cat "$out")"
ok "a partner to whom the configuration shows nobody gets nobody"

node_stop welzijn
people
jq -e '.missing | length == 1 and .[0].organisation == "welzijn" and .[0].why == "unreachable"' "$out" >/dev/null ||
	fail "$(cat "$out")"
sees '.id == "petra"' || fail "one that is away hides another: $(cat "$out")"
as fatima wijkteam directory list >"$out"
grep -q "No directory from Welzijn Samen. The partner can't be reached" "$out" || fail "$(cat "$out")"
LC_ALL=C.UTF-8 LANGUAGE=nl as fatima wijkteam directory list >"$out"
grep -q "Geen gids van Welzijn Samen" "$out" || fail "$(cat "$out")"
node_start welzijn
ok "a partner that can't be reached is named, and the others are there, also in Dutch"

as petra thuiszorg directory change petra --share nothing --quiet
people
! sees '.id == "petra"' || fail "still shown: $(cat "$out")"
as petra thuiszorg directory remove petra --quiet
refuses 2 "isn't in the directory" as petra thuiszorg directory remove petra
ok "who takes it back is shown to no partner from the next question on"

until_day=$(date -u -d +10days +%Y-%m-%d)
loan=$(as beheer thuiszorg staff lend petra wijkteam --until "$until_day" --quiet)
for _ in {1..100}; do
	as beheer wijkteam staff accept "$loan" --role professional --quiet >/dev/null 2>&1 && break
	sleep 0.1
done
people
sees '.id == "petra@thuiszorg" and .lent_by == "thuiszorg" and .organisation == "wijkteam" and .lent_until != null' ||
	fail "$(cat "$out")"
ok "who is lent stands in the directory, with by whom and until when"

node_kill wijkteam
node_start wijkteam
people
sees '.id == "fatima"' || fail "lost: $(cat "$out")"
ok "after kill -9 the directory is there"
