# samen-sterk: two organisations only, one for care of the elderly (Wlz), one
# for district nursing and support (Zvw and Wmo). Pier and Antje Draaisma of
# Kerkstraat 3 have help from both.
. tests/people.sh

cells <<'ROW'
two        | useful with two nodes                                           | nuttig met twee knooppunten
shared     | which clients we share, without handing over lists              | welke cliënten wij delen, zonder lijsten af te geven
asked      | Wmo and Zvw: the client is asked who else comes, and asked again | Wmo en Zvw: de cliënt wordt gevraagd wie er nog meer komt, en opnieuw gevraagd
wlz        | Wlz: recorded on a statutory basis                              | Wlz: vastgelegd op grond van de wet
decided    | what care and support may share is decided, with article and reason | wat zorg en ondersteuning mogen delen, wordt beslist, met artikel en reden
signal     | faster response to something unusual: pushed to who may know    | sneller reageren op iets bijzonders: meteen verteld aan wie het mag weten
contact    | one contact point                                               | één aanspreekpunt
moments    | contact moments, with their value for client and worker         | contactmomenten, met de opbrengst voor cliënt en medewerker
agreements | collaboration agreements and working agreements                 | samenwerkingsafspraken en werkafspraken
cohort     | a pilot cohort capped at 10 clients                             | een pilotgroep van ten hoogste 10 cliënten
feedback   | feedback on what works                                          | terugkoppeling over wat werkt
ROW

node_declare avondrood "Avondrood, ouderenzorg" wlz \
	"sietske:professional:Sietske Hoekema:088-0200101" \
	"beheer:administrator:Beheer Avondrood" fg:privacy_officer
node_contact avondrood 088-0200100
node_declare dichtbij "Dichtbij, wijkverpleging en steun" wmo \
	"hanna:coordinator:Hanna Feenstra:088-0200201" \
	"omar:professional:Omar Aziz:088-0200202" \
	"beheer:administrator:Beheer Dichtbij" fg:privacy_officer
node_contact dichtbij 088-0200200
# Both laws let them use the BSN, inside their own walls.
node_identifies avondrood dichtbij bsn
node_identifies dichtbij avondrood bsn
nodes_prepare
node_start "${NODE_IDS[@]}"

tell "Two organisations, two nodes, and nothing in between:" \
	"Twee organisaties, twee knooppunten, en niets ertussen:"
introduce

tell "They agreed on three rules of their own. One of them in words, and that every rule was tested:" \
	"Zij spraken drie eigen regels af. Eén ervan in woorden, en dat elke regel is getoetst:"
overlay STERK-02

records beheer

# --- which clients do we share ---------------------------------------------------

agreed hanna dichtbij db-2 share involvement --to avondrood --for discovery,coordination
agreed sietske avondrood av-1 share,secrecy_waiver involvement --to dichtbij --for discovery,coordination
cell shared "Which clients do we share? Pier let both of them find that out. They compute it together: no list, name or number crosses, and each learns only whom both have. Antje, whom only Dichtbij helps, stays out of it:" \
	"Welke cliënten delen wij? Pier vond goed dat beide dat te weten komen. Zij rekenen het samen uit: er gaat geen lijst, naam of nummer over de lijn, en elk leert alleen wie zij beide hebben. Antje, die alleen door Dichtbij wordt geholpen, blijft erbuiten:"
show hanna dichtbij discover avondrood --for coordination
reads "db-2"
lacks "db-1"
session=$(as sietske avondrood discover list --format json | jq -r '.discoveries[0].session')
show sietske avondrood discover show "${session:0:8}"
fact '[.clients[].handle] == ["av-1"] and .shared == "<10"'

cell two "Both know now that they mean the same Pier, by a random reference between these two:" \
	"Beide weten nu dat zij dezelfde Pier bedoelen, door een willekeurige verwijzing tussen deze twee:"
show hanna dichtbij household show kerkstraat
fact '[.members[] | select(.handle == "db-2") | .links[].partner] == ["avondrood"]'

# --- who else comes ----------------------------------------------------------------

cell asked "For the Wmo and the Zvw the client is asked who else comes. Antje was asked in spring; what she told then is old by now:" \
	"Voor de Wmo en de Zvw wordt de cliënt gevraagd wie er nog meer komt. Antje is in het voorjaar gevraagd; wat zij toen vertelde, is inmiddels oud:"
physio=$(as hanna dichtbij plan add involvement db-1 role=fysiotherapeut \
	"organisation=Fysiotherapie aan de Vaart" contact=050-0000222 since=2026-02-02 \
	asked=2026-03-02 line=1 --quiet)
show hanna dichtbij consent due
fact '[.due[] | select(.resident.handle == "db-1") | .asked.first] == ["2026-03-02"]'

cell asked "Hanna asks again, writes that down, and it is off the list:" \
	"Hanna vraagt het opnieuw, legt dat vast, en het is van de lijst:"
today=$(date -u +%F)
show hanna dichtbij plan change "${physio:0:8}" "asked=$today"
show hanna dichtbij consent due
fact '.due == []'

cell wlz "Long-term care is recorded by law: who comes since 2025 is on nobody's list to be asked again:" \
	"Langdurige zorg is op grond van de wet vastgelegd: wie er sinds 2025 komt, staat op niemands lijst om opnieuw te vragen:"
show sietske avondrood plan list av-huis --category involvement
fact '[.fragments[] | .law, .fields.asked] == ["wlz", "2025-01-06"]'
show sietske avondrood consent due
fact '.due == []'

# --- what may be shared --------------------------------------------------------------

agreed sietske avondrood av-1 share,secrecy_waiver any --to dichtbij --for coordination
agreed hanna dichtbij db-2 share any --to avondrood --for coordination
cell two,decided "Pier lets both share what coordination needs. Hanna sees what Avondrood agreed with him, and that his diagnosis and medication are not for support, with the articles:" \
	"Pier laat beide delen wat voor de afstemming nodig is. Hanna ziet wat Avondrood met hem afsprak, en dat zijn diagnose en medicatie niet voor de ondersteuning zijn, met de artikelen:"
show hanna dichtbij view kerkstraat --for coordination
fact '[.fragments[].source] | unique == ["avondrood", "dichtbij"]'
fact '[.missing[] | select(.source == "avondrood") | .category] == ["diagnosis", "medication"]'
fact '[.missing[] | select(.source == "avondrood") | .basis | index("BW 7:457(1)") != null] | all'

cell decided "The engine can be asked why, on any desk:" \
	"De reden is op elk bureau na te vragen:"
desk policy explain policy "$STORY_FOLDER/overlay.policy" --category diagnosis \
	--from-domain wlz --to-domain wmo --role coordinator --for coordination \
	--age 89 --sensitivity normal --given share,secrecy_waiver
fact '.verdict == "nothing_permits" and .missing == ["consent share names the category"]'

cell decided "It goes by record, not by organisation. Dichtbij helps Pier under two laws: what is under the Wmo Sietske sees by his consent to share; his goal is under the Zvw, and care looks into the records of care only with consent given beforehand:" \
	"Het gaat per gegeven, niet per organisatie. Dichtbij helpt Pier onder twee wetten: wat onder de Wmo valt, ziet Sietske door zijn toestemming om te delen; zijn doel valt onder de Zvw, en zorg kijkt alleen in gegevens van zorg met toestemming vooraf:"
show sietske avondrood view av-huis --for coordination --category agreement,goal
fact '[.fragments[] | select(.source == "dichtbij") | .category] == ["agreement"]'
cell decided "Pier gives that consent, and the same question has his goal:" \
	"Pier geeft die toestemming, en dezelfde vraag levert zijn doel op:"
show hanna dichtbij consent give db-2 --to avondrood --kind consultable \
	--category goal --for coordination --asked "in person"
show sietske avondrood view av-huis --for coordination --category goal
fact '[.fragments[] | select(.source == "dichtbij") | .category, .law] == ["goal", "zvw"]'

# --- one contact point -----------------------------------------------------------------

cell contact "Hanna is the contact point for Pier and Antje, at both organisations:" \
	"Hanna is het aanspreekpunt voor Pier en Antje, bij beide organisaties:"
show hanna dichtbij coordinator accept kerkstraat --contact 088-0200201
eventually '.coordinator.name == "Hanna Feenstra"' sietske avondrood coordinator show av-huis
show sietske avondrood coordinator show av-huis
fact '.coordinator | .name == "Hanna Feenstra" and .contact == "088-0200201"'

# --- something unusual -----------------------------------------------------------------

agreed sietske avondrood av-1 share,secrecy_waiver any --to dichtbij --for signal
cell signal "Sietske notices something. Pier lets Dichtbij know such things, so it is told at once: that there is a signal, and not a word of what it is:" \
	"Sietske merkt iets op. Pier vindt goed dat Dichtbij zulke dingen hoort, dus het wordt meteen verteld: dat er een signaal is, en geen woord over wat:"
show sietske avondrood plan add signal av-1 "text=Twee keer bijna gevallen bij het opstaan" severity=high
eventually '.news | map(select(.kind == "signal")) | length == 1' hanna dichtbij inbox
show hanna dichtbij inbox
lacks "gevallen"
fact '[.news[] | select(.kind == "signal") | .partner] == ["avondrood"]'
cell signal "Hanna asks what it is, and is decided on as always:" \
	"Hanna vraagt wat het is, en daarover wordt beslist zoals altijd:"
show hanna dichtbij view kerkstraat --for signal --category signal
fact '[.fragments[].fields | .text, .severity] == ["Twee keer bijna gevallen bij het opstaan", "high"]'

# --- moments and agreements ---------------------------------------------------------------

cell moments "A visit says what it brought Pier, and what it brought who came:" \
	"Een bezoek zegt wat het Pier bracht, en wat het bracht aan wie kwam:"
show sietske avondrood plan add contact_moment av-1 date=2026-11-18 time=10:30 \
	"worker=Sietske Hoekema" "purpose=Oefenen met opstaan" \
	"value=Pier stond drie keer zonder hulp op" \
	"worker_value=Ik weet nu hoe hij het liefst geholpen wordt"
show hanna dichtbij view kerkstraat --for coordination --category contact_moment
fact '[.fragments[].fields | .value, .worker_value] ==
	["Pier stond drie keer zonder hulp op", "Ik weet nu hoe hij het liefst geholpen wordt"]'

cell agreements "How the organisations work together is agreed, with a day to look at it again; and who does what, with an owner and a last day:" \
	"Hoe de organisaties samenwerken is afgesproken, met een dag om er opnieuw naar te kijken; en wie wat doet, met een eigenaar en een uiterste dag:"
show hanna dichtbij plan add collaboration_agreement db-2 \
	"text=Avondrood komt 's ochtends, Dichtbij 's avonds; wie iets ziet, belt dezelfde dag" \
	"parties=Avondrood en Dichtbij" start=2026-11-02 review=2027-02-01
show sietske avondrood view av-huis --for coordination --category collaboration_agreement,agreement
fact '[.fragments[] | select(.category == "collaboration_agreement") | .fields | .parties, .review] ==
	["Avondrood en Dichtbij", "2027-02-01"]'
fact '[.fragments[] | select(.category == "agreement") | .fields | .owner != null and .due != null] | length == 2 and all'
cell agreements "An agreement that nobody owns isn't one. What is overdue is listed:" \
	"Een afspraak die van niemand is, is er geen. Wat te laat is, staat op een lijst:"
ends 2 hanna dichtbij plan add agreement db-2 "text=Samen oefenen" due=2026-12-18
reads "/fields/owner"
show sietske avondrood plan list av-huis --overdue
fact '[.fragments[].fields.text] == ["Rollator nakijken"]'

# --- the pilot -------------------------------------------------------------------------------

people_bundle 1 11 >"$NODES/pilot.json"
as beheer dichtbij import "$NODES/pilot.json" --quiet
cell cohort "The pilot begins with ten clients, and not with eleven:" \
	"De pilot begint met tien cliënten, en niet met elf:"
show hanna dichtbij cohort make samen-sterk --cap 10
for number in $(seq 1 10); do
	as hanna dichtbij cohort add samen-sterk "r$number" >/dev/null
done
ends 2 hanna dichtbij cohort add samen-sterk r11
show hanna dichtbij cohort list
fact '.cohorts == [.cohorts[] | select(.name == "samen-sterk" and .cap == 10 and .residents == 10)]'

# --- what works -----------------------------------------------------------------------------------

agreed sietske avondrood av-1 share,secrecy_waiver feedback --to dichtbij --for evaluation
cell feedback "Pier says what works, and what doesn't yet. It goes to the other organisation to learn from it, by a rule of their own, and for nothing else:" \
	"Pier zegt wat werkt, en wat nog niet. Het gaat naar de andere organisatie om ervan te leren, door een eigen regel, en nergens anders voor:"
show sietske avondrood plan add feedback av-1 works=partly \
	"text=Fijn dat ik weet wie er komt; het uur mag vaster"
show hanna dichtbij view kerkstraat --for evaluation --category feedback
fact '[.fragments[] | .rule, .fields.works] == ["STERK-02", "partly"]'
show hanna dichtbij view kerkstraat --for coordination --category feedback
fact '[.fragments[] | select(.source == "avondrood")] == []'

tell "And each side can show who asked for what:" \
	"En elke kant kan laten zien wie wat heeft gevraagd:"
show fg avondrood audit verify
fact .intact

try view kerkstraat --for coordination --profile dichtbij-hanna
try consent list av-1 --profile avondrood-sietske
try audit who av-1 --profile avondrood-fg
