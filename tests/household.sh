# The household of the demo, on four nodes. Sourced after nodes.sh (and
# tools.sh, in scenarios).
#
#   household_declare     the four organisations and their users
#   household_import ID…  their own records
#   household_link        every link that the coordinator makes
#   household_consent     every consent that the residents give
#   finders_declare       two of them alone, who find joint clients by BSN
#   may_be_found          a consent to that
#   nothing_secret ID     no session of theirs has a secret or a list any more

household_declare() {
	node_declare wijkteam "Wijkteam Vlinderwijk" wmo "fatima:coordinator:Fatima El Amrani:088-0000101" \
		"joost:consultant:Joost Veenstra:088-0000102" \
		"vera:volunteer:Vera de Wit" beheer:administrator fg:privacy_officer
	node_declare thuiszorg "Thuiszorg De Linde" zvw \
		"petra:professional:Petra Dijkstra:088-0000201" beheer:administrator fg:privacy_officer
	node_declare ggz "GGZ De Brug" ggz \
		"ilse:professional:Ilse van Rijn:088-0000301" beheer:administrator fg:privacy_officer
	node_declare welzijn "Welzijn Samen" welzijn \
		"anouk:professional:Anouk Smit:088-0000401" beheer:administrator fg:privacy_officer
}

household_import() {
	local id
	for id; do
		as beheer "$id" import "tests/fixtures/household/$id.json" --quiet
	done
}

household_link() {
	link fatima wt-1@wijkteam petra tz-1@thuiszorg
	link fatima wt-3@wijkteam ilse ggz-1@ggz
	link fatima wt-1@wijkteam anouk wz-1@welzijn
	link fatima wt-3@wijkteam anouk wz-2@welzijn
}

# give USER ID RESIDENT KIND CATEGORIES: to the district team, for coordination
give() {
	as "$1" "$2" consent give "$3" --to wijkteam --kind "$4" \
		--category "$5" --for coordination --asked "in person" \
		--quiet >/dev/null
}

household_consent() {
	give petra thuiszorg tz-1 share any
	give petra thuiszorg tz-1 secrecy_waiver any
	give ilse ggz ggz-1 share involvement,goal,agreement
	give ilse ggz ggz-1 secrecy_waiver any
	give anouk welzijn wz-1 share any
	give anouk welzijn wz-2 share any
}

finders_declare() {
	node_declare wijkteam "Wijkteam Vlinderwijk" wmo \
		fatima:coordinator joost:consultant beheer:administrator fg:privacy_officer
	node_declare thuiszorg "Thuiszorg De Linde" zvw \
		petra:professional beheer:administrator fg:privacy_officer
	node_identifies wijkteam thuiszorg bsn
	node_identifies thuiszorg wijkteam bsn
}

# may_be_found USER ID RESIDENT ORGANISATION KIND [PURPOSES]: by that organisation
may_be_found() {
	as "$1" "$2" consent give "$3" --to "$4" --kind "$5" --category involvement \
		--for "${6:-discovery,coordination}" --quiet >/dev/null
}

# The partner finishes when it has answered.
nothing_secret() {
	local deadline=$((SECONDS + 20))
	until [ "$(in_store "$1" "SELECT (SELECT COUNT(*) FROM discovery WHERE secret IS NOT NULL)
		+ (SELECT COUNT(*) FROM discovery_piece) + (SELECT COUNT(*) FROM discovery_place)")" = 0 ]; do
		[ "$SECONDS" -lt "$deadline" ] || fail "a secret or a list is kept at $1"
		sleep 0.05
	done
}
