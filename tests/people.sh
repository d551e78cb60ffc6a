# Invented residents in any number. Sourced by scenarios and stories.

# people_bundle FIRST LAST: residents rFIRST to rLAST as a FHIR bundle
people_bundle() {
	local i between=
	printf '{"resourceType":"Bundle","type":"collection","entry":['
	for ((i = $1; i <= $2; i++)); do
		printf '%s{"resource":{"resourceType":"Patient","id":"r%d","name":[{"text":"Inwoner %d"}],"birthDate":"1950-01-01"}}' "$between" "$i" "$i"
		between=,
	done
	printf ']}'
}
