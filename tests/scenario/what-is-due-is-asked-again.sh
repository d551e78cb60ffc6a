#!/bin/bash
# A coordinator is told what to ask again: a consent that ends or ended, one
# that is no longer enough since somebody grew up, and who else comes, where the
# client told that long ago. What was answered is on no list.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

# --- what the organisation keeps --------------------------------------------
patient() { # ID BORN
	printf '{"resource":{"resourceType":"Patient","id":"%s","birthDate":"%s","name":[{"family":"%s"}]}},' "$1" "$2" "$1"
}
related() { # ID PATIENT
	printf '{"resource":{"resourceType":"RelatedPerson","id":"%s","patient":{"reference":"Patient/%s"},"relationship":[{"coding":[{"system":"https://eenplan.nl/fhir/representations","code":"custody"}]}]}},' "$1" "$2"
}
team() { # ID PATIENT LAW [ASKED]
	local asked=
	[ -z "${4-}" ] || asked=$(printf ',"extension":[{"url":"https://eenplan.nl/fhir/asked-on","valueDate":"%s"}]' "$4")
	printf '{"resource":{"resourceType":"CareTeam","id":"%s","subject":{"reference":"Patient/%s"},"extension":[{"url":"https://eenplan.nl/fhir/law","valueCode":"%s"}],"participant":[{"period":{"start":"2026-01-01"}%s}]}},' "$1" "$2" "$3" "$asked"
}
day() { date -u -d "$1" +%F; }
group() { # ID MEMBER…
	local member members=
	for member in "${@:2}"; do
		members="$members,{\"entity\":{\"reference\":\"Patient/$member\"}}"
	done
	printf '{"resource":{"resourceType":"Group","id":"%s","type":"person","actual":true,"member":[%s]}},' "$1" "${members#,}"
}
bundle() { printf '{"resourceType":"Bundle","type":"collection","entry":[%s]}' "${1%,}"; }
people() { # ASKED: when oma was asked last
	bundle "$(
		patient oma 1940-02-03
		patient kind "$(day '-12 years +10 days')"
		patient man 1970-05-04
		related moeder kind
		team oma-thuis oma zvw "$1"
		team oma-wlz oma wlz 2020-01-01
		team man-thuis man wmo
		group huis oma kind
		group elders man
	)"
}

workplace
node_declare steun "Steun aan Huis" wmo petra:coordinator beheer:administrator \
	fg:privacy_officer vera:volunteer
nodes_prepare
node_start steun
people "$(day '-200 days')" >"$WORK/steun.json"
as beheer steun import "$WORK/steun.json" --law wmo --quiet
as petra steun resident custody kind known >/dev/null

give() { # RESIDENT OPTION…
	as petra steun consent give "$1" --to wijkteam --category goal \
		--for coordination --quiet "${@:2}"
}
due() { as petra steun consent due --format json "$@" >"$WORK/due"; }
# lists FILTER SENTENCE: jq's FILTER holds of the list
lists() {
	jq -e "$1" "$WORK/due" >/dev/null || fail "$2: $(cat "$WORK/due")"
	ok "$2"
}
of() { echo "[.due[] | select(.resident.handle == \"$1\")][0]"; }

ends=$(give man --until "$(day '+20 days')")
give oma >/dev/null
give kind --giver RelatedPerson/moeder >/dev/null

due
lists "$(of man).consents | length == 1 and .[0].why == \"ends\" and .[0].consent.id == \"$ends\"" \
	"a consent that ends in 20 days is listed"
lists "$(of kind).consents[0] | .why == \"giver\" and .day == \"$(day '+10 days')\" and
	(.who | startswith(\"the minor and\")) and .article == \"UAVG 5\"" \
	"and a mother's, ten days before her child is twelve, with who may give it then"
lists "$(of oma) | .asked.count == 1 and .asked.first == \"$(day '-200 days')\" and .consents == []" \
	"and who else comes, told 200 days ago, but not what is under the Wlz"
lists "$(of oma).household.handle == \"huis\"" "with the household"

due huis
lists '[.due[].resident.handle] | sort == ["kind","oma"]' "of one household only its members"
due --within 5
lists '[.due[].resident.handle] == ["oma"]' "of fewer days only what is near"
due
lists '[.due[].resident.handle] | sort == ["kind","man","oma"]' "and the first list is the same again"

as petra steun household show huis | grep -qF 'eenplan consent due huis' ||
	fail "household show doesn't say so"
as petra steun view huis --for coordination | grep -qF '2 ' || fail "nor does view"
as petra steun view huis --for coordination --format json | jq -e '.due == 2' >/dev/null ||
	fail "the view doesn't count them"
as vera steun view huis --for coordination --format json | jq -e 'has("due") | not' >/dev/null ||
	fail "a volunteer is told"
ok "household show and view tell that there is something, but no volunteer"
! as vera steun consent due 2>/dev/null || fail "a volunteer gets the list"
! as fg steun consent due 2>/dev/null || fail "a privacy officer gets the list"
! as petra steun consent due nergens 2>"$WORK/err" || fail "a household that isn't there has a list"
! as petra steun consent due --within x 2>/dev/null || fail "--within takes anything"
ok "who may not have the list gets none"

as petra steun consent due >"$WORK/out"
[ "$(wc -L <"$WORK/out")" -le 80 ] || fail "it is wider than 80 columns: $(cat "$WORK/out")"
ok "as a table it fits in 80 columns"

# --- asked, and answered ------------------------------------------------------
as petra steun consent renew man --consent "${ends:0:8}" --until "$(day '+365 days')" --quiet >/dev/null
people "$(day today)" >"$WORK/steun.json"
as beheer steun import "$WORK/steun.json" --law wmo --quiet
due
lists '[.due[].resident.handle] == ["kind"]' "what was asked again is gone from the list"
as petra steun consent list man --format json |
	jq -e '.consents[0] | .supersedes != null and .categories == ["goal"] and .recipient.organisation == "wijkteam"' \
		>/dev/null || fail "what was renewed isn't the same consent"
ok "a renewed consent is the same one, with a new last day"
id=$(as petra steun consent list kind --format json | jq -r '.consents[0].id')
as petra steun consent withdraw kind --consent "$id" --giver RelatedPerson/moeder --quiet >/dev/null
due
lists '.due == []' "and what was withdrawn was answered"

# --- among many, only what is listed is read -----------------------------------
[ "$(in_store steun "SELECT count(*) FROM resident WHERE review_day = 0")" -eq 0 ] ||
	fail "residents are looked at again and again"
in_store steun "EXPLAIN QUERY PLAN SELECT c.resident FROM consent c WHERE c.until_day >= 1 AND
	c.until_day <= 2 AND c.superseded_by IS NULL AND c.state = 'given' UNION SELECT k.resident
	FROM record k WHERE k.asked_day <= 3 UNION SELECT w.id FROM resident w WHERE
	w.review_day <= 4" >"$WORK/plan"
! grep -q SCAN "$WORK/plan" || fail "a whole table is read: $(cat "$WORK/plan")"
ok "the list is found by index"
