# Kernteam: a district team, and a core team of specialists of fifteen
# organisations around it. The district team leads; a specialist is asked quickly,
# for forty hours in a half-year.
#
# The Kuipers live at Zonnehof 3: Ilona (41), who is treated by mental health
# care, her son Daan (17), her daughter Fleur (8), and Fleur's grandmother Greet.

cells <<'TABLE'
fifteen | a district team and a core team of specialists, fifteen partners | een wijkteam en een kernteam van specialisten, vijftien partners
lead    | the district team always has the lead                       | het wijkteam heeft altijd de regie
network | informal and professional network before, during and after treatment | informeel en professioneel netwerk voor, tijdens en na de behandeling
faces   | faces and ways of working known                             | gezichten en werkwijzen bekend
consult | quick consultation, with a turnaround clock                 | snelle consultatie, met een klok
hours   | 40 hours for each specialist in a half-year: a warning, then a refusal | 40 uur per specialist per halfjaar: een waarschuwing, dan een weigering
outcome | labels for how a case ended                                 | labels voor hoe een casus afliep
report  | a report over any period                                    | een rapport over elke periode
TABLE

# partner ID NAME LAW USER:ROLE:NAME:CONTACT…
partner() { node_declare "$@" beheer:administrator; }

node_declare wijkteam "Sociaal wijkteam Zonnehof" wmo \
	"nadia:coordinator:Nadia Bouzid:088-0001001" "mo:manager:Mo Peeters" \
	beheer:administrator fg:privacy_officer
partner jeugd "Jeugdhulp De Vlieger" jeugdwet \
	"lotte:specialist:Lotte Kramer:088-0001201" "pim:professional:Pim Jansen" "mo:manager:Mo Kok"
partner volwassenen "GGZ De Brug" ggz "yvonne:specialist:Yvonne Smeets:088-0001101"
partner jeugdggz "Jeugd-ggz Het Anker" ggz "sanne:specialist:Sanne Vos:088-0001401"
partner verslaving "Verslavingszorg Noorderlicht" ggz "omar:specialist:Omar Saidi:088-0001301"
partner meerzicht "Stichting Meerzicht" wlz "tom:professional:Tom Aalbers:088-0000901"
partner wijkzorg "Wijkzorg De Els" zvw "hanneke:nurse:Hanneke Mulder:088-0000701"
partner huisarts "Huisartsen Zonnehof" zvw "karin:professional:Karin de Wit:088-0001501"
partner jgz "Jeugdgezondheidszorg Oost" zvw "mirjam:nurse:Mirjam Bos:088-0001601"
partner opvoeden "Opvoedsteunpunt De Boom" jeugdwet "ellen:professional:Ellen Hoek:088-0001701"
partner school "Samenwerkingsverband Onderwijs" jeugdwet "els:professional:Els Wever:088-0002201"
partner maatwerk "Maatschappelijk werk Oost" welzijn "ruben:professional:Ruben Blok:088-0001801"
partner welzijn "Welzijn De Schakel" welzijn "bregje:professional:Bregje Visser:088-0000601"
partner mantelzorg "Steunpunt Mantelzorg" welzijn "joop:professional:Joop Kok:088-0001901"
partner werkplein "Werkplein Oost" participatiewet "dirk:professional:Dirk Smit:088-0002001"
partner wonen "Woonstichting Oost" wonen "inge:professional:Inge Mol:088-0002101"

node_contact wijkteam 088-0001000

# Everybody works with the district team; the partners don't need each other.
for id in "${NODE_IDS[@]}"; do
	[ "$id" = wijkteam ] || node_peers "$id" wijkteam
done

day() { date -u -d "$1 days" +%Y-%m-%d; }

# knows ID USER RESIDENT OURS: they help the same one, and the resident agreed
# to what the kind of organisation asks
OURS=agreement,contact,goal,informal_support,involvement
knows() {
	local kinds=share,secrecy_waiver
	case ${NODE_LAW[$1]} in
	welzijn | wonen) kinds=share ;;
	participatiewet) kinds=share,written ;;
	esac
	link nadia "$4@wijkteam" "$2" "$3@$1"
	agreed "$2" "$1" "$3" "$kinds" "$OURS" --to wijkteam --for coordination "${@:5}"
}

cell fifteen "A district team, and fifteen organisations with specialists and others whom it can call in: each with its own node, files and policy. Together they are the core team:" \
	"Een wijkteam, en vijftien organisaties met specialisten en anderen die het erbij kan halen: elk met een eigen node, dossier en beleid. Samen zijn zij het kernteam:"
nodes_prepare
node_start "${NODE_IDS[@]}"
introduce
records beheer
show beheer wijkteam partner check
fact '[.partners[] | select(.reachable and .enrolled)] | length == 15'

# A child of 8: her mother, who has custody, decides.
for at in mirjam@jgz:jg-1 ellen@opvoeden:od-1; do
	user=${at%@*} id=${at#*@} resident=${at#*:} id=${id%:*}
	as "$user" "$id" resident custody "$resident" known >/dev/null
	as "$user" "$id" resident representative "$resident" moeder custody \
		--name "Ilona Kuipers" >/dev/null
	knows "$id" "$user" "$resident" kt-3 --giver moeder
done
knows volwassenen yvonne gv-1 kt-1
knows verslaving omar vn-1 kt-1
knows huisarts karin ha-1 kt-1
knows maatwerk ruben mw-1 kt-1
knows welzijn bregje ws-1 kt-1
knows werkplein dirk wp-1 kt-1
knows wonen inge wo-1 kt-1
knows jeugd lotte jv-1 kt-2
knows jeugdggz sanne ja-1 kt-2
knows meerzicht tom mz-1 kt-2
knows school els so-1 kt-2
knows wijkzorg hanneke we-1 kt-4
knows mantelzorg joop sm-1 kt-4

# --- one plan, led by the district team ---

overlay=$STORY_FOLDER/overlay.policy
cell lead "Who leads isn't left to who is quickest: a rule of the core team's policy says it, and every node holds to it:" \
	"Wie de regie heeft, hangt niet af van wie het snelst is: een regel in het beleid van het kernteam zegt het, en elke node houdt zich eraan:"
desk policy explain policy "$overlay" --lead wmo
fact '.verdict == "permit"'
desk policy explain policy "$overlay" --lead jeugdwet
fact '.verdict == "forbidden" and .rules == ["KT-10"]'

tell "The district team takes the lead of the Kuipers' plan. It can't give it away to youth help, and youth help can't take it:" \
	"Het wijkteam neemt de regie over het plan van de familie Kuipers. Het kan die niet aan de jeugdhulp geven, en de jeugdhulp kan die niet nemen:"
ends 3 pim jeugd coordinator accept jv-huis
reads "KT-10"
show nadia wijkteam coordinator accept zonnehof
reads "Nadia Bouzid, Sociaal wijkteam Zonnehof"
ends 3 nadia wijkteam coordinator offer zonnehof --to jeugd
reads "KT-10"
until as pim jeugd coordinator show jv-huis --format json |
	jq -e '.coordinator.standing == "held"' >"$SHOWN.jq"; do
	sleep 0.1
	[ $((tries = ${tries:-0} + 1)) -lt 100 ] || fail "youth help isn't told who leads"
done
show pim jeugd coordinator show jv-huis
fact '.coordinator.organisation == "Sociaal wijkteam Zonnehof"'

cell network "Who is around the Kuipers, before, during and after the treatment? First who is near, then who is paid for it. What phase somebody is there in tells of a treatment, so a resident names it; of mental health care not even the kind of organisation is told:" \
	"Wie staan er om de familie Kuipers heen, voor, tijdens en na de behandeling? Eerst wie dichtbij is, dan wie ervoor betaald wordt. In welke fase iemand er is, zegt dat er een behandeling is, dus de inwoner noemt het zelf; van de ggz wordt zelfs de soort organisatie niet verteld:"
show nadia wijkteam view zonnehof --for coordination --network
fact '[.fragments[] | select(.category == "informal_support").fields.phase] |
	sort == ["before", "before,during,after", "during,after", "during,after", "during,after", "during,after"]'
fact '[.fragments[] | select(.category == "involvement" and .source == "jeugd").fields.phase] == ["during,after"]'
fact '[.fragments[] | select(.category == "involvement" and .source == "care").fields] |
	length == 3 and all(.phase == "during" and .line == "2" and has("role") == false)'
fact '[.fragments[].source] | unique | length == 14' # mental health care is one: "care"
before "Petra" "Nadia"
before "Ruben" "Omar"

# --- a quick question ---

cell consult "Pim of youth help doesn't wait for a referral. He asks Lotte, a specialist; an answer is wanted within five working days:" \
	"Pim van de jeugdhulp wacht niet op een verwijzing. Hij vraagt het Lotte, een specialist; binnen vijf werkdagen wordt een antwoord verwacht:"
show pim jeugd consultation ask jv-1 "Hoe praten we met Daan over stoppen met school?" --specialist lotte
question=$(grep -oE -m 1 "[0-9a-f]{8}\$" "$SHOWN")
show lotte jeugd consultation list --open
working_days() { # the day that is $1 working days from today
	local ahead=0 left=$1
	while [ "$left" -gt 0 ]; do
		ahead=$((ahead + 1))
		[ "$(date -u -d "$ahead days" +%u)" -gt 5 ] || left=$((left - 1))
	done
	day "$ahead"
}
fact '.consultations | length == 1'
fact ".consultations[0].due == \"$(working_days 5)\""

tell "She answers the same day, and her 45 minutes are booked with it:" \
	"Zij antwoordt dezelfde dag, en haar 45 minuten worden meteen geboekt:"
show lotte jeugd consultation answer "$question" \
	"Vraag eerst wat hij er zelf van vindt, en loop een eind met hem op." --minutes 45
show pim jeugd consultation list
reads "answered after 0 working days" "beantwoord na 0 werkdagen"
fact '.consultations[0].answer | startswith("Vraag eerst")'

cell hours "Each specialist has forty hours in a half-year. From 32 hours on every booking comes with a warning; what doesn't fit any more is refused:" \
	"Elke specialist heeft veertig uur per halfjaar. Vanaf 32 uur komt er bij elke boeking een waarschuwing; wat er niet meer in past, wordt geweigerd:"
show lotte jeugd hours add 1440 --reason "overleg op school"
lacks "$(in_language "left in" "over in")"
show lotte jeugd hours add 435 --reason "gesprekken thuis"
reads "left in" "over in"
show lotte jeugd hours add 480 --reason "meelopen met het wijkteam"
ends 2 lotte jeugd hours add 15 --reason "nog een telefoontje"
reads "There are hours again" "zijn er weer uren"
show mo jeugd hours show lotte
fact '.hours[0] | .used == 2400 and .left == 0'
ends 2 pim jeugd consultation ask jv-1 "En wat zeggen we tegen zijn mentor op school?" --specialist lotte

# --- how it ends ---

cell outcome "When a case ends, a word says where somebody goes on, so that it can be counted:" \
	"Als een casus afloopt, zegt een woord waar iemand verder gaat, zodat het te tellen is:"
desk plan kinds case_outcome
fact '.kinds[0].fields[0] | .field == "label" and .presence == "required" and (.of | split("|") | length) == 7'
ends 2 nadia wijkteam plan add case_outcome kt-2 "label=genezen"
reads "independent, informal, nearby, specialist"
show nadia wijkteam plan add case_outcome kt-2 label=informal \
	"text=Gaat weer naar school; Wesley en zijn mentor houden een oogje in het zeil"
show nadia wijkteam plan list zonnehof --category case_outcome
fact '[.fragments[].fields.label] == ["informal"]'

# ended FIRST LAST WORD DATE: residents whose case ended earlier this year
ended() {
	jq -n --argjson first "$1" --argjson last "$2" --arg word "$3" --arg day "$4" '
		def field($n; $v): {url: "https://eenplan.nl/fhir/field",
			extension: [{url: "name", valueCode: $n}, {url: "value", valueString: $v}]};
		range($first; $last + 1) |
		{resource: {resourceType: "Patient", id: "r\(.)", name: [{text: "Inwoner \(.)"}]}},
		{resource: {resourceType: "Task", id: "end-\(.)", status: "completed", intent: "plan",
			for: {reference: "Patient/r\(.)"}, extension: [
			{url: "https://eenplan.nl/fhir/category", valueCode: "case_outcome"},
			field("label"; $word), field("date"; $day)]}}'
}
{
	ended 1 14 informal 2026-02-16
	ended 15 25 nearby 2026-04-20
	ended 26 28 specialist 2026-05-18
} | jq -s '{resourceType: "Bundle", type: "collection", entry: .}' >"$NODES/ended.json"
as beheer wijkteam import "$NODES/ended.json" --quiet

cell report,outcome "A report over any period: for the team, how many cases there were and how they ended. Three that went on with a specialist look like none, since three are too few to tell of:" \
	"Een rapport over elke periode: voor het team, hoeveel casussen er waren en hoe ze afliepen. Drie die verder gingen met een specialist zien eruit als geen, want over drie wordt niets verteld:"
show nadia wijkteam report --from 2026-02-01 --until 2026-06-30
measured='def of($w): .figures[] | select(.measure == $w);'
fact "$measured of(\"ended-informal\").value == \"14\" and of(\"ended-nearby\").value == \"11\""
fact "$measured of(\"ended-specialist\").why == \"few\" and of(\"ended-moved\").why == \"few\""

tell "Another period, other figures:" "Een andere periode, andere cijfers:"
show nadia wijkteam report --from 2026-02-01 --until 2026-03-31
fact "$measured of(\"ended-informal\").value == \"14\" and of(\"ended-nearby\").why == \"few\""

# known USER ID NAME EXPERTISE WAYS CONTACT: their own entry, for partners too
known() {
	as "$1" "$2" directory add "$1" "name=$3" "expertise=$4" "ways=$5" "contact=$6" \
		--share name,expertise,ways,contact --quiet
}
known lotte jeugd "Lotte Kramer" "hechting, gezinsgesprekken" \
	"komt liever langs dan dat ze schrijft" 088-0001201
known sanne jeugdggz "Sanne Vos" "hechting, trauma" "belt binnen een dag terug" 088-0001401
known yvonne volwassenen "Yvonne Smeets" "herstel, angst" "denkt mee zonder naam" 088-0001101

cell faces "Everybody knows whom to call: each says in the directory what they are good at, how they work and how to reach them, and what of it partners see. Nadia looks for somebody who knows about attachment:" \
	"Iedereen weet wie te bellen: ieder zegt in de gids waar die goed in is, hoe die werkt en hoe te bereiken, en wat partners daarvan zien. Nadia zoekt iemand die van hechting weet:"
show nadia wijkteam directory list --expertise hechting
fact '[.people[].fields.name] | sort == ["Lotte Kramer", "Sanne Vos"]'
show nadia wijkteam directory show lotte@jeugd
fact '.people[0].fields | .ways != null and .contact == "088-0001201"'
reads "komt liever langs"

try view zonnehof --for coordination --network --profile wijkteam-nadia
try consultation list --profile jeugd-lotte
try hours show lotte --profile jeugd-mo
