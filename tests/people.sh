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

# BSNs for tests, valid ones: nine digits, from 9999 on. There are some 9000.
test_numbers() {
	awk 'BEGIN {
		for (n = 999900000; n <= 999999999; n++) {
			sum = -(n % 10)
			for (i = 2; i <= 9; i++)
				sum += i * (int(n / 10 ^ (i - 1)) % 10)
			if (sum % 11 == 0) print n
		}
	}'
}
# people_numbered FIRST LAST: residents r1, r2 … with those of the numbers
people_numbered() {
	printf '{"resourceType":"Bundle","type":"collection","entry":['
	test_numbers | sed -n "$1,$2p" | awk '{ printf "%s{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"r%d\",\"birthDate\":\"1950-01-01\",\"identifier\":[{\"system\":\"http://fhir.nl/fhir/NamingSystem/bsn\",\"value\":\"%s\"}]}}", (NR > 1 ? "," : ""), NR, $1 }'
	printf ']}'
}
