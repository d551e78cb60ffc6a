# A household as large as they come, for benches: its view over partners that
# are far away, and what writing into its plan costs. Sourced by run.

BIG_MEMBERS=5
BIG_PARTNERS=15
BIG_FRAGMENTS=2000 # of all partners together
DURABLE_WRITES=2   # of each plan command: the store's commit, the log's group
PLAN_COMMANDS=200  # of each, for a median

# members FIRST LAST NAME: a household and its members, without records
members() {
	local number separator='' groups='' about
	printf '{"resourceType":"Bundle","type":"collection","entry":['
	for number in $(seq "$1" "$2"); do
		printf '%s{"resource":{"resourceType":"Patient","id":"a-%s"}}' "$separator" "$number"
		about="{\"entity\":{\"reference\":\"Patient/a-$number\"}}"
		groups+="${groups:+,}$about"
		separator=,
	done
	printf ',{"resource":{"resourceType":"Group","id":"g-%s","type":"person","actual":true,"name":"Huis %s","member":[%s]}}]}\n' \
		"$3" "$3" "$groups"
}

# Of $BIG_FRAGMENTS, what the partner NUMBER has of each member.
records_of_each() {
	local share=$((BIG_MEMBERS * BIG_PARTNERS))
	echo $((BIG_FRAGMENTS / share + ($1 <= BIG_FRAGMENTS % share / BIG_MEMBERS ? 1 : 0)))
}

big_households() {
	local number member
	members 1 "$BIG_MEMBERS" big >"$WORK/big.json"
	members $((BIG_MEMBERS + 1)) $((2 * BIG_MEMBERS)) alone >"$WORK/alone.json"
	as beheer vraag import "$WORK/big.json" --quiet
	as beheer vraag import "$WORK/alone.json" --quiet
	for number in $(seq "$BIG_PARTNERS"); do
		progress "partner $number of $BIG_PARTNERS: records, links, consents"
		tests/bench/records 1 $((2 * BIG_MEMBERS)) "$(records_of_each "$number")" >"$WORK/ver.json"
		as beheer "ver$number" import "$WORK/ver.json" --quiet
		for member in $(seq $((number == 1 ? 2 * BIG_MEMBERS : BIG_MEMBERS))); do
			link fatima "a-$member@vraag" petra "p-$member@ver$number"
			consent_to "ver$number" "p-$member" vraag give
		done
	done
}

# Everything that was asked for is in the last answer.
has_all_fragments() {
	local count
	count=$(sed '1,/^\r$/d' "$WORK/answer" | jq '[.fragments[]] | length')
	[ "$count" = "$BIG_FRAGMENTS" ] || fail "the view has $count fragments, not $BIG_FRAGMENTS"
}

# Within a subshell with `far_partners`: rows for the household's view.
measure_big_views() {
	local round one=() all=() ratios=()
	for round in $(seq "$PAIRS"); do
		one+=("$(view g-alone 1)")
		all+=("$(view g-big "$BIG_PARTNERS")")
		has_all_fragments
		ratios+=("$(ratio "${all[-1]}" "${one[-1]}")")
		progress "pair $round: one ${one[-1]} µs, $BIG_PARTNERS ${all[-1]} µs"
	done
	row "view of $BIG_MEMBERS members, $BIG_FRAGMENTS fragments of $BIG_PARTNERS partners $ROUND_TRIP_MS ms away, against one of them, µs" \
		"$BIG_PARTNERS: $(median "${all[@]}"), one: $(median "${one[@]}") (${ratios[*]})" \
		"$(median "${ratios[@]}")" most 1.3 -
}

# --- writing into the plan ---

# In ms, of one durable write of a page where the node keeps its store.
durable_write_ms() {
	local took
	took=$(LC_ALL=C dd if=/dev/zero of="$NODES/start/data/bench" bs=4096 \
		count="$PLAN_COMMANDS" oflag=dsync 2>&1 | sed -n 's/.*, \([0-9.e-]*\) s,.*/\1/p')
	rm -f "$NODES/start/data/bench"
	awk -v s="$took" -v n="$PLAN_COMMANDS" 'BEGIN { printf "%.3f", 1000 * s / n }'
}

# plan_ms PATH BODY: the median of so many, in ms
plan_ms() {
	printf '%s' "$2" >"$WORK/plan"
	ask_as petra start --path "$1" --body "$WORK/plan" --count "$PLAN_COMMANDS" \
		--answer "$WORK/answer" >"$WORK/seen"
	awk -v us="$(value p50_us "$WORK/seen")" 'BEGIN { printf "%.2f", us / 1000 }'
}

measure_plans() {
	progress "plan commands"
	(
		workplace
		node_declare start "Thuiszorg Groot" zvw petra:professional beheer:administrator
		nodes_prepare
		node_start start
		tests/bench/records 1 "$BIG_MEMBERS" $((BIG_FRAGMENTS / BIG_MEMBERS)) >"$WORK/big.json"
		as beheer start import "$WORK/big.json" --quiet
		durable=$(durable_write_ms)
		add=$(plan_ms /v1/plan/entries '{"resident":"p-1","category":"goal","fields":{"text":"Elke week iemand spreken","status":"active"}}')
		record=$(sed '1,/^\r$/d' "$WORK/answer" | jq -r .entry.id)
		change=$(plan_ms /v1/plan/entries/change "{\"record\":\"$record\",\"fields\":{\"text\":\"Elke dag iemand spreken\"}}")
		slowest=$(printf '%s\n' "$add" "$change" | sort -g | tail -n 1)
		beyond=$(awk -v all="$slowest" -v writes="$DURABLE_WRITES" -v one="$durable" \
			'BEGIN { at = all - writes * one; printf "%.2f", (at > 0 ? at : 0) }')
		row "a plan command at the node beyond its durable writes, ms" \
			"add $add, change $change, a durable write $durable" "$beyond" most 10 -
		save_rows
	)
	load_rows
}
