# The main job: four organisations' own nodes, one household, one plan. The
# records are the household's of tests/fixtures.
. tests/household.sh

# What `ask` prints is the header with the signed statement, an empty line, and
# the body.
guess() {
	"$EENPLAN_BUILD/tests/tools/ask" --certificate "$NODES/welzijn/node.crt" \
		--key "$NODES/welzijn/node.key" --user anouk --role professional \
		--purpose coordination "$(cat /proc/sys/kernel/random/uuid)" |
		{
			IFS= read -r statement && read -r
			curl -sS --cert "$NODES/welzijn/node.crt" \
				--key "$NODES/welzijn/node.key" \
				--cacert "$NODES/welzijn/partners-ca.crt" \
				-H 'Content-Type: application/json' -H "${statement%$'\r'}" \
				--data-binary @- "https://127.0.0.1:${NODE_PORT[ggz]}/v1/query"
		}
}

household_declare
nodes_prepare
node_start "${NODE_IDS[@]}"
tell "Four organisations, each with its own node, database, certificate, policy and partner list, on this machine:" \
	"Vier organisaties, elk met een eigen knooppunt, database, certificaat, beleid en partnerlijst, op deze machine:"
introduce

tell "Each imports its own records; what could carry a diagnosis is kept out of what can be shared:" \
	"Elk leest de eigen gegevens in; wat een diagnose kan verraden, blijft buiten wat gedeeld kan worden:"
household_import wijkteam ggz welzijn
show beheer thuiszorg import tests/fixtures/household/thuiszorg.json
reads "CarePlan.description"

tell "The residents are linked, each by a token of one use that one worker gives and another enters; no number is shared:" \
	"De inwoners worden gekoppeld, elk met een code voor één keer die de ene medewerker geeft en de andere invoert; er gaat geen nummer over de lijn:"
household_link
show fatima wijkteam household show vlinderhof
fact '.members | length == 4'

tell "Each resident's consents are recorded where their records are:" \
	"Toestemming wordt per inwoner vastgelegd waar de gegevens zijn:"
household_consent
show petra thuiszorg consent list tz-1
fact '[.consents[].state] == ["given", "given"]'

tell "The district team takes the lead, signed; every linked organisation's node knows who coordinates:" \
	"Het wijkteam neemt de regie, ondertekend; het knooppunt van elke gekoppelde organisatie weet wie de regisseur is:"
show fatima wijkteam coordinator accept vlinderhof
reads "Fatima El Amrani"

tell "The coordinator asks for the household's plan:" \
	"De regisseur vraagt het plan van het huishouden op:"
show fatima wijkteam view vlinderhof --for coordination
fact '.coordinator.name == "Fatima El Amrani"'
fact '[.fragments[].source] | unique == ["care", "thuiszorg", "welzijn", "wijkteam"]'
fact '[.missing[] | select(.source == "thuiszorg" and .category == "diagnosis")][0].basis | length > 0'

tell "The grandmother withdraws her consent at the nursing organisation; from that moment the same view has none of its fragments:" \
	"Oma trekt haar toestemming bij de thuiszorg in; vanaf dat moment staat er in hetzelfde overzicht niets meer van de thuiszorg:"
show petra thuiszorg consent withdraw tz-1 --to wijkteam --kind share --category any --for coordination
show fatima wijkteam view vlinderhof --for coordination
fact '[.fragments[] | select(.source == "thuiszorg")] == []'

tell "The welfare organisation's node stops; the view says whom it could not reach:" \
	"Het knooppunt van de welzijnsorganisatie stopt; het overzicht zegt wie niet te bereiken was:"
node_stop welzijn
ends 6 fatima wijkteam view vlinderhof --for coordination --missing-only
fact '[.missing[] | select(.reason == "unreachable")][0].source == "welzijn"'
node_start welzijn

tell "A volunteer of the district team asks the same, and may see less:" \
	"Een vrijwilliger van het wijkteam vraagt hetzelfde, en mag minder zien:"
show vera wijkteam view vlinderhof --for coordination
fact '[.fragments[].category] | unique | inside(["agreement", "contact", "informal_support"])'

tell "The welfare organisation has no link with the mental-health organisation for anybody: its own view has nothing from there, and a guess gets nothing either:" \
	"De welzijnsorganisatie heeft voor niemand een koppeling met de ggz: het eigen overzicht heeft niets van daar, en een gok levert ook niets op:"
show anouk welzijn view wz-huis --for coordination
fact '[.fragments[].source] | index("ggz") == null'
echo "\$ curl … ggz/v1/query"
guess | tee "$SHOWN"
echo
reads '{"fragments":[],"withheld":[]}'

tell "Nobody can change the access log unseen: every entry is a leaf of a signed tree:" \
	"Niemand kan de inzagelog ongezien veranderen: elke regel is een blad van een ondertekende boom:"
show fg thuiszorg audit verify

tell "And who has seen the grandmother's data at the nursing organisation?" \
	"En wie heeft bij de thuiszorg de gegevens van oma gezien?"
show fg thuiszorg audit who tz-1
fact '[.. | objects | select(.user? == "fatima")] | length > 0'

try view vlinderhof --for coordination --profile wijkteam-fatima
try consent list tz-1 --profile thuiszorg-petra
try audit who tz-1 --profile thuiszorg-fg
