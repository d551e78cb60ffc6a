# Meedoen: wijkverpleging, gehandicaptenzorg, psychosociale hulp and welfare help
# the same people, with volunteers and carers. Nobody is in the middle.
#
# Corrie van Vliet (77) and her son Dennis (41) live at Elzenstraat 8. Nothing in
# any record says what is the matter with them: that isn't needed to help.

cells <<'TABLE'
peers     | symmetric peers: no hub, no new organisation       | gelijke partners: geen middelpunt, geen nieuwe organisatie
peering   | light peering of two, of which a third knows nothing | licht koppelen met zijn tweeën; een derde weet er niet van
overlay   | a municipal policy on top of the national pack       | gemeentelijk beleid bovenop het landelijke pakket
informal  | informal support first, then line 0, 1 and 2         | informele steun eerst, dan lijn 0, 1 en 2
valid     | a record is valid without a problem or a diagnosis   | een plan kan zonder probleem of diagnose
adds      | add, not take over                                   | aanvullen, niet overnemen
volunteer | volunteers see their own agreements, never health    | vrijwilligers zien hun eigen afspraken, nooit gezondheid
lent      | staff lent for a period; access ends with it         | uitgeleend voor een periode; daarna geen toegang meer
referrals | referrals to indicated care against informal solutions, with a baseline | verwijzingen naar geïndiceerde zorg tegenover informele oplossingen, met nulmeting
TABLE

node_declare wijkzorg "Wijkzorg De Els" zvw \
	"hanneke:nurse:Hanneke Mulder:088-0000701" beheer:administrator fg:privacy_officer
node_declare welzijn "Welzijn De Schakel" welzijn \
	"bregje:coordinator,professional:Bregje Visser:088-0000601" \
	"samira:volunteer:Samira Haddou" beheer:administrator fg:privacy_officer
node_declare meerzicht "Stichting Meerzicht" wlz \
	"tom:professional:Tom Aalbers:088-0000901" beheer:administrator fg:privacy_officer
node_declare opstap "Opstap" wmo \
	"rachid:professional:Rachid Benali:088-0000801" "mo:manager:Mo Peeters" \
	beheer:administrator fg:privacy_officer

node_contact wijkzorg 088-0000700
node_contact welzijn 088-0000600
node_contact meerzicht 088-0000900
node_contact opstap 088-0000800

# A ring: each has two partners, and nobody has all of them.
node_peers wijkzorg welzijn opstap
node_peers welzijn wijkzorg meerzicht
node_peers meerzicht welzijn opstap
node_peers opstap meerzicht wijkzorg

day() { date -u -d "$1 days" +%Y-%m-%d; }

# yes USER ID RESIDENT KINDS PARTNER…: everything that may be shared, each
# category by its name
OURS=agreement,contact,contact_moment,goal,informal_support,involvement,service,want_can_need
yes() {
	local partner
	for partner in "${@:5}"; do
		agreed "$1" "$2" "$3" "$4" "$OURS" --to "$partner" \
			--for coordination,case_conference
	done
}

# --- four of equal standing ---

tell "Four organisations in one municipality: district nursing, welfare, disability care and psychosocial care. Each has a node of its own, and asks the others as they ask it. There is no fifth one, and no database in the middle:" \
	"Vier organisaties in één gemeente: wijkverpleging, welzijn, gehandicaptenzorg en psychosociale hulp. Elk heeft een eigen node en vraagt de anderen, zoals die haar vragen. Er is geen vijfde, en geen database in het midden:"
nodes_prepare
node_start "${NODE_IDS[@]}"
introduce
records beheer

cell peers "Whoever works with somebody knows that one, and no more. District nursing has two partners, disability care two others; these two don't know each other:" \
	"Wie met iemand samenwerkt, kent die, en verder niemand. De wijkverpleging heeft twee partners, de gehandicaptenzorg twee andere; die twee kennen elkaar niet:"
show hanneke wijkzorg partner list
fact '[.partners[].id] | sort == ["opstap", "welzijn"]'
show tom meerzicht partner list
fact '[.partners[].id] | sort == ["opstap", "welzijn"]'

cell peering "Welfare and psychosocial care want to work together too. Each adds one line to its own configuration and has its node read it again. Nobody else has to do anything, or notices:" \
	"Welzijn en Opstap willen ook samenwerken. Elk zet één regel in de eigen configuratie en laat de node die opnieuw lezen. Verder hoeft niemand iets te doen, en niemand merkt het:"
# peer_up ID ID: both write a line and reload
peer_up() {
	local id other
	for id; do
		for other; do
			[ "$id" = "$other" ] || node_peers "$id" ${NODE_PEERS[$id]} "$other"
		done
		node_configuration "$id" >"$NODES/$id/node.yaml"
	done
	for id; do
		"$EENPLAND" --check-config "$NODES/$id/node.yaml" >/dev/null
		kill -HUP "${NODE_PID[$id]}"
	done
}
as beheer opstap partner check welzijn >"$SHOWN" 2>&1 && fail "they were partners already"
peer_up opstap welzijn
grep -m 1 -F "id: welzijn" "$NODES/opstap/node.yaml"
grep -m 1 -F "id: opstap" "$NODES/welzijn/node.yaml"
echo
until as beheer opstap partner check welzijn >/dev/null 2>&1 &&
	as beheer welzijn partner check opstap >/dev/null 2>&1; do
	sleep 0.1
	[ $((tries = ${tries:-0} + 1)) -lt 100 ] || fail "the two nodes don't find each other"
done
show beheer opstap partner check welzijn
fact '.partners[0] | .reachable and .enrolled'
show tom meerzicht partner list
fact '[.partners[].id] | sort == ["opstap", "welzijn"]'

# --- what the municipality adds ---

overlay=$STORY_FOLDER/overlay.policy
cell overlay "On top of the national pack the municipality wrote down, in Dutch, what was agreed here. It is proved and tested before any node takes it:" \
	"Bovenop het landelijke pakket schreef de gemeente op wat hier is afgesproken. Voordat een node het neemt, wordt het bewezen en getoetst:"
desk policy explain policy "$overlay" --rule MD-04a
fact '.permits and (.basis | length > 0)'
"$EENPLAN" policy test policy "$overlay" --format json >"$SHOWN_JSON"
fact '.sound and .failed == 0 and .tests > 50'

tell "A municipality can also be stricter. By the national pack a boy of 17 could take part with consent; here he can't:" \
	"Een gemeente mag ook strenger zijn. Volgens het landelijke pakket kan een jongen van 17 met toestemming meedoen; hier niet:"
asked=(--category agreement --from-domain wmo --to-domain welzijn
	--role professional --for coordination --sensitivity normal --age 17 --given share)
desk policy explain policy "${asked[@]}"
fact '.verdict == "permit"'
desk policy explain policy "$overlay" "${asked[@]}"
fact '.verdict == "forbidden" and .rule.id == "MD-01"'

# --- Corrie and Dennis ---

# Who is linked with whom, and what they agreed to: at each organisation, for
# each partner that helps the same one.
link bregje ws-1@welzijn hanneke we-1@wijkzorg
link bregje ws-2@welzijn tom mz-1@meerzicht
link rachid os-2@opstap tom mz-1@meerzicht
link rachid os-1@opstap hanneke we-1@wijkzorg
link rachid os-1@opstap bregje ws-1@welzijn
link rachid os-2@opstap bregje ws-2@welzijn
yes bregje welzijn ws-1 share wijkzorg opstap
yes bregje welzijn ws-2 share meerzicht opstap
yes rachid opstap os-1 share wijkzorg welzijn
yes rachid opstap os-2 share meerzicht welzijn
yes hanneke wijkzorg we-1 share,secrecy_waiver welzijn opstap
yes tom meerzicht mz-1 share,secrecy_waiver welzijn opstap

cell informal "Corrie van Vliet and her son Dennis are helped by all four. Bregje of welfare keeps the lead; a niece and two volunteers were there first. Who is near is written down as help is, with a beginning and an end:" \
	"Corrie van Vliet en haar zoon Dennis krijgen hulp van alle vier. Bregje van welzijn heeft de regie; een nicht en twee vrijwilligers waren er het eerst. Wie dichtbij is, wordt vastgelegd zoals hulp, met een begin en een eind:"
show bregje welzijn coordinator accept elzenstraat
show bregje welzijn plan add informal_support ws-1 role=network relation=neighbour \
	"availability=kijkt elke avond of het licht uit is" "since=$(day -20)"
neighbour=$(grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}' "$SHOWN")
show bregje welzijn plan list elzenstraat --category informal_support
fact '[.fragments[].fields | select(.until == null)] | length == 4'

tell "Whoever of the four asks, reads first who is near, and then who works for an organisation: line 0, 1 and 2. The nurse:" \
	"Wie van de vier het ook vraagt, leest eerst wie er dichtbij is, en dan wie er voor een organisatie werkt: lijn 0, 1 en 2. De wijkverpleegkundige:"
show hanneke wijkzorg view we-huis --for coordination
fact '.coordinator.name == "Bregje Visser"'
fact '[.fragments[] | select(.category == "informal_support" and .source == "welzijn")] | length == 3'
before "Informal support (line 0)|Informele steun (lijn 0)" "Who is involved|Wie betrokken zijn"
before "Who is involved|Wie betrokken zijn" "0 informal|0 informeel"
before "0 informal|0 informeel" "1 nearby|1 dichtbij"

tell "And in short, who is around them:" "En kort, wie er om hen heen staat:"
show rachid opstap view os-huis --for coordination --network
fact '.coordinator.name == "Bregje Visser"'
before "volunteer|vrijwilliger" "Rachid Benali"
before "Rachid" "Tom"
fact '[.fragments[] | select(.category == "informal_support").fields | has("name") or has("phone")] | any | not'

tell "So does the page for the household itself, on paper or on a telephone (its headings):" \
	"Zo ook op de pagina voor het huishouden zelf, op papier of op een telefoon (de kopjes):"
typed "bregje@welzijn \$ eenplan" view elzenstraat --for coordination \
	--format html --language "$(in_language en nl)"
as bregje welzijn view elzenstraat --for coordination --format html \
	--language "$(in_language en nl)" 2>/dev/null |
	grep -oE '<h[123][^>]*>[^<]*' | sed -E 's/<h1[^>]*>//; s/<h2[^>]*>/  /; s/<h3[^>]*>/    /' |
	tee "$SHOWN"
before "People around us|Mensen om ons heen" "People from organisations|Mensen van organisaties"

# --- no problem, no diagnosis ---

cell valid "None of their records says what is the matter with them, and nothing asks for it: what somebody wants, can and needs is enough." \
	"In geen van hun gegevens staat wat er met hen aan de hand is, en niets vraagt ernaar: wat iemand wil, kan en nodig heeft is genoeg."
desk plan kinds want_can_need
fact '[.kinds[0].fields[] | select(.presence == "required")] == []'
"$EENPLAN" plan kinds --format json >"$SHOWN_JSON"
fact '[.kinds[] | .category, .fields[].field] | any(test("diagnos|problem")) | not'
show bregje welzijn plan add want_can_need ws-2 "want=Op de markt werken" \
	"can=Sjouwen, wisselgeld tellen" "need=Een bekende die meegaat"
show bregje welzijn view elzenstraat --for coordination
fact '[.fragments[].category] | index("diagnosis") == null and index("want_can_need") != null'
fact '[.missing[].category] | index("diagnosis") == null'

# --- add, not take over ---

cell adds "Every Tuesday Samira does the shopping with Corrie. Opstap writes down help with the same; whoever looks at the plan is asked whether that adds to it or takes over, and with whom to talk:" \
	"Elke dinsdag doet Samira boodschappen met Corrie. Opstap legt hulp vast bij hetzelfde; wie het plan bekijkt, krijgt de vraag of dat aanvult of overneemt, en met wie te praten:"
show rachid opstap plan add service os-1 kind=household_help line=1 \
	"intensity=boodschappen op dinsdag"
help=$(grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}' "$SHOWN")
part "To talk about|Om over te praten" \
	bregje welzijn view elzenstraat --for coordination
reads "help that takes over" "hulp die overneemt"
reads "Rachid Benali"
fact '[.overlaps[] | select(.kind == "taken-over").parties[].source] | sort == ["opstap", "welzijn"]'

tell "They talk. Samira goes on as she did, Opstap does the heavy things; now its help says to what it adds:" \
	"Zij praten. Samira blijft doen wat ze deed, Opstap doet het zware werk; nu staat bij de hulp waarop die aanvult:"
show rachid opstap plan change "$help" "intensity=eens per maand het zware werk" \
	"adds_to=Samira doet elke dinsdag boodschappen met Corrie"
part "To talk about|Om over te praten" \
	bregje welzijn view elzenstraat --for coordination
fact '[.overlaps[].kind] | index("taken-over") == null'
fact '[.fragments[] | select(.source == "opstap" and .category == "service").fields.adds_to] | any(. != null and startswith("Samira doet"))'

cell adds "And who is near may stop as well: the neighbour moves, and what she did ends today:" \
	"Ook wie dichtbij is mag stoppen: de buurvrouw verhuist, en wat zij deed eindigt vandaag:"
show bregje welzijn plan close "$neighbour"
show bregje welzijn plan list elzenstraat --category informal_support
fact '[.fragments[].fields.until] | all(. == null)'

# --- lent for a period ---

# Welfare's authority makes the certificate for who comes to work there.
certs/issue user "$NODES" welzijn hanneke@wijkzorg >/dev/null
"$EENPLAN" profile add welzijn-hanneke \
	--url "https://127.0.0.1:${NODE_USERS_PORT[welzijn]}" \
	--certificate "$NODES/welzijn/users/hanneke@wijkzorg.crt" \
	--key "$NODES/welzijn/users/hanneke@wijkzorg.key" \
	--authority "$NODES/welzijn/users-ca.crt" >/dev/null

cell lent "District nursing lends Hanneke to welfare, for a week as a rule and here for twenty seconds. Welfare gives her a role at its own node; both have it signed:" \
	"De wijkverpleging leent Hanneke uit aan welzijn, gewoonlijk een week en hier twintig seconden. Welzijn geeft haar een rol op de eigen node; beide hebben het ondertekend:"
ends 3 hanneke welzijn plan list elzenstraat
show beheer wijkzorg staff lend hanneke welzijn \
	--until "$(date -u -d '+20 seconds' +%Y-%m-%dT%H:%M:%SZ)"
eventually '.loans[0].state == "offered"' beheer welzijn staff list
loan=$(as beheer welzijn staff list --format json | jq -r '.loans[0].id')
show beheer welzijn staff accept "${loan:0:8}" --role professional
show beheer welzijn staff list
fact '.loans | length == 1 and .[0].state == "current" and .[0].role == "professional"'
part "Corrie" hanneke welzijn plan list elzenstraat
fact '.fragments | length > 0'

# --- what it does in a half-year ---

# people FIRST LAST KIND DATE: invented residents whom Opstap referred
people() {
	jq -n --argjson first "$1" --argjson last "$2" --arg kind "$3" --arg day "$4" '
		def field($n; $v): {url: "https://eenplan.nl/fhir/field",
			extension: [{url: "name", valueCode: $n}, {url: "value", valueString: $v}]};
		range($first; $last + 1) |
		{resource: {resourceType: "Patient", id: "r\(.)", name: [{text: "Inwoner \(.)"}]}},
		{resource: {resourceType: "Task", id: "\($kind)-\($day)-\(.)", status: "completed",
			intent: "plan", for: {reference: "Patient/r\(.)"}, extension: [
			{url: "https://eenplan.nl/fhir/category", valueCode: "referral"},
			field("kind"; $kind), field("to"; "buurt of zorg"), field("informed"; "yes"),
			field("date"; $day)]}}'
}
{
	people 1 18 indicated 2025-03-10
	people 19 28 informal 2025-03-17
	people 1 11 indicated 2026-03-09
	people 12 33 informal 2026-03-16
} | jq -s '{resourceType: "Bundle", type: "collection",
	entry: unique_by(.resource.resourceType + .resource.id)}' >"$NODES/referrals.json"
as beheer opstap import "$NODES/referrals.json" --quiet

cell referrals "Does it help? Opstap counts whom it referred to indicated care and whom to a solution nearby, and holds it against the half-year before Meedoen. No figure tells of fewer than ten:" \
	"Helpt het? Opstap telt wie naar geïndiceerde zorg is verwezen en wie naar een oplossing dichtbij, en vergelijkt dat met het halfjaar vóór Meedoen. Geen cijfer gaat over minder dan tien mensen:"
show mo opstap report --from 2026-01-01 --until 2026-06-30 \
	--baseline-from 2025-01-01 --baseline-until 2025-06-30
measured='def of($w): .figures[] | select(.measure == $w).value;'
fact "$measured of(\"referred-indicated\") == \"11\" and (.reference | of(\"referred-indicated\")) == \"18\""
fact "$measured of(\"referred-informal\") == \"22\" and (.reference | of(\"referred-informal\")) == \"10\""
reads "-7"
reads "+12"

# --- a volunteer's own ---

cell volunteer "Samira logs in too. She sees what she herself has agreed to do and how to reach Corrie; not what others agreed, and nothing that is about health. Whose an agreement is, it says by user, not by name:" \
	"Ook Samira logt in. Zij ziet wat zij zelf heeft afgesproken en hoe zij Corrie bereikt; niet wat anderen afspraken, en niets over gezondheid. Van wie een afspraak is, staat er als gebruiker bij, niet als naam:"
as bregje welzijn plan add agreement ws-1 "text=Brief aan de woningbouw schrijven" \
	owner="Bregje Visser" owner_id=bregje@welzijn due="$(day 21)" --quiet >/dev/null
as hanneke wijkzorg plan add agreement we-1 "text=Douchestoel aanvragen" \
	owner="Samira Haddou" due="$(day 14)" --quiet >/dev/null
show bregje welzijn plan add agreement ws-1 "text=Dinsdag samen naar de markt" \
	"owner=Samira Haddou" owner_id=samira@welzijn "due=$(day 30)"
show samira welzijn view elzenstraat --for coordination
fact '[.fragments[] | select(.category == "agreement").fields.text] == ["Dinsdag samen naar de markt"]'
fact '[.fragments[].category] | unique - ["agreement", "contact", "informal_support"] == []'
fact '[.fragments[].fields | has("owner_id")] | any | not'
fact '[.missing[].category // empty] - ["agreement", "contact", "informal_support"] == []'
tell "Bregje sees all three:" "Bregje ziet ze alle drie:"
show bregje welzijn view elzenstraat --for coordination
fact '[.fragments[] | select(.category == "agreement")] | length == 3'

# --- and then it is over ---

cell lent "Meanwhile Hanneke's time at welfare has run out. Nobody had to do anything; her certificate still exists, and opens nothing:" \
	"Intussen is de tijd van Hanneke bij welzijn voorbij. Niemand hoefde iets te doen; haar certificaat is er nog, en opent niets:"
eventually '.loans[0].state == "over"' beheer welzijn staff list --all
ends 3 hanneke welzijn plan list elzenstraat
reads "lent until" "uitleende tot"

try view we-huis --for coordination --network --profile wijkzorg-hanneke
try view elzenstraat --for coordination --profile welzijn-bregje
try partner list --profile meerzicht-tom
