# Real nodes on loopback, for the demo, the scenarios and the benches.
# Sourced by bash with `set -euo pipefail` in force.
#
#   nodes_begin FOLDER               an empty place for nodes, certificates, profiles
#   node_declare ID NAME LAW USER:ROLE[,ROLE]…[:NAME[:CONTACT]]…
#   node_contact ID CONTACT          how residents reach the organisation
#   node_peers ID ID…                its partners; without it, all the others
#   node_trusts ID PARTNER KINDS     whose word it takes for consent
#   node_identifies ID PARTNER WORD  what joint clients may be looked for by with it
#   node_says ID SECTION "KEY: VALUE"    one more key of its configuration
#   nodes_prepare                    certificates, keys, configurations, profiles
#   node_start ID…    node_stop ID…    node_kill ID…    nodes_end
#   as USER ID COMMAND…              eenplan as that user of that organisation
#   link USER RESIDENT@ID USER RESIDENT@ID    both halves of a link, by token
#
# Everything lives in $NODES; a node's log is $NODES/ID/log. Every node's policy
# is $NODE_POLICY.

EENPLAN_BUILD=${EENPLAN_BUILD:-build/release}
EENPLAND=$EENPLAN_BUILD/eenpland
EENPLAN=$EENPLAN_BUILD/eenplan
NODE_READY_SECONDS=${NODE_READY_SECONDS:-20}
NODE_LIMITS=${NODE_LIMITS:-}	# more lines for `limits:` in every configuration

# The leak checker's exceptions, where programs are built with it.
export LSAN_OPTIONS=suppressions=$PWD/tests/leak.supp:print_suppressions=0

# The shipped policy files, as an officer would copy them.
NODE_POLICY=(policy/*.vocabulary policy/*.policy)

declare -A NODE_NAME NODE_LAW NODE_USERS NODE_CONTACT NODE_PEERS NODE_TRUSTS NODE_IDENTIFIERS
declare -A NODE_SAYS NODE_PID NODE_PORT NODE_USERS_PORT NODE_RELAY_PORT
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
	NODE_USERS[$1]=$(printf '%s\n' "${@:4}")
}
node_contact() { NODE_CONTACT[$1]=$2; }
node_peers() { NODE_PEERS[$1]="${*:2}"; }
node_trusts() { NODE_TRUSTS[$1/$2]=$3; }
node_identifies() { NODE_IDENTIFIERS[$1/$2]=$3; }
NODE_SECTIONS=(asking_again emergency reports discovery consultation hours)
node_says() {
	case " policy log limits ${NODE_SECTIONS[*]} " in
	*" $2 "*) NODE_SAYS[$1/$2]+="  $3"$'\n' ;;
	*) fail "node_says: no section $2" ;;
	esac
}

# FREE_PORT: one that nobody listens on, no other run beside this one was given,
# and outgoing connections don't take. A given port is a file with the process
# that has it; that of a process that is gone is free again.
PORTS=${TMPDIR:-/tmp}/eenplan-ports.$UID
GIVEN_PORTS=()
free_port() {
	local holder
	mkdir -p "$PORTS"
	while :; do
		FREE_PORT=$((20000 + RANDOM % 12000))
		holder=$(cat "$PORTS/$FREE_PORT" 2>/dev/null) || holder=
		if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
			rm -f "$PORTS/$FREE_PORT"
		fi
		(set -o noclobber && echo $$ >"$PORTS/$FREE_PORT") 2>/dev/null || continue
		GIVEN_PORTS+=("$PORTS/$FREE_PORT")
		(exec 3<>"/dev/tcp/127.0.0.1/$FREE_PORT") 2>/dev/null || break
	done
}

partners_of() {
	local id
	for id in ${NODE_PEERS[$1]-"${NODE_IDS[@]}"}; do
		[ "$id" = "$1" ] || echo "$id"
	done
}

node_partners() {
	local id=$1 other url more
	for other in $(partners_of "$id"); do
		url=https://127.0.0.1:${NODE_RELAY_PORT[$other]:-${NODE_PORT[$other]}}
		more=${NODE_TRUSTS[$id/$other]:+, consents: [${NODE_TRUSTS[$id/$other]}]}
		more+=${NODE_IDENTIFIERS[$id/$other]:+, identifiers: [${NODE_IDENTIFIERS[$id/$other]}]}
		printf '  - {id: %s, name: "%s", law: %s, url: "%s"%s}\n' "$other" \
			"${NODE_NAME[$other]}" "${NODE_LAW[$other]}" "$url" "$more"
	done
}

node_users() {
	local user roles name contact
	while IFS=: read -r user roles name contact; do
		printf '  - {id: %s, name: "%s", roles: [%s]%s}\n' "$user" \
			"${name:-$user}" "${roles//,/, }" \
			"${contact:+, contact: "\"$contact\""}"
	done <<<"${NODE_USERS[$1]}"
}

users_of() { cut -d : -f 1 <<<"${NODE_USERS[$1]}"; }

node_configuration() {
	local id=$1 here=$NODES/$1 more
	cat <<YAML
node:
  id: $id
  name: ${NODE_NAME[$id]}
  contact: ${NODE_CONTACT[$id]:-088-0000100}
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
${NODE_SAYS[$id/policy]-}
log:
  folder: $here/accesslog
${NODE_SAYS[$id/log]-}
limits:
  loops: 1
  workers: 4
$NODE_LIMITS
${NODE_SAYS[$id/limits]-}
YAML
	for more in "${NODE_SECTIONS[@]}"; do
		[ -z "${NODE_SAYS[$id/$more]-}" ] ||
			printf '%s:\n%s' "$more" "${NODE_SAYS[$id/$more]}"
	done
	if [ -n "$(partners_of "$id")" ]; then
		echo "partners:"
		node_partners "$id"
	fi
	echo "users:"
	node_users "$id"
}

node_policy() {
	mkdir -p "$NODES/$1/policy"
	cp "${NODE_POLICY[@]}" "$NODES/$1/policy/"
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
		for user in $(users_of "$id"); do
			certs/issue user "$NODES" "$id" "$user" >/dev/null
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
		for user in $(users_of "$id"); do
			profile_add "$id" "$user"
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
			>>"$NODES/$id/log" 2>&1 </dev/null &
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
	rm -f "${GIVEN_PORTS[@]}"
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
