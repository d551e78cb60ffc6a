# Finding joint clients: one side in a process, next to its group operations,
# and two nodes. Sourced by run.

DISCOVERY_PEOPLE=${BENCH_DISCOVERY:-10000}
DISCOVERY_SHARED=20

# side PLACES ROUNDS: the variables that bench_discovery prints
side() {
	local key number
	while IFS== read -r key number; do
		printf -v "$key" %s "$number"
	done < <("$EENPLAN_BUILD/tests/bench/bench_discovery" "$1" "$2")
}

# two_lists PEOPLE WRAP: two nodes that have as many each, with tokens, started
# within WRAP, and whom they share found; in a subshell
two_lists() {
	local id first=1
	workplace
	node_declare wijkteam "Wijkteam" wmo fatima:coordinator
	node_declare thuiszorg "Thuiszorg" zvw petra:coordinator
	for id in wijkteam thuiszorg; do node_says "$id" discovery "threads: 1"; done
	nodes_prepare
	for id in wijkteam thuiszorg; do
		cp tests/bench/everybody.policy "$NODES/$id/policy/"
		mkdir -p "$NODES/$id/data"
		"$EENPLAN_BUILD/tests/bench/fill_tokens" "$NODES/$id/data/eenplan.db" \
			"$NODES/$id/store.key" "$first" $((first + $1 - 1))
		first=$(($1 - DISCOVERY_SHARED + 1))
	done
	NODE_WRAP="$2 taskset -c 0" node_start wijkteam
	NODE_WRAP="$2 taskset -c $(($(nproc) > 1))" node_start thuiszorg
	as fatima wijkteam discover thuiszorg --for coordination --format json >"$WORK/found"
	[ "$(jq '.clients | length' "$WORK/found")" = "$DISCOVERY_SHARED" ] ||
		fail "not the $DISCOVERY_SHARED that both have are found"
}
padded() { echo $((($1 + 255) / 256 * 256)); }

# nodes_ms PEOPLE: from both lists of people up to the end, between two nodes
nodes_ms() (
	two_lists "$1" ""
	sed -n 's/.* joint clients found .* elapsed_ms=\([0-9]*\).*/\1/p' "$NODES/wijkteam/log"
)
# session_ms PEOPLE: the same in one process
session_ms() (
	workplace
	"$EENPLAN_BUILD/tests/bench/bench_session" "$WORK" "$1" "$DISCOVERY_SHARED" 2>"$WORK/log" |
		sed -n 's/^session_s=//p' | awk '{ print $1 * 1000 }'
)
least() { printf '%s\n' "$@" | sort -g | head -n 1; }

# measure_discovery_nodes PEOPLE ROUNDS: the least of each, in turns
measure_discovery_nodes() {
	local nodes=() sessions=() round
	progress "the same between two nodes, $1 people"
	for ((round = 0; round < $2; round++)); do
		nodes+=("$(nodes_ms "$1")")
		sessions+=("$(session_ms "$1")")
	done
	row "joint clients among $1, between two nodes, against the same steps of both in one process" \
		"$(least "${nodes[@]}") ms, $(least "${sessions[@]}") ms" \
		"$(ratio "$(least "${nodes[@]}")" "$(least "${sessions[@]}")")" most 1.1 -
}

# most_allocated PEOPLE: by the node of the two that has more, in bytes
most_allocated() (
	two_lists "$1" "env LD_PRELOAD=$PWD/$EENPLAN_BUILD/tests/bench/preload/heap_peak.so"
	node_stop wijkteam thuiszorg
	sed -n 's/^heap_peak_bytes=//p' "$NODES"/*/log | sort -g | tail -n 1
)

measure_discovery_memory() {
	local many few
	few=$(most_allocated $((DISCOVERY_PEOPLE / 2)))
	many=$(most_allocated "$DISCOVERY_PEOPLE")
	row "memory of a place at a node, bytes, beside the database's page cache" \
		"$many bytes for $(padded "$DISCOVERY_PEOPLE") places, $few for $(padded $((DISCOVERY_PEOPLE / 2)))" \
		"$(ratio $((many - few)) $(($(padded "$DISCOVERY_PEOPLE") - $(padded $((DISCOVERY_PEOPLE / 2))))))" most 200 -
}

measure_discovery() {
	local places rounds
	for places in 1024 10240 102400; do
		progress "joint clients among $places"
		rounds=$((1 + 61440 / places))
		side "$places" "$rounds"
		row "joint clients among $places, one side against its group operations, of processor time" \
			"$side_s s, $alone_s s" "$(ratio "$side_s" "$alone_s")" most 1.05 -
		[ "$places" != 10240 ] || row "the same by two threads, against one; the operations alone gain $(ratio "$alone_one_s" "$alone_two_s") here" \
			"$two_s s, $one_s s" "$(ratio "$one_s" "$two_s")" least 1.9 -
	done
	row "memory of a place in one process, bytes" "$bytes_per_place" "$bytes_per_place" most 200 -
	measure_discovery_nodes 1000 5
	measure_discovery_nodes 10000 3
	measure_discovery_nodes 100000 1
	measure_discovery_memory
}
