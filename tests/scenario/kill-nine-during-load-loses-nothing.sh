#!/bin/bash
# A node is killed with kill -9 again and again while partners ask, records are
# imported and consents recorded: every write that was acknowledged is there
# afterwards, every answered request is in the access log, and the log's tree is
# intact.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

KILLS=${KILL_NINE_TIMES:-50}

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"
: >"$WORK/answered"
: >"$WORK/imported"
: >"$WORK/consented"

goal() {
	printf '{"resourceType":"Goal","id":"%s","lifecycleStatus":"active","subject":{"reference":"Patient/tz-1"},"description":{"text":"x"},"extension":[{"url":"https://eenplan.nl/fhir/shareable-text","valueString":"Doel %s"}]}\n' \
		"$1" "$1"
}

# What was acknowledged is noted after the acknowledgement, never before.
import_on_and_on() {
	local number=0 name
	while :; do
		number=$((number + 1))
		name=k$1-$number
		goal "$name" >"$WORK/goal-$1.json"
		as beheer thuiszorg import "$WORK/goal-$1.json" --law zvw \
			--quiet 2>/dev/null || return 0
		echo "$name" >>"$WORK/imported"
	done
}

consent_on_and_on() {
	local id
	while id=$(as petra thuiszorg consent give tz-1 --to welzijn \
		--kind share --category any --for any --given-by self \
		--asked "in person" --evidence "round $1" --quiet 2>/dev/null); do
		[ -z "$id" ] || echo "$id" >>"$WORK/consented"
	done
}

round() {
	local pids=()
	IN_BACKGROUND=exec ask_node wijkteam thuiszorg --path /v1/query \
		--message "$WORK/query" --connections 8 --until-broken \
		--ids "$WORK/answered" >>"$WORK/seen" &
	pids+=($!)
	import_on_and_on "$1" &
	pids+=($!)
	consent_on_and_on "$1" &
	pids+=($!)
	sleep "0.$(printf '%03d' $((RANDOM % 350 + 50)))"
	node_kill thuiszorg
	wait "${pids[0]}" || fail "round $1: an answer that is not 200"
	wait "${pids[1]}" "${pids[2]}"
	node_start thuiszorg
}

for number in $(seq "$KILLS"); do
	round "$number"
done
[ -s "$WORK/answered" ] && [ -s "$WORK/imported" ] && [ -s "$WORK/consented" ] ||
	fail "too little went on to show anything"

as fg thuiszorg audit verify >"$WORK/verified" ||
	fail "the access log is not intact: $(cat "$WORK/verified")"
ok "after $KILLS times kill -9 the access log's tree is intact"

# missing FILE FILE: lines of the first that the second does not have
missing() { comm -23 <(sort -u "$1") <(sort -u "$2") | wc -l; }

in_store thuiszorg "SELECT substr(origin, 6) FROM record WHERE origin LIKE 'Goal/k%'" >"$WORK/records"
[ "$(missing "$WORK/imported" "$WORK/records")" = 0 ] ||
	fail "$(missing "$WORK/imported" "$WORK/records") acknowledged imports are gone"
ok "all $(wc -l <"$WORK/imported") acknowledged imports are there"

in_store thuiszorg "SELECT id FROM consent" >"$WORK/consents"
[ "$(missing "$WORK/consented" "$WORK/consents")" = 0 ] ||
	fail "$(missing "$WORK/consented" "$WORK/consents") acknowledged consents are gone"
ok "all $(wc -l <"$WORK/consented") acknowledged consents are there"

grep -ao '"request":"[^"]*"' "$NODES/thuiszorg/accesslog/access.log" |
	cut -d '"' -f 4 >"$WORK/logged"
[ "$(missing "$WORK/answered" "$WORK/logged")" = 0 ] ||
	fail "$(missing "$WORK/answered" "$WORK/logged") answered queries are not in the log"
ok "all $(wc -l <"$WORK/answered") answered queries are in the access log"

in_store thuiszorg "PRAGMA integrity_check" | grep -qx ok ||
	fail "the database is damaged"
ok "the database is whole"
