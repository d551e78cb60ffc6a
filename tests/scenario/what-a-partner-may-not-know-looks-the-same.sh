#!/bin/bash
# The oracle game: to a partner, a reference that means nobody, a resident
# without consent, one who consented to something else, one who refused or
# withdrew, one whom the policy forbids to share and one who died are the same
# bytes, the same status and the same size on the wire.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

REQUEST=7d3c1f5e-2b5a-4c8e-9d11-0a6b7c8d9e0f

workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
	fatima:coordinator beheer:administrator
node_declare thuiszorg "Thuiszorg De Linde" zvw \
	petra:professional beheer:administrator fg:privacy_officer
nodes_prepare
node_start wijkteam thuiszorg

# bundle FOLDER_ID WHO…: patients with one goal each; died-* died
bundle() {
	local who separator=
	printf '{"resourceType":"Bundle","type":"collection","entry":['
	for who in "${@:2}"; do
		printf '%s{"resource":{"resourceType":"Patient","id":"%s-%s","birthDate":"1950-05-05","deceasedBoolean":%s}}' \
			"$separator" "$1" "$who" \
			"$([[ $who == died* ]] && echo true || echo false)"
		separator=,
		printf ',{"resource":{"resourceType":"Goal","id":"%s-%s","lifecycleStatus":"active","subject":{"reference":"Patient/%s-%s"},"description":{"text":"x"},"extension":[{"url":"https://eenplan.nl/fhir/shareable-text","valueString":"Weer buiten lopen"}%s]%s}}' \
			"$1" "$who" "$1" "$who" \
			"$([[ $who == forbidden ]] && printf ',{"url":"https://eenplan.nl/fhir/law","valueCode":"ggz"}')" \
			"$([[ $who == sensitive ]] && printf ',"meta":{"security":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"V"}]}')"
	done
	printf ']}\n'
}

WHO=(shared sensitive silent narrow refused withdrawn forbidden died)
bundle w "${WHO[@]/died/late}" >"$WORK/w.json"
bundle t "${WHO[@]/died/late}" >"$WORK/t.json"
as beheer wijkteam import "$WORK/w.json" --quiet
as beheer thuiszorg import "$WORK/t.json" --quiet
for who in "${WHO[@]/died/late}"; do
	link fatima "w-$who@wijkteam" petra "t-$who@thuiszorg"
done
for who in shared withdrawn forbidden sensitive late; do
	consent_to thuiszorg "t-$who" wijkteam give
done
consent_to thuiszorg t-narrow wijkteam give agreement
consent_to thuiszorg t-refused wijkteam refuse
consent_to thuiszorg t-withdrawn wijkteam withdraw

# answer NAME REFERENCE: status, head and body without what differs by nature
answer() {
	query wijkteam "$2" >"$WORK/query"
	ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" \
		--count 2 --expect 0 --request-id "$REQUEST" \
		--answer "$WORK/$1.raw" >"$WORK/$1.seen"
	sed 's/^Date: .*/Date:/' "$WORK/$1.raw" |
		sed "s/$2/REFERENCE/g" >"$WORK/$1.answer"
}

# The one who died is known alive first, so that the link and consents stand.
answer late "$(reference_at wijkteam w-late thuiszorg)"
grep -q '"category":"goal"' "$WORK/late.answer" ||
	fail "nothing was shared about somebody who consented"
bundle t died | sed 's/t-died/t-late/g' >"$WORK/died.json"
as beheer thuiszorg import "$WORK/died.json" --quiet
answer shared "$(reference_at wijkteam w-shared thuiszorg)"
grep -q '"category":"goal"' "$WORK/shared.answer" ||
	fail "nothing was shared about somebody who consented"
ok "about a resident who consented, a fragment is shared"

answer sensitive "$(reference_at wijkteam w-sensitive thuiszorg)"
! grep -q '"fields"' "$WORK/sensitive.answer" ||
	fail "a sensitive record was shared without consent that names it"
grep -q '"reason":"withheld"' "$WORK/sensitive.answer" ||
	fail "a partner that may know of the involvement isn't told what is withheld"
ok "a partner that may know of the involvement is told what is withheld"

answer unknown 0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081
for who in silent narrow refused withdrawn forbidden late; do
	answer "$who" "$(reference_at wijkteam "w-$who" thuiszorg)"
	cmp "$WORK/unknown.answer" "$WORK/$who.answer" ||
		fail "$who does not look like unknown"
	[ "$(value last_wire_bytes "$WORK/unknown.seen")" = \
		"$(value last_wire_bytes "$WORK/$who.seen")" ] ||
		fail "$who has another size on the wire than unknown"
	[ "$(value statuses "$WORK/unknown.seen")" = \
		"$(value statuses "$WORK/$who.seen")" ] ||
		fail "$who has another status than unknown"
	ok "$who looks like unknown: the same $(wc -c <"$WORK/$who.raw") bytes, status $(value statuses "$WORK/$who.seen"), $(value last_wire_bytes "$WORK/$who.seen") bytes on the wire"
done

# A mixed query says as little: each subject counts for itself.
query wijkteam "$(reference_at wijkteam w-shared thuiszorg)" \
	0b9f8d5c-6a3e-4f1d-8a2b-3c4d5e6f7081 >"$WORK/mixed-unknown"
query wijkteam "$(reference_at wijkteam w-shared thuiszorg)" \
	"$(reference_at wijkteam w-refused thuiszorg)" >"$WORK/mixed-refused"
for mix in unknown refused; do
	ask_node wijkteam thuiszorg --path /v1/query \
		--message "$WORK/mixed-$mix" --count 2 --request-id "$REQUEST" \
		--answer "$WORK/mixed-$mix.raw" >/dev/null
	sed -i 's/^Date: .*/Date:/' "$WORK/mixed-$mix.raw"
done
cmp "$WORK/mixed-unknown.raw" "$WORK/mixed-refused.raw" ||
	fail "beside somebody who is shared, refused does not look like unknown"
ok "beside somebody who is shared, refused looks like unknown"
