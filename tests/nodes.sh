# Real nodes on loopback, for the demo, the scenarios and the benches.
# Sourced by bash with `set -euo pipefail` in force.
#
#   nodes_begin FOLDER               an empty place for nodes, certificates, profiles
#   node_declare ID NAME LAW USER:ROLE[,ROLE]…
#   nodes_prepare                    certificates, keys, configurations, profiles
#   node_start ID…    node_stop ID…    node_kill ID…    nodes_end
#   as USER ID COMMAND…              eenplan as that user of that organisation
#   link RESIDENT@ID RESIDENT@ID     both halves of a link, by token
#
# Everything lives in $NODES; a node's log is $NODES/ID/log.

EENPLAN_BUILD=${EENPLAN_BUILD:-build/release}
EENPLAND=$EENPLAN_BUILD/eenpland
EENPLAN=$EENPLAN_BUILD/eenplan
NODE_READY_SECONDS=${NODE_READY_SECONDS:-20}
NODE_LIMITS=${NODE_LIMITS:-}	# more lines for `limits:` in every configuration
NODE_PARTNER_MORE=${NODE_PARTNER_MORE:-}	# more keys for each partner: ", identifiers: [bsn]"

# The leak checker's exceptions, where programs are built with it.
export LSAN_OPTIONS=suppressions=$PWD/tests/leak.supp:print_suppressions=0

declare -A NODE_NAME NODE_LAW NODE_USERS NODE_PID NODE_PORT NODE_USERS_PORT
NODE_IDS=()

say() { printf '%s\n' "$*" >&2; }
fail() {
	say "FAIL: $*"
	exit 1
}

nodes_begin() {
	NODES=$1
	mkdir -p "$NODES"
	chmod 0700 "$NODES"
	export XDG_CONFIG_HOME=$NODES/config
	mkdir -p "$XDG_CONFIG_HOME"
	trap nodes_end EXIT
}

node_declare() {
	NODE_IDS+=("$1")
	NODE_NAME[$1]=$2
	NODE_LAW[$1]=$3
	NODE_USERS[$1]="${*:4}"
}

# FREE_PORT: one that nobody listens on, none was given before, and outgoing
# connections don't take.
GIVEN_PORTS=" "
free_port() {
	while :; do
		FREE_PORT=$((20000 + RANDOM % 12000))
		case $GIVEN_PORTS in *" $FREE_PORT "*) continue ;; esac
		(exec 3<>"/dev/tcp/127.0.0.1/$FREE_PORT") 2>/dev/null || break
	done
	GIVEN_PORTS="$GIVEN_PORTS$FREE_PORT "
}

roles_of() { sed 's/,/, /g' <<<"${1#*:}"; }

node_configuration() {
	local id=$1 other user here=$NODES/$1
	cat <<YAML
node:
  id: $id
  name: ${NODE_NAME[$id]}
  contact: 088-0000100
  law: ${NODE_LAW[$id]}
  data: $here/data
  key_file: $here/store.key
partners_listener:
  address: 127.0.0.1
  port: ${NODE_PORT[$id]}
  certificate: $here/node.crt
  key: $here/node.key
  authority: $here/partners-ca.crt
  revoked: $here/partners.crl
users_listener:
  address: 127.0.0.1
  port: ${NODE_USERS_PORT[$id]}
  certificate: $here/users-listener.crt
  key: $here/users-listener.key
  authority: $here/users-ca.crt
  revoked: $here/users.crl
policy:
  files: [$here/policy]
  texts: $here/texts
log:
  folder: $here/accesslog
limits:
  loops: 1
  workers: 4
$NODE_LIMITS
YAML
	if [ "${#NODE_IDS[@]}" -gt 1 ]; then
		echo "partners:"
		for other in "${NODE_IDS[@]}"; do
			[ "$other" != "$id" ] || continue
			printf '  - {id: %s, name: %s, law: %s, url: "https://127.0.0.1:%s"%s}\n' \
				"$other" "${NODE_NAME[$other]}" \
				"${NODE_LAW[$other]}" \
				"${NODE_RELAY_PORT[$other]:-${NODE_PORT[$other]}}" \
				"$NODE_PARTNER_MORE"
		done
	fi
	echo "users:"
	for user in ${NODE_USERS[$id]}; do
		printf '  - {id: %s, name: %s, roles: [%s]}\n' "${user%%:*}" \
			"${user%%:*}" "$(roles_of "$user")"
	done
}
declare -A NODE_RELAY_PORT

# The shipped policy files, as an officer would copy them.
node_policy() {
	mkdir -p "$NODES/$1/policy"
	cp policy/*.vocabulary policy/*.policy "$NODES/$1/policy/"
	cp -r policy/texts "$NODES/$1/"
}

profile_add() {
	local id=$1 user=$2
	"$EENPLAN" profile add "$id-$user" \
		--url "https://127.0.0.1:${NODE_USERS_PORT[$id]}" \
		--certificate "$NODES/$id/users/$user.crt" \
		--key "$NODES/$id/users/$user.key" \
		--authority "$NODES/$id/users-ca.crt" >/dev/null
}

nodes_prepare() {
	local id user
	certs/trial-ca "$NODES" >/dev/null
	for id in "${NODE_IDS[@]}"; do
		certs/issue node "$NODES" "$id" >/dev/null
		for user in ${NODE_USERS[$id]}; do
			certs/issue user "$NODES" "$id" "${user%%:*}" >/dev/null
		done
		free_port
		NODE_PORT[$id]=$FREE_PORT
		free_port
		NODE_USERS_PORT[$id]=$FREE_PORT
	done
	for id in "${NODE_IDS[@]}"; do
		"$EENPLAND" --make-key "$NODES/$id/store.key"
		node_policy "$id"
		node_configuration "$id" >"$NODES/$id/node.yaml"
		for user in ${NODE_USERS[$id]}; do
			profile_add "$id" "${user%%:*}"
		done
	done
}

node_is_up() { [ -n "${NODE_PID[$1]:-}" ] && kill -0 "${NODE_PID[$1]}" 2>/dev/null; }

# How often the node's log has said that it is ready.
node_readies() { grep -c ' node ready' "$NODES/$1/log" || true; }

node_start() {
	local id before deadline
	for id; do
		touch "$NODES/$id/log"
		before=$(node_readies "$id")
		${NODE_WRAP:-} "$EENPLAND" "$NODES/$id/node.yaml" \
			2>>"$NODES/$id/log" </dev/null &
		NODE_PID[$id]=$!
		deadline=$((SECONDS + NODE_READY_SECONDS))
		until [ "$(node_readies "$id")" != "$before" ]; do
			node_is_up "$id" || {
				tail -n 20 "$NODES/$id/log" >&2
				fail "node $id did not start"
			}
			[ "$SECONDS" -lt "$deadline" ] ||
				fail "node $id was not ready in $NODE_READY_SECONDS s"
			sleep 0.02
		done
	done
}

# The exit status of the node itself; 0 if it was not up.
node_stop() {
	local id status=0
	for id; do
		[ -n "${NODE_PID[$id]:-}" ] || continue
		kill -TERM "${NODE_PID[$id]}" 2>/dev/null || true
		wait "${NODE_PID[$id]}" || status=$?
		unset "NODE_PID[$id]"
	done
	return "$status"
}

node_kill() {
	kill -KILL "${NODE_PID[$1]}" 2>/dev/null || true
	wait "${NODE_PID[$1]}" 2>/dev/null || true
	unset "NODE_PID[$1]"
}

nodes_end() {
	local id
	for id in "${NODE_IDS[@]}"; do
		node_stop "$id" || true
	done
}

as() {
	local user=$1 id=$2
	shift 2
	EENPLAN_PROFILE=$id-$user "$EENPLAN" "$@"
}

# link USER RESIDENT@ID USER RESIDENT@ID: the first issues, the second accepts
link() {
	local token
	token=$(as "$1" "${2#*@}" link token "${2%@*}" "${4#*@}" --quiet)
	as "$3" "${4#*@}" link accept "${4%@*}" "${2#*@}" "$token" >/dev/null
}
