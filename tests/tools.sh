# What scenarios and benches share on top of nodes.sh. Sourced after it.
#
#   workplace                        a fresh folder, $WORK, gone at the end
#   ok SENTENCE                      an assertion that held
#   clock_ahead DAYS [MINUTES]       nodes that are started from now on have a
#                                    clock that is so far ahead
#   tool NAME ARGUMENT…              one of the programs of tests/tools
#   value KEY FILE                   of a key=value line
#   care_and_support                 two nodes with the household's fixtures:
#                                    wijkteam asks, thuiszorg answers
#   consent_to ID RESIDENT ORG WORD [CATEGORY]
#                                    give, refuse or withdraw both kinds
#   reference_at ID RESIDENT ORG     what they call each other's resident
#   query ID REFERENCE…              a query by that node, for load --message
#   ask_node ID ID OPTION…           load from one node's certificate to another
#   ask_as USER ID OPTION…           load as a user, to the users' listener

TOOLS=$EENPLAN_BUILD/tests/tools

ok() { printf 'ok: %s\n' "$*"; }
# With IN_BACKGROUND=exec before it and & after it, $! is the program itself.
tool() { ${IN_BACKGROUND-} ${TOOL_WRAP-} "$TOOLS/$1" "${@:2}"; }
clock_ahead() {
	NODE_WRAP="env LD_PRELOAD=$PWD/$TOOLS/preload/clock.so CLOCK_AHEAD=$(($1 * 86400 + ${2:-0} * 60))"
	NODE_WRAP+=" ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0"
}
value() { sed -n "s/^$1=//p" "$2"; }

# nodes_begin sets a trap of its own, so this comes after it.
workplace() {
	WORK=$(mktemp -d)
	nodes_begin "$WORK/nodes"
	trap workplace_end EXIT
}

BACKGROUND=() # processes to end
IMMUTABLE=    # a file to release
MOUNTED=()    # folders to unmount, the last one first
workplace_end() {
	local pid folder
	for pid in "${BACKGROUND[@]}"; do
		kill "$pid" 2>/dev/null || true
	done
	nodes_end
	[ -z "$IMMUTABLE" ] || chattr -i "$IMMUTABLE" || true
	for folder in "${MOUNTED[@]}"; do
		umount "$folder" || true
	done
	[ -n "${KEEP-}" ] || rm -rf "$WORK"
}

care_and_support() {
	node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
		fatima:coordinator beheer:administrator fg:privacy_officer
	node_declare thuiszorg "Thuiszorg De Linde" zvw \
		petra:professional beheer:administrator fg:privacy_officer
	nodes_prepare
	node_start wijkteam thuiszorg
	as beheer wijkteam import tests/fixtures/household/wijkteam.json --quiet
	as beheer thuiszorg import tests/fixtures/household/thuiszorg.json --quiet
	link fatima wt-1@wijkteam petra tz-1@thuiszorg
}

# As the professional who works there.
consent_to() {
	local kind
	for kind in share secrecy_waiver; do
		as petra "$1" consent "$4" "$2" --to "$3" --kind "$kind" \
			--category "${5:-any}" --for any --given-by self \
			--asked "in person" --quiet >/dev/null
	done
}

in_store() { sqlite3 -readonly "$NODES/$1/data/eenplan.db" "$2"; }

reference_at() {
	in_store "$1" "SELECT reference FROM link JOIN resident ON id = resident
		WHERE handle = '$2' AND partner = '$3'"
}

query() {
	tool ask --certificate "$NODES/$1/node.crt" --key "$NODES/$1/node.key" \
		--user fatima --role coordinator --purpose coordination "${@:2}"
}

ask_node() {
	tool load --port "${NODE_PORT[$2]}" --certificate "$NODES/$1/node.crt" \
		--key "$NODES/$1/node.key" \
		--authority "$NODES/$1/partners-ca.crt" "${@:3}"
}

ask_as() {
	tool load --port "${NODE_USERS_PORT[$2]}" \
		--certificate "$NODES/$2/users/$1.crt" \
		--key "$NODES/$2/users/$1.key" \
		--authority "$NODES/$2/users-ca.crt" "${@:3}"
}
