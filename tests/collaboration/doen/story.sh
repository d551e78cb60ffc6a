# doen: mental-health and addiction care, disability care and district nursing,
# and the regional teams of four municipalities. One family, the Terpstras of
# Molenweg 8 in Eikenrode, with help from five of the seven.
cells <<'ROW'
plan        | one household, one plan                                          | één huishouden, één plan
coordinator | exactly one coordinator, who is the first point of contact       | precies één regisseur, en die is het eerste aanspreekpunt
marks       | who knows everything the law allows, with marks where it doesn't | die alles weet wat de wet toelaat, met een teken waar dat niet zo is
found       | overlap in clients found                                         | gezamenlijke cliënten gevonden
scaled      | help scaled up or down quickly: direction, reason, date          | hulp snel op- en afgeschaald: richting, reden, datum
double      | no double work: duplicate services reported                      | geen dubbel werk: dubbele hulp gemeld
agenda      | casework agenda with consent status per participant              | casusagenda met de toestemming per deelnemer
cost        | cost data behind the scenes, out of the professionals' view      | kosten achter de schermen, buiten het zicht van de hulpverleners
result      | result before and after                                          | resultaat vooraf en achteraf
ROW

node_declare eikenrode "Regioteam Eikenrode" wmo \
	"marieke:coordinator:Marieke Huisman:088-0100101" \
	"joris:professional:Joris Wouda:088-0100102" \
	"frits:financier:Frits Dijksma" "beheer:administrator:Beheer Eikenrode" \
	fg:privacy_officer
node_contact eikenrode 088-0100100
node_declare lindeveen "Regioteam Lindeveen" wmo \
	"bas:coordinator:Bas Oosterhof:088-0100201" beheer:administrator
node_contact lindeveen 088-0100200
node_declare beukendam "Regioteam Beukendam" wmo \
	"sanne:coordinator:Sanne Postma:088-0100601" beheer:administrator
node_declare esdoorn "Regioteam Esdoorn" wmo \
	"tom:coordinator:Tom Rinsma:088-0100701" beheer:administrator
node_declare rondom "Wijkverpleging Rondom" zvw \
	"nadia:professional:Nadia Belkacem:088-0100301" beheer:administrator \
	fg:privacy_officer
node_declare schakel "De Schakel, gehandicaptenzorg" wlz \
	"ruben:professional:Ruben Tjalma:088-0100401" beheer:administrator
node_declare kade "GGZ De Kade" ggz \
	"ilona:professional:Ilona Vriesema:088-0100501" beheer:administrator
node_identifies eikenrode lindeveen bsn
node_identifies lindeveen eikenrode bsn
nodes_prepare
node_start "${NODE_IDS[@]}"

tell "Seven organisations, each with its own node and its own records. Four are the regional teams of four municipalities:" \
	"Zeven organisaties, elk met een eigen knooppunt en eigen gegevens. Vier ervan zijn de regioteams van vier gemeenten:"
introduce

tell "The region agreed on three rules of its own, on top of the national pack. One of them in words, and that every rule was tested:" \
	"De regio sprak drie eigen regels af, boven op het landelijke pakket. Eén ervan in woorden, en dat elke regel is getoetst:"
overlay DOEN-03

# --- one household, one plan -------------------------------------------------

cell plan "Each organisation knows those whom it helps. The regional team of Eikenrode knows the household, and is linked, resident by resident, with who else helps:" \
	"Elke organisatie kent wie zij helpt. Het regioteam van Eikenrode kent het huishouden en is per inwoner gekoppeld met wie er nog meer helpt:"
records beheer
lindeveens=$(as bas lindeveen plan add service lv-1 kind=household_help "text=Hulp bij het huishouden" \
	line=1 "intensity=2 uur per week" start=2024-05-06 --quiet)
link marieke er-1@eikenrode ilona kd-1@kade
link marieke er-2@eikenrode nadia rd-1@rondom
link marieke er-3@eikenrode ruben sk-1@schakel
link marieke er-4@eikenrode nadia rd-2@rondom
for resident in rd-1 rd-2; do
	agreed nadia rondom "$resident" share,secrecy_waiver any --to eikenrode --for coordination
	agreed nadia rondom "$resident" share scale_event --to eikenrode --for coordination
done
agreed ruben schakel sk-1 share,secrecy_waiver any --to eikenrode --for coordination
agreed ruben schakel sk-1 share scale_event --to eikenrode --for coordination
agreed ilona kade kd-1 share,secrecy_waiver involvement,goal,agreement --to eikenrode --for coordination
agreed bas lindeveen lv-1 share any --to eikenrode --for coordination
agreed bas lindeveen lv-1 share involvement --to eikenrode --for discovery,coordination
agreed marieke eikenrode er-4 share involvement --to lindeveen --for discovery,coordination

cell found "Grandmother Geesje came to live here from Lindeveen, and let both teams find out that both help her. No list, name or number crosses:" \
	"Grootmoeder Geesje kwam hier uit Lindeveen wonen, en vond goed dat beide teams te weten komen dat zij haar beide helpen. Er gaat geen lijst, naam of nummer over de lijn:"
show marieke eikenrode discover lindeveen --for coordination
reads "er-4"
lacks "er-1"

cell plan "With all of them linked, the household looks like this to her team:" \
	"Nu allen gekoppeld zijn, ziet het huishouden er voor haar team zo uit:"
show marieke eikenrode household show molenweg
fact '.members | length == 4'

cell coordinator "Marieke Huisman takes the plan, signed. From then on every linked organisation has the same answer to: whom do I call first?" \
	"Marieke Huisman neemt het plan op zich, ondertekend. Vanaf dat moment heeft elke gekoppelde organisatie hetzelfde antwoord op: wie bel ik eerst?"
show marieke eikenrode coordinator accept molenweg --contact 088-0100101
eventually '.coordinator.name == "Marieke Huisman"' bas lindeveen coordinator show lv-huis
show bas lindeveen coordinator show lv-huis
fact '.coordinator.name == "Marieke Huisman"'

cell coordinator "There is exactly one. Another team that takes it as well is refused:" \
	"Er is er precies één. Een ander team dat het ook neemt, wordt geweigerd:"
ends 2 bas lindeveen coordinator accept lv-huis

cell coordinator,marks "The coordinator asks for the plan: five organisations' parts of one household, and she first. Mental health care takes part, but neither its name nor its kind is told:" \
	"De regisseur vraagt het plan op: van vijf organisaties het deel van één huishouden, en zijzelf bovenaan. De ggz doet mee, maar haar naam en soort worden niet verteld:"
show marieke eikenrode view molenweg --for coordination
fact '.coordinator.name == "Marieke Huisman" and .coordinator.contact == "088-0100101"'
fact '[.fragments[].source] | unique == ["care", "eikenrode", "lindeveen", "rondom", "schakel"]'
fact '[.fragments[] | select(.source == "care") | .category] | unique == ["agreement", "goal", "involvement"]'

cell marks "What the law keeps from her is marked, with the article. Diagnoses stay at the source, and of mental health care not even the article is told, for that would tell what it is:" \
	"Wat de wet voor haar afschermt, is gemarkeerd, met het artikel. Diagnoses blijven bij de bron, en van de ggz wordt zelfs het artikel niet verteld, want dat zou verraden wat het is:"
show marieke eikenrode view molenweg --for coordination --missing-only
fact '[.missing[] | select(.category == "diagnosis") | .source] == ["rondom", "schakel"]'
fact '[.missing[] | select(.category == "diagnosis") | .basis | length > 0] | all'
fact '[.missing[] | select(.source == "care" and .basis != null)] == []'

cell plan "A team that doesn't help this household learns nothing of it:" \
	"Een team dat dit huishouden niet helpt, komt er niets over te weten:"
ends 2 sanne beukendam view molenweg --for coordination

# --- up and down ---------------------------------------------------------------

cell scaled "Daan can do more by himself, and Wilma's wound needs more care. Who helps writes that down where the help is; the coordinator is told at once that something changed:" \
	"Daan kan meer zelf, en de wond van Wilma vraagt meer zorg. Wie helpt, legt dat vast waar de hulp is; de regisseur hoort meteen dat er iets veranderde:"
show ruben schakel plan add scale_event sk-1 direction=down \
	service=dagbesteding "reason=Daan werkt nu twee dagen bij de fietsenmaker" date=2026-11-16
reads "dagbesteding"
show nadia rondom plan add scale_event rd-1 direction=up service=wondzorg \
	"reason=De wond sluit niet; twee keer per dag" date=2026-11-19
eventually '.news | length >= 2' marieke eikenrode inbox
show marieke eikenrode inbox
fact '[.news[].partner] | unique == ["rondom", "schakel"]'

cell scaled "She looks up what: the direction and the date, and why, since Wilma and Daan named that in their consent. She asks for nothing else:" \
	"Zij vraagt op wat: de richting en de datum, en waarom, want Wilma en Daan noemden dat in hun toestemming. Naar iets anders vraagt zij niet:"
show marieke eikenrode view molenweg --for coordination --category scale_event
fact '[.fragments[].fields | .direction, .date, (.reason | length > 0)] ==
	["up", "2026-11-19", true, "down", "2026-11-16", true]'

# --- no double work ------------------------------------------------------------

cell double "Two municipalities pay for the same help of one grandmother. The plan says so, and who should talk to whom:" \
	"Twee gemeenten betalen voor dezelfde hulp aan één grootmoeder. Het plan zegt dat, en wie met wie moet praten:"
show marieke eikenrode view molenweg --for coordination --category service,involvement
fact '[.overlaps[] | select(.kind == "double-service")] | length == 1'
cell double "Lindeveen ends its part, and nothing is double any more:" \
	"Lindeveen stopt zijn deel, en niets is meer dubbel:"
show bas lindeveen plan close "${lindeveens:0:8}"
show marieke eikenrode view molenweg --for coordination --category service
fact '[.overlaps[] | select(.kind == "double-service")] == []'

# --- the casework agenda ---------------------------------------------------------

cell agenda "They will talk it over at the kitchen table. The agenda says for each participant what they may hear of each topic, by policy and consent as they are now, and which consent is missing:" \
	"Zij gaan het aan de keukentafel bespreken. De agenda zegt per deelnemer wat die van elk onderwerp mag horen, volgens beleid en toestemming zoals die nu zijn, en welke toestemming ontbreekt:"
meeting=$(as marieke eikenrode conference plan molenweg --place "Molenweg 8, aan de keukentafel" \
	--on "$(date -u -d '+14 days' +%F)" --time 19:00 --quiet)
as marieke eikenrode conference invite "$meeting" --user marieke --quiet >/dev/null
as marieke eikenrode conference invite "$meeting" --resident er-2 --quiet >/dev/null
as marieke eikenrode conference invite "$meeting" --partner rondom --role professional \
	--name "Nadia Belkacem" --quiet >/dev/null
as marieke eikenrode conference invite "$meeting" --partner lindeveen --role coordinator \
	--name "Bas Oosterhof" --quiet >/dev/null
as marieke eikenrode conference agenda "$meeting" add er-2 "Hoe houdt Wilma het vol?" --category goal --quiet >/dev/null
as marieke eikenrode conference agenda "$meeting" add er-4 "Hulp voor Geesje, eenmaal" --category agreement --quiet >/dev/null
show marieke eikenrode conference agenda "${meeting:0:8}"
fact '[.hearings[] | select(.topic == 2) | .hears] == ["all", "nothing", "nothing", "nothing"]'
fact '[.hearings[] | select(.topic == 2) | .categories // [] | .[] | .missing // []] | flatten | unique == ["share"]'

cell agenda "Geesje says that both may hear it, and the agenda has it at once. For Wilma's topic nobody asked her yet, and that is not a no:" \
	"Geesje zegt dat beide het mogen horen, en de agenda weet het meteen. Voor het onderwerp van Wilma heeft nog niemand haar gevraagd, en dat is geen nee:"
for partner in rondom lindeveen; do
	agreed marieke eikenrode er-4 share agreement --to "$partner" --for case_conference
done
show marieke eikenrode conference agenda "${meeting:0:8}"
fact '[.hearings[] | select(.topic == 2) | .hears] == ["all", "nothing", "all", "all"]'
fact '[.hearings[] | select(.topic == 1) | .hears] == ["all", "all", "nothing", "nothing"]'

# --- cost ------------------------------------------------------------------------

jq -n -f "$STORY_FOLDER/cases.jq" >"$NODES/cases.json"
as beheer eikenrode import "$NODES/cases.json" --quiet

cell cost "What the help of Kees costs is written behind the scenes, and no professional sees it or writes it, whoever coordinates neither:" \
	"Wat de hulp van Kees kost, wordt achter de schermen vastgelegd; geen hulpverlener ziet of schrijft het, ook de regisseur niet:"
show beheer eikenrode plan add cost er-1 law=wmo period=2026 way=new amount=1850.00
show marieke eikenrode plan list molenweg --category cost
fact '.fragments == []'
ends 3 marieke eikenrode plan add cost er-1 law=wmo period=2026 way=new amount=1

cell result,cost "Before and after, over everybody in Eikenrode who had both: to the coordinator without money, to who pays with it. Never over fewer than ten residents:" \
	"Vooraf en achteraf, over iedereen in Eikenrode van wie beide bekend zijn: voor de regisseur zonder geld, voor wie betaalt met. Nooit over minder dan tien inwoners:"
show marieke eikenrode report --from 2025-01-01 --until 2026-12-31
fact '[.figures[] | select(.measure | startswith("wellbeing")) | .value | tonumber] as [$before, $after] |
	$before == 3.5 and $after == 7.5'
fact '[.figures[] | select(.measure | startswith("cost"))] == []'
show frits eikenrode report --from 2025-01-01 --until 2026-12-31
fact '[.figures[] | select(.measure | startswith("cost")) | .value] | length == 2'

cell result "And of this one family, in the plan itself:" \
	"En van dit ene gezin, in het plan zelf:"
for resident in er-1 er-2; do
	as marieke eikenrode plan add wellbeing "$resident" score=7 date=2026-11-16 moment=end --quiet >/dev/null
done
show marieke eikenrode view molenweg --for coordination --category wellbeing
fact '[.fragments[].fields | select(.moment == "start") | .score | tonumber] | max <= 4'
fact '[.fragments[].fields | select(.moment == "end") | .score | tonumber] | min >= 7'

# --- and afterwards ----------------------------------------------------------------

tell "Wilma's nurse is asked who has looked. The log says who, when, what for, and what they didn't get. Each question is there twice, since this story asked again to look it up; nobody can change it unseen:" \
	"De wijkverpleging van Wilma wordt gevraagd wie er heeft gekeken. De inzagelog zegt wie, wanneer, waarvoor, en wat zij niet kregen. Elke vraag staat er twee keer, want dit verhaal vroeg alles nog eens om het na te zoeken; niemand kan hem ongezien veranderen:"
show fg rondom audit who rd-1
fact '[.entries[] | select(.organisation == "eikenrode" and .user == "marieke")] | length > 0'
show fg rondom audit verify
fact .intact

try view molenweg --for coordination --profile eikenrode-marieke
try view molenweg --for coordination --format html --profile eikenrode-marieke '>plan.html'
try coordinator offer molenweg --to lindeveen --profile eikenrode-marieke
try report --from 2025-01-01 --until 2026-12-31 --profile eikenrode-frits
