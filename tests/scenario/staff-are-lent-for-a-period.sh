#!/bin/bash
# Somebody of one organisation works for another from a moment until a moment:
# access begins and ends with it by the clock of the node where they work, also
# over kill -9, and an end brought forward holds before it is acknowledged.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
node_declare welzijn "Welzijn Samen" welzijn \
	anouk:professional beheer:administrator fg:privacy_officer
node_declare thuiszorg "Thuiszorg De Linde" zvw \
	petra:professional petra2:professional beheer:administrator fg:privacy_officer
nodes_prepare
node_start welzijn thuiszorg
as beheer welzijn import tests/fixtures/household/welzijn.json --quiet

out=$WORK/out
# refuses CODE WORDS COMMAND…: with that exit status and those words
refuses() {
	local code=$1 words=$2 status=0
	shift 2
	"$@" >"$out" 2>&1 || status=$?
	[ "$status" -eq "$code" ] || fail "exit $status instead of $code: $* $(cat "$out")"
	tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF -- "$words" ||
		fail "no '$words' in: $(cat "$out")"
}
at() { date -u -d "$1" +%Y-%m-%dT%H:%M:%SZ; }
lend() { as beheer thuiszorg staff lend "$@" --quiet; }
# arrived ID STATE [NODE]: until that node has the loan in that state
arrived() {
	local i
	for i in {1..200}; do
		as beheer "${3-welzijn}" staff list --all --format json |
			jq -e --arg id "$1" --arg state "$2" \
				'.loans[] | select(.id == $id and .state == $state)' >/dev/null && return
		sleep 0.1
	done
	fail "$1 is not $2 at ${3-welzijn}: $(as beheer "${3-welzijn}" staff list --all)"
}

refuses 2 "/person" lend nobody welzijn --until "$(at +1day)"
refuses 2 "/to" lend petra ggz --until "$(at +1day)"
refuses 2 "/until" lend petra welzijn --until tomorrow
refuses 2 "over already" lend petra welzijn --from 2020-01-01 --until 2020-01-02
refuses 2 "after the beginning" lend petra welzijn --from "$(at +2days)" --until "$(at +1day)"
refuses 2 "too far" lend petra welzijn --until 2099-01-01
refuses 3 "" as petra thuiszorg staff lend petra welzijn --until "$(at +1day)"
ok "nobody who isn't ours is lent, nor to a stranger, nor backwards, in the past or for ever"

# Those who are lent get a certificate where they work.
lent() {
	certs/issue user "$NODES" welzijn "$1@thuiszorg" >/dev/null
	"$EENPLAN" profile add "welzijn-lent-$1" \
		--url "https://127.0.0.1:${NODE_USERS_PORT[welzijn]}" \
		--certificate "$NODES/welzijn/users/$1@thuiszorg.crt" \
		--key "$NODES/welzijn/users/$1@thuiszorg.key" \
		--authority "$NODES/welzijn/users-ca.crt" >/dev/null
}
lent petra
lent petra2
works() { as "lent-$1" welzijn plan list wz-huis >"$out" 2>&1; }
refuses 3 "" as lent-petra welzijn plan list wz-huis
ok "a certificate alone lets nobody in"

loan=$(lend petra welzijn --from "$(at +6seconds)" --until "$(at +14seconds)")
arrived "$loan" offered
refuses 2 "/role" as beheer welzijn staff accept "$loan" --role boss
refuses 2 "the partner accepts it" as beheer thuiszorg staff accept "$loan" --role professional
refuses 3 "" as anouk welzijn staff accept "$loan" --role professional
as beheer welzijn staff accept "${loan:0:8}" --role professional >"$out"
grep -q "petra@thuiszorg" "$out" || fail "$(cat "$out")"
refuses 2 "only an offer" as beheer welzijn staff accept "$loan" --role nurse
arrived "$loan" waiting
arrived "$loan" waiting thuiszorg
refuses 3 "from" as lent-petra welzijn plan list wz-huis
ok "before the period there is no access, and the refusal says from when on"

arrived "$loan" current
works petra || fail "no access in the period: $(cat "$out")"
node_kill welzijn
node_start welzijn
works petra || fail "no access after kill -9: $(cat "$out")"
as lent-petra welzijn plan add goal wz-1 "text=Weer naar buiten" --quiet >"$WORK/goal"
refuses 3 "" as lent-petra welzijn staff list
ok "in the period they work there in the role that was given, also after kill -9, without a reload"

arrived "$loan" over
refuses 3 "lent until" as lent-petra welzijn plan list wz-huis
refuses 3 "lent until" as lent-petra welzijn plan close "$(cat "$WORK/goal")"
refuses 2 "nothing to end" as beheer welzijn staff end "$loan"
grep -q "outside the period" "$NODES/welzijn/log" || fail "the refusal isn't logged"
ok "when it ends by the clock, the next request is refused, clearly and logged"

second=$(lend petra2 welzijn --until "$(at +1day)")
arrived "$second" offered
as beheer welzijn staff accept "$second" --role professional --quiet >/dev/null
works petra2 || fail "$(cat "$out")"
# Somebody who asks all the time, until refused.
(
	while as lent-petra2 welzijn plan list wz-huis >"$WORK/busy" 2>&1; do :; done
	touch "$WORK/stopped"
) &
BACKGROUND+=($!)
sleep 1
as beheer welzijn staff end "$second" --quiet >/dev/null
refuses 3 "lent until" as lent-petra2 welzijn plan list wz-huis
for _ in {1..100}; do
	[ ! -e "$WORK/stopped" ] || break
	sleep 0.1
done
[ -e "$WORK/stopped" ] || fail "somebody whose loan ended still gets in"
arrived "$second" ended thuiszorg
ok "an end brought forward at the borrower holds at once, and the lender is told"

third=$(lend petra2 welzijn --until "$(at +1day)")
arrived "$third" offered
as beheer welzijn staff accept "$third" --role professional --quiet >/dev/null
works petra2 || fail "lent again, and no access: $(cat "$out")"
node_stop welzijn
as beheer thuiszorg staff end "$third" >"$out"
as beheer thuiszorg staff list --all >"$out"
grep -q "hasn't confirmed" "$out" || fail "$(cat "$out")"
node_start welzijn
arrived "$third" ended
refuses 3 "lent until" as lent-petra2 welzijn plan list wz-huis
ok "an end by the lender reaches a node that was away, and holds there"

as fg welzijn audit who wz-1 --format json >"$out"
jq -e '.entries[] | select(.user == "petra@thuiszorg" and .lent_by == "thuiszorg")' "$out" >/dev/null ||
	fail "the access log doesn't say who lent them: $(cat "$out")"
as fg welzijn audit who wz-1 >"$out"
grep -q "petra@thuiszorg (lent by Thuiszorg" "$out" || fail "$(cat "$out")"
as fg welzijn audit verify >/dev/null
as fg thuiszorg audit verify >/dev/null
LC_ALL=C.UTF-8 LANGUAGE=nl as beheer welzijn staff list --all >"$out"
grep -q "geleend van Thuiszorg De Linde" "$out" || fail "$(cat "$out")"
ok "who has seen what says by whom they were lent, and it speaks Dutch"
