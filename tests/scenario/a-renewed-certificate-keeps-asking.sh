#!/bin/bash
# SIGHUP after a node's certificate and key were renewed: it asks its partners
# over the new certificate, with ask statements that are bound to that one.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give

goals() {
	as fatima wijkteam view vlinderhof --for coordination --format json |
		jq '[.fragments[] | select(.source == "thuiszorg" and .category == "goal")] | length'
}
[ "$(goals)" -gt 0 ] || fail "no goal is shared to begin with"

before=$(sha256sum <"$NODES/wijkteam/node.crt")
certs/issue node "$NODES" wijkteam >/dev/null
[ "$(sha256sum <"$NODES/wijkteam/node.crt")" != "$before" ] || fail "nothing was renewed"
kill -HUP "${NODE_PID[wijkteam]}"
for _ in $(seq 200); do
	! grep -q ' reloaded' "$NODES/wijkteam/log" || break
	sleep 0.05
done
[ "$(goals)" -gt 0 ] || fail "after the renewal the partner refuses our statements"
ok "a renewed certificate is in force after a reload, and so are statements over it"
