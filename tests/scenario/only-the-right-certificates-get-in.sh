#!/bin/bash
# Who is let in: a valid certificate of the listener's own authority whose
# holder is enrolled; nobody else, and nobody any longer once revoked.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
certs/issue node "$NODES" stranger >/dev/null
certs/issue node "$NODES" late --from 20240101000000Z --until 20240201000000Z >/dev/null
certs/issue user "$NODES" thuiszorg nobody >/dev/null
certs/trial-ca "$WORK/other" >/dev/null
certs/issue node "$WORK/other" wijkteam >/dev/null

# reach CERTIFICATE-BASE PORT AUTHORITY: the HTTP status, or 000
reach() {
	curl -sS --max-time 10 ${1:+--cert "$1.crt" --key "$1.key"} \
		--cacert "$3" -o "$WORK/body" -w '%{http_code}' \
		"https://127.0.0.1:$2/v1/health" 2>"$WORK/why" || true
}
partners() { reach "$1" "${NODE_PORT[thuiszorg]}" "$NODES/thuiszorg/partners-ca.crt"; }
users() { reach "$1" "${NODE_USERS_PORT[thuiszorg]}" "$NODES/thuiszorg/users-ca.crt"; }
expect() {
	[ "$2" = "$1" ] || fail "$3: got $2: $(cat "$WORK/why" "$WORK/body" 2>/dev/null)"
	ok "$3"
}

expect 200 "$(partners "$NODES/wijkteam/node")" "an enrolled partner is let in"
expect 200 "$(users "$NODES/thuiszorg/users/petra")" "an enrolled user is let in"
expect 000 "$(partners "")" "no certificate: no connection"
expect 000 "$(partners "$WORK/other/wijkteam/node")" "the right name from another authority: no connection"
expect 000 "$(partners "$NODES/late/node")" "an expired certificate: no connection"
expect 000 "$(partners "$NODES/thuiszorg/users/petra")" "a user's certificate at the partners' listener: no connection"
expect 000 "$(users "$NODES/wijkteam/node")" "a partner's certificate at the users' listener: no connection"
expect 000 "$(users "$NODES/wijkteam/users/fatima")" "another organisation's user: no connection"
expect 403 "$(partners "$NODES/stranger/node")" "a valid certificate that isn't enrolled: 403"
jq -e '.code == "not-enrolled"' "$WORK/body" >/dev/null || fail "the code isn't not-enrolled"
expect 403 "$(users "$NODES/thuiszorg/users/nobody")" "a user who isn't enrolled: 403"
if printf 'GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n' |
	timeout 5 socat - "TCP:127.0.0.1:${NODE_PORT[thuiszorg]}" 2>/dev/null | grep -qa HTTP; then
	fail "plain HTTP got an answer"
fi
ok "plain HTTP gets no answer"
if curl -sS --tls-max 1.2 --max-time 5 --cert "$NODES/wijkteam/node.crt" --key "$NODES/wijkteam/node.key" \
	--cacert "$NODES/thuiszorg/partners-ca.crt" -o /dev/null \
	"https://127.0.0.1:${NODE_PORT[thuiszorg]}/v1/health" 2>/dev/null; then
	fail "TLS 1.2 was accepted"
fi
ok "TLS 1.2 is refused"

# A session from before the revocation must not outlive it.
session() {
	printf 'GET /v1/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n' |
		timeout 10 openssl s_client -connect "127.0.0.1:${NODE_PORT[thuiszorg]}" \
			-cert "$NODES/wijkteam/node.crt" -key "$NODES/wijkteam/node.key" \
			-CAfile "$NODES/thuiszorg/partners-ca.crt" -ign_eof "$@" 2>&1 || true
}
session -sess_out "$WORK/session" >"$WORK/first"
grep -q 'HTTP/1.1 200' "$WORK/first" || fail "the first session didn't work"
session -sess_in "$WORK/session" >"$WORK/second"
grep -q '^Reused' "$WORK/second" || fail "a session isn't resumed while the certificate is good"
ok "a session is resumed while the certificate is good"
certs/revoke "$NODES" wijkteam >/dev/null
kill -HUP "${NODE_PID[thuiszorg]}"
for _ in $(seq 100); do
	grep -q ' reloaded' "$NODES/thuiszorg/log" && break
	sleep 0.05
done
expect 000 "$(partners "$NODES/wijkteam/node")" "revoked: no connection any more"
session -sess_in "$WORK/session" >"$WORK/third"
! grep -q 'HTTP/1.1 200' "$WORK/third" || fail "a revoked certificate's session was resumed"
ok "nor by resuming an old session"
