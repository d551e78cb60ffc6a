#!/bin/bash
# What the policy tools tell people they tell programs, too: with the keys that
# the manual names, in English under any locale, and nothing else.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
# tell WHAT ARGUMENT…: in $WORK/told
tell() { "$EENPLAN" policy "$@" --format json >"$WORK/told"; }
holds() { jq -e "$1" "$WORK/told" >/dev/null || fail "$2: $(cat "$WORK/told")"; }
keys() { [ "$(jq -r 'keys | join(" ")' "$WORK/told")" = "$1" ] || fail "keys: $(jq -c keys "$WORK/told")"; }

question=(policy --category goal --from-domain zvw --to-domain wmo --role consultant
	--for assessment --sensitivity normal --age 71 --on 2026-05-01)
tell explain "${question[@]}" --given share
keys "duties fields missing question rule verdict"
holds '.verdict == "permit" and (.fields | split(", ") | index("text") != null) and .rule.id == "NL-03" and .rule.line > 0 and (.rule.basis | length) > 0 and .missing == []' \
	"a permit isn't explained"
tell explain "${question[@]}"
keys "duties fields missing nearest question verdict"
holds '.verdict == "nothing_permits" and .fields == "" and .nearest.id == "NL-03" and .missing == ["consent share is given"]' \
	"what is missing isn't told"
tell explain policy --category judicial --from-domain zvw --to-domain wmo --role consultant \
	--for assessment --sensitivity normal --on 2026-05-01
holds '.verdict == "forbidden" and (.rule.id | length) > 0' "a forbid isn't explained"
LC_ALL=C.UTF-8 LANGUAGE=nl "$EENPLAN" policy explain "${question[@]}" --format json >"$WORK/dutch"
tell explain "${question[@]}"
cmp "$WORK/told" "$WORK/dutch" || fail "the language of the user changes it"
ok "explain: verdict, fields, rule or nearest rule, what is missing"

tell who-can-see diagnosis text policy --on 2026-05-01
keys "category cells groups on unlisted ways"
holds '.category == "diagnosis" and .on == "2026-05-01" and (.ways | length) > 0 and all(.ways[]; .fields == "text" and (.rule | length) > 0 and (.basis | length) > 0 and (.where | length) > 0 and (.example | startswith("diagnosis from ")))' \
	"ways aren't told"
rules=$(jq -r '[.ways[].rule] | unique | join(" ")' "$WORK/told")
"$EENPLAN" policy who-can-see diagnosis text policy --on 2026-05-01 >"$WORK/table"
for rule in $rules; do
	grep -q "^$rule  " "$WORK/table" || fail "the table lacks $rule"
done
[ "$(grep -cE '^[A-Z]+-[A-Z0-9a-z]+  ' "$WORK/table")" = "$(wc -w <<<"$rules")" ] ||
	fail "the table has other rules than JSON: $rules"
tell who-can-see treatment_note text policy --on 2026-05-01 &&
	holds 'all(.ways[]; .rule | startswith("NL-O"))' "a treatment note leaves the organisation"
ok "who-can-see: every way with its rule, articles, conditions and an example"
