#!/bin/bash
# What is wrong with a request is said: what, where, and under which stable
# code; and nothing of the request's content lands in a log.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give

# user METHOD PATH CODE [CURL-OPTION…]: as the coordinator
user() {
	curl -sS --max-time 20 --cert "$NODES/wijkteam/users/fatima.crt" \
		--key "$NODES/wijkteam/users/fatima.key" \
		--cacert "$NODES/wijkteam/users-ca.crt" \
		-D "$WORK/head" -o "$WORK/body" -w '%{http_code}' \
		-X "$1" "https://127.0.0.1:${NODE_USERS_PORT[wijkteam]}$2" "${@:4}"
}
partner() {
	curl -sS --max-time 20 --cert "$NODES/wijkteam/node.crt" \
		--key "$NODES/wijkteam/node.key" \
		--cacert "$NODES/wijkteam/partners-ca.crt" \
		-D "$WORK/head" -o "$WORK/body" -w '%{http_code}' \
		-X "$1" "https://127.0.0.1:${NODE_PORT[thuiszorg]}$2" "${@:4}"
}
# expect WHO METHOD PATH "HTTP CODE" WHERE SENTENCE [CURL-OPTION…]
expect() {
	local http wanted_http=${4% *} wanted_code=${4#* }
	http=$("$1" "$2" "$3" - "${@:7}")
	[ "$http" = "$wanted_http" ] || fail "$6: got $http, not $wanted_http: $(cat "$WORK/body")"
	grep -qi '^content-type: application/problem+json' "$WORK/head" || fail "$6: no problem+json"
	grep -qi '^cache-control: no-store' "$WORK/head" || fail "$6: may be stored"
	jq -e --arg code "$wanted_code" --arg where "$5" \
		'.code == $code and .status == '"$wanted_http"' and (.request | length == 36) and ($where == "" or .where == $where)' \
		"$WORK/body" >/dev/null || fail "$6: $(cat "$WORK/body")"
	ok "$6: $(jq -r '[.code, .where, .detail] | map(select(. != null)) | join(" · ")' "$WORK/body")"
}
J=(-H 'Content-Type: application/json')
deep=$(printf '[%.0s' $(seq 100))

expect user POST /v1/view "400 malformed" "" "half a document" "${J[@]}" -d '{"household":'
expect user POST /v1/view "400 malformed" "" "a key twice" "${J[@]}" -d '{"household":"a","household":"b","purpose":"coordination"}'
expect user POST /v1/view "400 malformed" "" "nested too deep" "${J[@]}" -d "$deep"
expect user POST /v1/view "400 malformed" "" "not UTF-8" "${J[@]}" --data-binary $'{"household":"\xff\xfe"}'
expect user POST /v1/view "422 invalid" "/colour" "an unknown field" "${J[@]}" -d '{"household":"vlinderhof","purpose":"coordination","colour":"red"}'
expect user POST /v1/view "422 invalid" "/purpose" "a missing field" "${J[@]}" -d '{"household":"vlinderhof"}'
expect user POST /v1/view "422 invalid" "/purpose" "a field of the wrong type" "${J[@]}" -d '{"household":"vlinderhof","purpose":7}'
expect user POST /v1/view "422 invalid" "/purpose" "an unknown purpose" "${J[@]}" -d '{"household":"vlinderhof","purpose":"curiosity"}'
expect user POST /v1/view "422 invalid" "/categories/1" "an unknown category" "${J[@]}" -d '{"household":"vlinderhof","purpose":"coordination","categories":["goal","shopping"]}'
expect user POST /v1/view "422 invalid" "/role" "an unknown role" "${J[@]}" -d '{"household":"vlinderhof","purpose":"coordination","role":"king"}'
expect user POST /v1/view "403 forbidden" "" "a role that isn't the user's" "${J[@]}" -d '{"household":"vlinderhof","purpose":"coordination","role":"volunteer"}'
expect user POST /v1/view "404 not-found" "" "a household that isn't here" "${J[@]}" -d '{"household":"elders","purpose":"coordination"}'
expect user POST /v1/view "415 wrong-content-type" "header Content-Type" "the wrong content type" -H 'Content-Type: text/plain' -d '{}'
expect user DELETE /v1/view "405 wrong-method" "" "the wrong method"
expect user GET /v1/nothing "404 no-such-address" "" "no such address"
expect user POST /v1/audit/verify "403 forbidden" "" "what only a privacy officer may" "${J[@]}" -d '{}'
expect user POST /v1/consents "422 invalid" "/kind" "an unknown kind of consent" "${J[@]}" -d '{"resident":"wt-1","kind":"maybe","state":"given","given_by":"self"}'
expect user POST /v1/links/accept "422 invalid" "/token" "a misread token" "${J[@]}" -d '{"resident":"wt-1","partner":"thuiszorg","token":"ABCDE"}'
expect user POST "/v1/import?law=magic" "422 invalid" "?law=" "an import under an unknown law" "${J[@]}" -d '{"resourceType":"Patient","id":"x"}'

head -c 70000 /dev/zero | tr '\0' ' ' >"$WORK/large"
expect partner POST /v1/query "413 too-large" "" "a query that is too large" "${J[@]}" --data-binary "@$WORK/large"
expect partner POST /v1/query "422 invalid" "/subjects" "a query about nobody" "${J[@]}" -d '{"subjects":[]}'
someone='{"subjects":["7d3c1f5e-2b5a-4c8e-9d11-0a6b7c8d9e0f"]}'
expect partner POST /v1/query "422 invalid" "header Authorization" "a query without a statement" "${J[@]}" -d "$someone"
expect partner POST /v1/query "422 invalid" "header Authorization" "one with another scheme" "${J[@]}" -H 'Authorization: Bearer a.b.c' -d "$someone"
expect partner POST /v1/query "403 statement-refused" "" "one whose statement isn't signed" "${J[@]}" -H 'Authorization: Ask a.b.c' -d "$someone"
expect partner POST /v1/links "410 gone" "" "a token that was never issued" "${J[@]}" \
	-d '{"link":"7d3c1f5e-2b5a-4c8e-9d11-0a6b7c8d9e0f","token":"'"$(
		token=$(as fatima wijkteam link token wt-2 thuiszorg --quiet)
		echo "$token"
	)"'"}'

! grep -qE 'vlinderhof|curiosity|elders|Hoekstra' "$NODES"/*/log || fail "a request's content is in a log"
ok "no content of a request is in a log"
as fg wijkteam audit verify >/dev/null || fail "the access log doesn't verify"
ok "the access log verifies"
