#!/bin/bash
# Consent counts only from who may give it, and only when everyone gave it who
# must: both parents of a child, a girl of 14 with one of them, a mentor, a
# bewindvoerder for money alone, nobody while custody can't be determined, and
# nobody for the dead. What concerns two residents needs both.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

# --- what the organisation keeps --------------------------------------------
patient() { # ID BORN
	printf '{"resource":{"resourceType":"Patient","id":"%s","birthDate":"%s","name":[{"family":"%s"}]}},' "$1" "$2" "$1"
}
group() { # ID MEMBER…
	local member members=
	for member in "${@:2}"; do
		members="$members,{\"entity\":{\"reference\":\"Patient/$member\"}}"
	done
	printf '{"resource":{"resourceType":"Group","id":"%s","type":"person","actual":true,"member":[%s]}},' "$1" "${members#,}"
}
# goal ID SUBJECT TEXT [EXTENSIONS]: with a text for others
goal() {
	printf '{"resource":{"resourceType":"Goal","id":"%s","lifecycleStatus":"active","description":{"text":"x"},"subject":{"reference":"%s"},"extension":[{"url":"https://eenplan.nl/fhir/shareable-text","valueString":"%s"}%s]}},' "$1" "$2" "$3" "${4:-}"
}
debt_support() { # ID SUBJECT
	printf '{"resource":{"resourceType":"Goal","id":"%s","lifecycleStatus":"active","description":{"text":"x"},"subject":{"reference":"Patient/%s"},"extension":[{"url":"https://eenplan.nl/fhir/category","valueCode":"debt_support"},{"url":"https://eenplan.nl/fhir/field","extension":[{"url":"name","valueCode":"contact"},{"url":"value","valueString":"Bureau Schuldhulp"}]}]}},' "$1" "$2"
}
related() { # ID PATIENT CODE
	printf '{"resource":{"resourceType":"RelatedPerson","id":"%s","patient":{"reference":"Patient/%s"},"relationship":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-RoleCode","code":"%s"}]}]}},' "$1" "$2" "$3"
}
bundle() { printf '{"resourceType":"Bundle","type":"collection","entry":[%s]}' "${1%,}"; }
concerns() { printf ',{"url":"https://eenplan.nl/fhir/concerns","valueReference":{"reference":"Patient/%s"}}' "$1"; }

RESIDENTS=(kind meisje pleegkind man vrouw oma een twee)
born() {
	case $1 in
	kind) date -d "-9 years -1 month" +%F ;;
	meisje) date -d "-14 years -1 month" +%F ;;
	pleegkind) date -d "-10 years -1 month" +%F ;;
	*) echo 1960-05-04 ;;
	esac
}
patients() {
	local id
	for id in "${RESIDENTS[@]}"; do
		patient "$id" "$(born "$id")"
	done
}

workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator beheer:administrator
node_declare steun "Steun aan Huis" wmo petra:professional beheer:administrator fg:privacy_officer vera:volunteer
nodes_prepare
node_start wijkteam steun
bundle "$(patients)$(group huis "${RESIDENTS[@]}")" >"$WORK/wijkteam.json"
bundle "$(patients)$(group paar een twee)$(
	for id in "${RESIDENTS[@]}"; do goal "doel-$id" "Patient/$id" "Doel van $id"; done
	goal samen Group/paar "Samen naar de markt"
	goal ruzie Patient/een "Rust met de ander" "$(concerns twee)"
	debt_support schuld vrouw
	related dochter man DAU
	related moeder kind MTH
)" >"$WORK/steun.json"
as beheer wijkteam import "$WORK/wijkteam.json" --law wmo --quiet
as beheer steun import "$WORK/steun.json" --law wmo --quiet
for id in "${RESIDENTS[@]}"; do
	link fatima "$id@wijkteam" petra "$id@steun"
done

# --- what the district team sees ---------------------------------------------
look() {
	as fatima wijkteam view huis --for coordination --format json >"$WORK/view" ||
		fail "the view can't be shown"
}
sees() { look; grep -qF "$1" "$WORK/view" || fail "$2: \"$1\" isn't shown"; }
misses() { look; ! grep -qF "$1" "$WORK/view" || fail "$2: \"$1\" is shown"; }

circumstance() { as petra steun resident "$@" >/dev/null || fail "can't record: $*"; }
# says WORD RESIDENT [GIVER]: give, refuse or withdraw for the district team
says() {
	as petra steun consent "$1" "$2" ${3:+--giver "$3"} --to wijkteam \
		--category "${CATEGORY-any}" --for any --quiet >/dev/null ||
		fail "$2 ${3:-self}: $1 was refused"
}
# may_not "ARTICLE" WORD RESIDENT [GIVER]: refused, with the article
may_not() {
	if as petra steun consent "$2" "$3" ${4:+--giver "$4"} --to wijkteam \
		--category "${CATEGORY-any}" --for any 2>"$WORK/why" >/dev/null; then
		fail "$3: ${4:-self} could $2"
	fi
	tr -s ' \n' ' ' <"$WORK/why" | grep -qF "$1" || fail "$3: $(cat "$WORK/why")"
}

# --- a child of 9 and two parents -------------------------------------------
may_not "BW 1:245" give kind
circumstance representative kind moeder custody --name "Marjan"
circumstance representative kind vader custody --name "Ruud"
may_not "BW 1:245" give kind moeder
circumstance custody kind known
may_not "everyone who has custody" give kind
may_not "no recorded representative" give kind buurman
! as petra steun consent give kind --given-by representative --ground custody \
	--to wijkteam --category any --for any >/dev/null 2>&1 ||
	fail "a representative without a name could give"
says give kind moeder
misses "Doel van kind" "one of two parents gave"
says give kind vader
sees "Doel van kind" "both parents gave"
says withdraw kind moeder
misses "Doel van kind" "one parent withdrew"
ok "a child of 9 needs both parents, and each can end it"

# --- a girl of 14 --------------------------------------------------------------
circumstance representative meisje moeder custody
circumstance custody meisje known
says give meisje moeder
misses "Doel van meisje" "the girl said nothing yet"
says give meisje
sees "Doel van meisje" "the girl and her mother gave"
says withdraw meisje
misses "Doel van meisje" "the girl withdrew alone"
ok "a girl of 14 and a parent give together; she withdraws alone"

# --- custody that can't be determined --------------------------------------------
circumstance representative pleegkind moeder custody
circumstance custody pleegkind known
says give pleegkind moeder
sees "Doel van pleegkind" "the only one with custody gave"
circumstance custody pleegkind undeterminable
misses "Doel van pleegkind" "custody can't be determined"
may_not "can't be determined" give pleegkind moeder
circumstance custody pleegkind nobody
misses "Doel van pleegkind" "nobody has custody"
may_not "BW 1:253r" give pleegkind moeder
circumstance custody pleegkind known
sees "Doel van pleegkind" "custody is known again"
ok "while custody isn't settled nothing is shared, and nobody can give"

# --- an incapable man with a mentor -----------------------------------------------
may_not "the resident" give man RelatedPerson/dochter
says give man
sees "Doel van man" "he gave"
circumstance capacity man incapable
misses "Doel van man" "his own consent doesn't count any more"
may_not "curator or mentor" give man
says give man RelatedPerson/dochter
sees "Doel van man" "his daughter is the first of the chain"
circumstance representative man mentor-vos mentor --name "Vos"
misses "Doel van man" "a mentor comes before his daughter"
may_not "curator or mentor" give man RelatedPerson/dochter
says give man mentor-vos
sees "Doel van man" "the mentor gave"
says withdraw man
misses "Doel van man" "the man himself objects"
ok "for an incapable man his mentor decides, and he can still object"

# --- a bewindvoerder ------------------------------------------------------------------
says give vrouw
sees "Bureau Schuldhulp" "she gave, and nobody else decides"
circumstance representative vrouw bewind-bv bewindvoerder
sees "Doel van vrouw" "her goals are hers"
misses "Bureau Schuldhulp" "about money the bewindvoerder decides as well"
may_not "the resident" give vrouw bewind-bv
CATEGORY=goal may_not "the resident" give vrouw bewind-bv
CATEGORY=debt_support says give vrouw bewind-bv
sees "Bureau Schuldhulp" "both gave"
ok "a bewindvoerder decides about money, and about nothing else"

# --- somebody who died ----------------------------------------------------------------
says give oma
sees "Doel van oma" "she gave"
circumstance deceased oma yes
misses "Doel van oma" "she died"
may_not "BW 7:458a" give oma
circumstance deceased oma no
sees "Doel van oma" "that was a mistake"
ok "for somebody who died all exchange stops"

# --- what concerns two -----------------------------------------------------------------
says give een
sees "Doel van een" "she gave"
misses "Samen naar de markt" "the other of the household didn't give yet"
misses "Rust met de ander" "it is about the other as well"
says give twee
sees "Samen naar de markt" "both gave"
sees "Rust met de ander" "both gave"
says refuse twee
misses "Samen naar de markt" "one of both refuses"
misses "Rust met de ander" "one of both refuses"
misses "Doel van twee" "he refuses"
sees "Doel van een" "the refusal of another isn't hers"
ok "what concerns two needs both; a refusal removes only its own"

# --- and what is kept of it -------------------------------------------------------------
as petra steun resident show kind >"$WORK/shown"
grep -q "petra" "$WORK/shown" || fail "who recorded it isn't shown"
grep -q "UAVG 5(1)" "$WORK/shown" || fail "the article isn't shown"
COLUMNS=200 as petra steun consent list kind >"$WORK/listed"
grep -q "vader (has custody)" "$WORK/listed" || fail "the giver isn't shown"
grep -q "RelatedPerson/moeder" "$WORK/shown" ||
	fail "whom the import names as a parent isn't shown"
! as vera steun resident show kind >/dev/null 2>&1 || fail "a volunteer was shown it"
! as vera steun resident custody kind known >/dev/null 2>&1 || fail "a volunteer set it"
as fg steun audit who twee --format json >"$WORK/who"
# Two looks let something of his through: his own, and what he shares.
[ "$(grep -c '"outcome": "permitted"' "$WORK/who")" = 4 ] ||
	fail "the other whom a fragment is about can't see who saw it"
as fg steun audit verify >/dev/null || fail "the access log is not intact"
ok "what was recorded, by whom and why, can be seen; the access log is intact"
