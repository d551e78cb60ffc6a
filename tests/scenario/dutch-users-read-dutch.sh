#!/bin/bash
# Under a Dutch locale everything that a user reads is Dutch, also what a node
# refuses; programs get the same stable keys in every language, partners the
# same bytes, and a node's log is English, whatever the locale that it runs in.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
mkdir -p "$WORK/locale"
localedef -i nl_NL -f UTF-8 "$WORK/locale/nl_NL.UTF-8" || fail "localedef"
export LOCPATH=$WORK/locale
export LC_MESSAGES=nl_NL.UTF-8 LANG=nl_NL.UTF-8 # that the nodes run in
care_and_support
unset LC_MESSAGES LANG
dutch() { LC_ALL=nl_NL.UTF-8 "$@"; }
english() { LC_ALL=C "$@"; }

dutch as fatima wijkteam view vlinderhof --for coordination >"$WORK/nl"
LC_ALL=C.UTF-8 as fatima wijkteam view vlinderhof --for coordination >"$WORK/en"
grep -qi 'regisseur\|regie' "$WORK/nl" || fail "no Dutch word for the coordinator: $(head -n 12 "$WORK/nl")"
! grep -qE 'Who coordinates|Members|Goals|Agreements' "$WORK/nl" || fail "English in the Dutch view"
grep -q 'Who coordinates' "$WORK/en" || fail "no English view"
ok "the view is Dutch under a Dutch locale, and English otherwise"
dutch "$EENPLAN" --help >"$WORK/help"
grep -qi 'gebruik' "$WORK/help" || fail "no Dutch help"
ok "so is the help"
dutch as fatima wijkteam view elders --for coordination 2>"$WORK/error" && fail "a view of nothing"
! grep -q 'Nothing of that name' "$WORK/error" || fail "English in a Dutch error"
ok "and errors"
dutch as fatima wijkteam view vlinderhof --for coordination --format json | jq -S 'keys' >"$WORK/nl.keys"
as fatima wijkteam view vlinderhof --for coordination --format json | jq -S 'keys' >"$WORK/en.keys"
cmp "$WORK/nl.keys" "$WORK/en.keys" || fail "the keys differ by language"
ok "the keys of the JSON are the same"

# --- what a node refuses ---

flat() { tr '\n' ' ' <"$1" | tr -s ' '; }
# in_both DUTCH ENGLISH COMMAND…: is refused, and says that
in_both() {
	local dutch=$1 english=$2
	shift 2
	! dutch "$@" >"$WORK/nl" 2>&1 || fail "not refused: $*"
	! english "$@" >"$WORK/en" 2>&1 || fail "not refused: $*"
	flat "$WORK/nl" | grep -qF -- "$dutch" || fail "no '$dutch' in: $(cat "$WORK/nl")"
	! flat "$WORK/nl" | grep -qF -- "$english" || fail "English in: $(cat "$WORK/nl")"
	flat "$WORK/en" | grep -qF -- "$english" || fail "no '$english' in: $(cat "$WORK/en")"
}
team() { as fatima wijkteam "$@"; }

in_both "moet dit zijn: een cijfer van 0 tot 10" "must be a score from 0 to 10" \
	team plan add wellbeing wt-1 score=11
in_both "ontbreekt; het is een tekst" "is missing; it is a text" \
	team plan add agreement wt-1 text=Boodschappen due=2026-12-01
in_both "wordt hier niet geschreven; dit wel:" "is nothing that is written here; these are:" \
	team plan add welbeing wt-1 score=3
in_both "is geen woord uit de woordenlijst van dit knooppunt" "is not a word of this node's policy vocabulary" \
	team plan add goal wt-1 text=x --law nonsense
in_both "ligt vóór de geboorte van de inwoner" "is before the resident was born" \
	team plan add service wt-1 kind=hulp line=1 start=1900-01-01
in_both "geen inwoner van dit knooppunt heeft dat id of die korte naam" "no resident of this node has that id or handle" \
	team plan add goal wt-999 text=x
ok "what can't be written into a plan is refused in the user's language"
cat >"$WORK/household.json" <<'JSON'
{"resourceType": "Bundle", "type": "collection", "entry": [{"resource":
 {"resourceType": "Group", "id": "tz-huis", "type": "person", "actual": true, "name": "Mevrouw Bakker",
  "member": [{"entity": {"reference": "Patient/tz-1"}}]}}]}
JSON
as beheer thuiszorg import "$WORK/household.json" --quiet
team coordinator accept vlinderhof --quiet
for _ in $(seq 200); do
	as petra thuiszorg coordinator show tz-huis --format json >"$WORK/shown"
	[ "$(jq -r '.coordinator.standing // ""' "$WORK/shown")" != held ] || break
	sleep 0.1
done
in_both "niemand heeft uw organisatie de regie over dit plan aangeboden" "nobody has offered this plan to your organisation" \
	as petra thuiszorg coordinator accept tz-huis
in_both "uw eigen organisatie heeft de regie over dit plan al" "your own organisation coordinates this plan already" \
	team coordinator offer vlinderhof --to wijkteam
ok "so is a hand-over that nobody offered"
in_both "mag uw rol hier niet zien van een goal" "which your role may not see of a goal" \
	as beheer wijkteam plan add goal wt-1 text=x
in_both "Uw rol laat dit niet toe" "Your role doesn't allow this" \
	as fg wijkteam plan add goal wt-1 text=x
ok "so is a role that may not"
in_both "is geen vastgelegde vertegenwoordiger van deze inwoner" "is no recorded representative of this resident" \
	team consent give wt-1 --to thuiszorg --kind share --category any --for any \
	--given-by representative --giver dochter --asked "aan tafel"
team resident representative wt-1 dochter child --name "Els" >/dev/null
in_both "heeft hier volgens AVG 9(2)(a) geen recht op; wie het mag: de inwoner" "has no right to this by AVG 9(2)(a); who may: the resident" \
	team consent give wt-1 --to thuiszorg --kind share --category any --for any \
	--given-by representative --giver dochter --asked "aan tafel"
in_both "is geen woord uit de woordenlijst" "is not a word of the vocabulary" \
	team consent give wt-1 --to thuiszorg --kind share --category gaol --for any \
	--given-by self --asked "aan tafel"
ok "so is a consent that can't be"
team discover thuiszorg --for coordination >/dev/null
sqlite3 "$NODES/wijkteam/data/eenplan.db" "UPDATE discovery SET known_ms = 1 WHERE known_ms > 0"
in_both "/partner: zegt: Dit is zo vaak gedaan als mag" "/partner: says: This was done as often as is allowed" \
	team discover thuiszorg --for coordination
ok "so is what a partner's node refuses, in whose words"

dutch as beheer thuiszorg import tests/fixtures/household/thuiszorg.json >"$WORK/nl"
flat "$WORK/nl" | grep -qF "bewaard als diagnosis, niet gedeeld" || fail "no Dutch note: $(cat "$WORK/nl")"
! grep -q 'not shared' "$WORK/nl" || fail "an English note: $(cat "$WORK/nl")"
english as beheer thuiszorg import tests/fixtures/household/thuiszorg.json >"$WORK/en"
flat "$WORK/en" | grep -qF "kept as diagnosis, not shared" || fail "no English note: $(cat "$WORK/en")"
ok "so is what an import notes"

# --- the same for programs ---

# refused_as LANGUAGES WHO: of a resident's view, at wijkteam's users' listener
# as its coordinator, or at thuiszorg's partners' as wijkteam's node.
refused_as() {
	local here=$NODES/wijkteam port=${NODE_USERS_PORT[wijkteam]} path=/v1/view who=users/fatima authority=users
	[ "$2" = user ] || { port=${NODE_PORT[thuiszorg]} path=/v1/query who=node authority=partners; }
	curl -sS --max-time 20 --cert "$here/$who.crt" --key "$here/$who.key" \
		--cacert "$here/$authority-ca.crt" -H 'Content-Type: application/json' \
		-H 'X-Request-Id: 9999aaaa-0000-4000-8000-000000000001' \
		${1:+-H "Accept-Language: $1"} -d '{"colour":"red"}' \
		"https://127.0.0.1:$port$path"
}
refused_as nl-NL,en\;q=0.5 user >"$WORK/nl"
refused_as en,nl\;q=0.5 user >"$WORK/en"
refused_as "" user | cmp - "$WORK/en" || fail "who asks for no language gets English"
[ "$(jq -r .detail "$WORK/nl")" = "is hier niet bekend; laat het weg of verbeter de naam" ] || fail "$(cat "$WORK/nl")"
[ "$(jq -r .detail "$WORK/en")" = "is not known here; leave it out or correct its name" ] || fail "$(cat "$WORK/en")"
for each in nl en; do
	jq -S 'del(.detail, .title)' "$WORK/$each" >"$WORK/$each.rest"
done
cmp "$WORK/nl.rest" "$WORK/en.rest" || fail "more than title and detail differs by language"
ok "a program says by Accept-Language what it reads; code, type, status and where stay"
refused_as nl partner >"$WORK/nl"
refused_as "" partner | cmp - "$WORK/nl" || fail "a partner's language changes its bytes"
[ "$(jq -r .detail "$WORK/nl")" = "is not known here; leave it out or correct its name" ] || fail "$(cat "$WORK/nl")"
ok "a partner's node gets the same bytes in every language"

# --- the log ---

for id in wijkteam thuiszorg; do
	grep -q 'exchange ended early' "$NODES/$id/log" || fail "no refusal in the log of $id"
	! grep -E ' (het|een|niet|geen|moet|wordt|staat|deze) ' "$NODES/$id/log" || fail "Dutch in the log of $id"
	! grep 'no Dutch catalogue' "$NODES/$id/log" || fail "the catalogue wasn't found"
done
ok "what a node logs is English"
