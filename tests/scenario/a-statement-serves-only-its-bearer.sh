#!/bin/bash
# An ask statement is good for one partner, over its own certificate, until it
# ends: not altered, not handed on, not for somebody else's name.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
node_declare welzijn "Welzijn Samen" welzijn anouk:professional
care_and_support
consent_to thuiszorg tz-1 wijkteam give
reference=$(reference_at wijkteam wt-1 thuiszorg)
query wijkteam "$reference" >"$WORK/query"

# post ORG QUERY-FILE: status, and the answer in $WORK/body
post() {
	sed '/^\r$/,$d' "$2" >"$WORK/header"
	sed '1,/^\r$/d' "$2" >"$WORK/asked"
	curl -sS --max-time 10 --cert "$NODES/$1/node.crt" --key "$NODES/$1/node.key" \
		--cacert "$NODES/thuiszorg/partners-ca.crt" -H 'Content-Type: application/json' \
		-H "@$WORK/header" --data-binary "@$WORK/asked" -o "$WORK/body" -w '%{http_code}' \
		"https://127.0.0.1:${NODE_PORT[thuiszorg]}/v1/query"
}
refused() {
	[ "$(post "$1" "$2")" = 403 ] || fail "$3: $(cat "$WORK/body")"
	jq -e '.code == "statement-refused" and .detail == null' "$WORK/body" >/dev/null ||
		fail "$3: the answer says more than that it is refused: $(cat "$WORK/body")"
	! grep -q fragments "$WORK/body" || fail "$3: data came along"
	ok "$3"
}

[ "$(post wijkteam "$WORK/query")" = 200 ] && grep -q '"category":"goal"' "$WORK/body" ||
	fail "the statement isn't accepted from its bearer: $(cat "$WORK/body")"
[ "$(post wijkteam "$WORK/query")" = 200 ] || fail "nor a second time"
ok "its bearer may use it for a session of queries"
refused welzijn "$WORK/query" "another partner that replays it is refused"

IFS='. ' read -r _ _ header payload signature < <(sed 's/\r$//;q' "$WORK/query")
decode() { tr -- '-_' '+/' <<<"$1===" | base64 -d 2>/dev/null || true; }
encode() { base64 -w0 | tr -- '+/' '-_' | tr -d '='; }
altered() { sed "1s/ Ask .*/ Ask $1\r/" "$WORK/query" >"$WORK/altered"; }

altered "$header.$(decode "$payload" | sed 's/"coordinator"/"professional"/' | encode).$signature"
refused wijkteam "$WORK/altered" "with another role than was signed it is refused"
altered "$(printf '{"alg":"none"}' | encode).$payload."
refused wijkteam "$WORK/altered" "without a signature it is refused"
altered "$header.$payload.$(printf '%064d' 0 | encode)"
refused wijkteam "$WORK/altered" "with a made-up signature it is refused"
query wijkteam --organisation welzijn "$reference" >"$WORK/altered"
refused wijkteam "$WORK/altered" "in another organisation's name it is refused"
query wijkteam --lifetime -60 "$reference" >"$WORK/altered"
refused wijkteam "$WORK/altered" "after its end it is refused"
query wijkteam --lifetime 864000 "$reference" >"$WORK/altered"
refused wijkteam "$WORK/altered" "for ten days it is refused"
query wijkteam --role king "$reference" >"$WORK/altered"
[ "$(post wijkteam "$WORK/altered")" = 422 ] || fail "an unknown role: $(cat "$WORK/body")"
ok "for a role that isn't in the vocabulary it is no use"
query wijkteam --purpose curiosity "$reference" >"$WORK/altered"
[ "$(post wijkteam "$WORK/altered")" = 422 ] || fail "an unknown purpose: $(cat "$WORK/body")"
ok "nor for an unknown purpose"
query wijkteam --purpose handover "$reference" >"$WORK/altered"
[ "$(post wijkteam "$WORK/altered")" = 200 ] && grep -q '{"fragments":\[\],"withheld":\[\]}' "$WORK/body" ||
	fail "what only a source may send was asked for: $(cat "$WORK/body")"
ok "what only a source may send can't be asked for"
