#!/bin/bash
# SIGHUP with a mistake in a policy, the configuration or a certificate: said
# loudly, and what was in force stays. Without one: in force at once.
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
reload() {
	local before
	before=$(grep -c ' reloaded' "$NODES/thuiszorg/log" || true)
	kill -HUP "${NODE_PID[thuiszorg]}"
	for _ in $(seq 200); do
		[ "$(grep -c ' reloaded' "$NODES/thuiszorg/log" || true)" = "$before" ] || return 0
		sleep 0.05
	done
	fail "no reload"
}
policy() { as petra thuiszorg status --format json | jq -r .policy; }

[ "$(goals)" -gt 0 ] || fail "no goal is shared to begin with"
first=$(policy)
cat >"$NODES/thuiszorg/policy/own.policy" <<'POLICY'
policy own version 1
rule OWN-1 "Goals stay with us"
  forbid  gaol
  basis   "AVG 5(1)(c)"
  valid   from 2026-01-01
POLICY
reload
[ "$(policy)" = "$first" ] && [ "$(goals)" -gt 0 ] || fail "a broken policy changed something"
grep -q 'own.policy:3:11' "$NODES/thuiszorg/log" || fail "the log doesn't say where the mistake is"
grep -q 'did you mean' "$NODES/thuiszorg/log" || fail "the log has no hint"
ok "a broken policy leaves the old one in force, and says line, column and a hint"

sed -i 's/gaol/goal/' "$NODES/thuiszorg/policy/own.policy"
reload
[ "$(policy)" != "$first" ] || fail "the mended policy isn't in force"
[ "$(goals)" = 0 ] || fail "a forbid isn't in force after the reload"
ok "a good policy is in force after the reload"

cp "$NODES/thuiszorg/node.yaml" "$WORK/good.yaml"
echo 'nonsense: 1' >>"$NODES/thuiszorg/node.yaml"
reload
as petra thuiszorg status >/dev/null || fail "the node doesn't serve any more"
grep -q 'configuration not reloaded' "$NODES/thuiszorg/log" || fail "the log doesn't say so"
cp "$WORK/good.yaml" "$NODES/thuiszorg/node.yaml"
ok "a broken configuration leaves the old one"

cp "$NODES/thuiszorg/node.crt" "$WORK/node.crt"
echo rubbish >"$NODES/thuiszorg/node.crt"
reload
as fatima wijkteam partner check thuiszorg >/dev/null || fail "the node lost its certificate"
grep -q 'certificates not reloaded' "$NODES/thuiszorg/log" || fail "the log doesn't say so"
cp "$WORK/node.crt" "$NODES/thuiszorg/node.crt"
ok "a broken certificate leaves the old one"

sed -i '/id: wijkteam/d' "$NODES/thuiszorg/node.yaml"
sed -i '/^partners:$/d' "$NODES/thuiszorg/node.yaml"
reload
[ "$(goals)" = 0 ] || fail "a partner that was taken off the list still gets something"
as fatima wijkteam partner check thuiszorg --format json >"$WORK/check" || true
jq -e '.partners[0].reachable and (.partners[0].enrolled | not)' "$WORK/check" >/dev/null ||
	fail "partner check: $(cat "$WORK/check")"
ok "a partner taken off the list is out after the reload, and partner check says so"
