# ruwaard: housing, welfare and care in one district. One household, that of
# Willemijn van Galen and her son, and eleven more residents of the pilot.
. tests/people.sh

cells <<'ROW'
mdo        | the case conference at the resident's home as the start              | het overleg bij de inwoner thuis als begin
words      | want, can and need in the resident's own words                       | willen, kunnen en nodig hebben in eigen woorden
barriers   | barriers (rules, protocols, systems) with owner and outcome          | belemmeringen (regels, protocollen, systemen) met eigenaar en uitkomst
wellbeing  | wellbeing 0-10 at start and end (3.5 to 8.5), and the cohort's mean  | welbevinden 0-10 aan begin en eind (3,5 naar 8,5), en het gemiddelde van de groep
cost       | cost per case per law, old way against new                           | kosten per casus per wet, oude werkwijze tegenover nieuwe
learning   | learning sessions every two weeks, on de-identified cases            | elke twee weken een leersessie, met casussen zonder namen
levels     | four levels of role, of which the upper ones see aggregates only     | vier niveaus, waarvan de hogere alleen cijfers over velen zien
agreements | every agreement has owner, contribution and due date; overdue listed | elke afspraak heeft een eigenaar, bijdrage en datum; te late staan op een lijst
ROW

node_declare wijkteam "Wijkteam Ruwaard" wmo \
	"fatima:coordinator:Fatima El Amrani:088-0200101" \
	"marit:manager:Marit Vonk" "dirk:director:Dirk Haverkamp" \
	"frits:financier:Frits Dijksma" "beheer:administrator:Beheer Ruwaard" \
	fg:privacy_officer
node_contact wijkteam 088-0200100
node_declare woonstichting "Woonstichting Ruwaard" wonen \
	"wouter:professional:Wouter Blok:088-0200201" beheer:administrator
node_declare thuiszorg "Thuiszorg De Meent" zvw \
	"petra:professional:Petra Dijkstra:088-0200301" beheer:administrator
node_declare welzijn "Welzijn Ruwaard" welzijn \
	"anouk:professional:Anouk Smit:088-0200401" beheer:administrator
nodes_prepare
node_start "${NODE_IDS[@]}"

tell "Four organisations of one district, each with its own node and its own records:" \
	"Vier organisaties uit één wijk, elk met een eigen node en eigen gegevens:"
introduce

tell "The district agreed on one rule of its own, on top of the national pack, and every condition of it was tested:" \
	"De wijk sprak één eigen regel af, boven op het landelijke pakket, en elke voorwaarde ervan is getoetst:"
desk policy explain policy "$STORY_FOLDER/overlay.policy" --rule RUWAARD-01
reads "AVG 6(1)(a)"
desk policy test policy policy/tests "$STORY_FOLDER/overlay.policy"
fact '.failed == 0 and .rules_idle == 0 and .conditions_one_sided == 0'

records beheer
link fatima rw-1@wijkteam wouter wn-1@woonstichting
link fatima rw-1@wijkteam petra th-1@thuiszorg
link fatima rw-1@wijkteam anouk wl-1@welzijn
agreed wouter woonstichting wn-1 share any --to wijkteam --for coordination
agreed petra thuiszorg th-1 share,secrecy_waiver any --to wijkteam --for coordination
agreed anouk welzijn wl-1 share any --to wijkteam --for coordination
as fatima wijkteam coordinator accept ruwaardhof --contact 088-0200101 --quiet

# --- one household -----------------------------------------------------------

cell mdo "It begins at Willemijn's own table. The coordinator plans the case conference there, invites her, her son and the three who help, and says what it is about:" \
	"Het begint bij Willemijn aan tafel. De regisseur plant daar het overleg, nodigt haar, haar zoon en de drie die helpen uit, en zegt waar het over gaat:"
today=$(date -u +%F)
show fatima wijkteam conference plan ruwaardhof --place "bij Willemijn aan de keukentafel" --on "$today" --time 10:30 --quiet
mdo=$(tail -n 1 "$SHOWN")
invite() { as fatima wijkteam conference invite "$mdo" "$@" --quiet >/dev/null; }
invite --user fatima
invite --resident rw-1
invite --resident rw-2
invite --partner woonstichting --role professional --name "Wouter Blok"
invite --partner thuiszorg --role professional --name "Petra Dijkstra"
invite --partner welzijn --role professional --name "Anouk Smit"
as fatima wijkteam conference agenda "$mdo" add rw-1 "Boven kunnen blijven slapen" --category goal,agreement --quiet >/dev/null
tell "Willemijn agrees there that home care may know of it; that consent says where it was given. An agreement made there says so too. Who came is written down, the residents first:" \
	"Willemijn stemt er daar mee in dat de thuiszorg ervan weet; die toestemming zegt waar ze is gegeven. Ook een afspraak die daar is gemaakt zegt dat. Wie er was wordt opgeschreven, de inwoners voorop:"
show fatima wijkteam consent give rw-1 --to thuiszorg --category goal,agreement --for case_conference \
	--given-by self --asked "in person" --conference "$mdo" --quiet
consent=$(tail -n 1 "$SHOWN")
as fatima wijkteam plan add agreement rw-1 "text=Traplift aanvragen" "owner=Wouter Blok" \
	"contribution=regelt de offerte" due=2099-02-01 "conference=$mdo" --quiet >/dev/null
show fatima wijkteam conference hold "$mdo" --came 1,2,3,4,5 --quiet
show fatima wijkteam conference show "$mdo"
fact '.conference | .state == "held" and .place == "bij Willemijn aan de keukentafel"'
fact '[.conference.seats[] | select(.came) | .number] == [1, 2, 3, 4, 5] and (.conference.seats | length == 6)'
fact ".conference.consents | index(\"$consent\") != null"
fact 'any(.conference.agreed[].fragments[]; .fields.text == "Traplift aanvragen" and .fields.owner == "Wouter Blok")'
tell "What each of them may hear of it is decided one by one, as for every exchange:" \
	"Wat ieder van hen ervan mag horen, wordt per persoon bepaald, zoals bij elke uitwisseling:"
show fatima wijkteam conference agenda "$mdo"
reads "Petra Dijkstra professional all of it" "Petra Dijkstra professional alles"
reads "Wouter Blok professional nothing" "Wouter Blok professional niets"

cell words "At the kitchen table Willemijn says what she wants, can and needs. Her words are written down as she says them:" \
	"Aan de keukentafel zegt Willemijn wat ze wil, kan en nodig heeft. Haar woorden worden opgeschreven zoals ze ze zegt:"
show fatima wijkteam plan add want_can_need rw-1 \
	"want=Ik wil hier blijven wonen, met Teun erbij" \
	"can=Ik kan zelf koken, als ik zit" \
	"need=Ik heb iemand nodig die de trap doet" --quiet
show fatima wijkteam plan list ruwaardhof --category want_can_need
fact '[.fragments[].fields.want] == ["Ik wil hier blijven wonen, met Teun erbij"]'
fact '[.fragments[].fields | .can, .need] == ["Ik kan zelf koken, als ik zit", "Ik heb iemand nodig die de trap doet"]'

cell agreements "Whatever is agreed has somebody who does it, what they bring, and a day. Without an owner it isn't an agreement:" \
	"Wat wordt afgesproken heeft iemand die het doet, wat die bijdraagt, en een dag. Zonder eigenaar is het geen afspraak:"
ends 2 fatima wijkteam plan add agreement rw-1 "text=De trap schoonmaken" due=2026-10-01
reads "owner"
as fatima wijkteam plan add agreement rw-1 "text=De trap schoonmaken" "owner=Teun van Galen" \
	"contribution=elke zaterdag een uur" due=2026-10-01 --quiet >/dev/null
as fatima wijkteam plan add agreement rw-1 "text=Zitstoel voor in de keuken" "owner=Fatima El Amrani" \
	"contribution=vraagt hem aan" due=2099-01-01 --quiet >/dev/null
show fatima wijkteam plan list ruwaardhof --category agreement
fact '[.fragments[].fields | has("owner") and has("contribution") and has("due")] == [true, true, true]'
tell "What should have been done by now is on a list of its own:" \
	"Wat al klaar had moeten zijn, staat op een eigen lijst:"
show fatima wijkteam plan list ruwaardhof --overdue
fact '[.fragments[].fields.text] == ["De trap schoonmaken"]'

cell barriers "Something stands in the way: the housing foundation's own rule. It is written down where the rule is, with who takes it up:" \
	"Er staat iets in de weg: een regel van de woonstichting zelf. Die wordt daar opgeschreven, met wie het oppakt:"
barrier=$(as wouter woonstichting plan add barrier wn-1 kind=rule "owner=Wouter Blok" \
	"text=Een traplift mag pas na twee jaar huur" --quiet)
show fatima wijkteam view ruwaardhof --for coordination
fact '[.fragments[] | select(.category == "barrier" and .source == "woonstichting") | .fields | .kind, .owner, .status // "active"] == ["rule", "Wouter Blok", "active"]'
fact '.coordinator.name == "Fatima El Amrani"'
tell "It is solved, and the outcome stays with it; the coordinator reads it the next time:" \
	"Het is opgelost, en de uitkomst blijft erbij staan; de regisseur leest die de volgende keer:"
as wouter woonstichting plan close "$barrier" "outcome=De lift komt er, de regel is geschrapt" --quiet
show fatima wijkteam view ruwaardhof --for coordination
fact '[.fragments[] | select(.category == "barrier") | .fields | .status, .outcome] == ["completed", "De lift komt er, de regel is geschrapt"]'
show wouter woonstichting plan history "$barrier"
reads "Een traplift mag pas na twee jaar huur"

# --- the pilot ----------------------------------------------------------------

tell "Eleven more residents are in the pilot. Their scores and costs are written down like hers:" \
	"Er zitten nog elf inwoners in de pilot. Hun cijfers en kosten worden net zo vastgelegd:"
people_bundle 1 11 >"$NODES/people.json"
as beheer wijkteam import "$NODES/people.json" --quiet
pilot="rw-1 r1 r2 r3 r4 r5 r6 r7 r8 r9 r10 r11"
as fatima wijkteam cohort make ruwaard --cap 12 >/dev/null
write() { as "$1" wijkteam plan add "${@:2}" --quiet >/dev/null; }
score() { # RESIDENT START END
	write fatima wellbeing "$1" score="$2" date=2026-01-12 moment=start
	write fatima wellbeing "$1" score="$3" date=2026-06-15 moment=end
}
paid() { # RESIDENT: a year in the old way, and half a year in the new
	write beheer cost "$1" law=zvw period=2025 way=old amount=2400.00
	write beheer cost "$1" law=wlz period=2025 way=old amount=1200.00
	write beheer cost "$1" law=wmo period=2025 way=old amount=600.00
	write beheer cost "$1" law=zvw period=2026-H1 way=new amount=300.00
	write beheer cost "$1" law=wlz period=2026-H1 way=new amount=120.00
	write beheer cost "$1" law=wmo period=2026-H1 way=new amount=420.00
}
score rw-1 3.5 8.5
for i in 1 3 5 7 9; do score "r$i" 3 8; done
for i in 2 4 6 8 10; do score "r$i" 4 9; done
score r11 3.5 8.5
for resident in $pilot; do
	paid "$resident"
	as fatima wijkteam cohort add ruwaard "$resident" >/dev/null
done
show fatima wijkteam cohort list
fact '[.cohorts[] | .name, .residents, .cap] == ["ruwaard", 12, 12]'

cell wellbeing "Willemijn gave her life a 3.5 at the start, and gives it an 8.5 now:" \
	"Willemijn gaf haar leven aan het begin een 3,5, en geeft het nu een 8,5:"
show fatima wijkteam plan list ruwaardhof --category wellbeing
fact '[.fragments[].fields | .moment, .score] | sort == ["3.5", "8.5", "end", "start"]'
period=(--from 2026-01-01 --until 2026-06-30 --cohort ruwaard)
cell wellbeing,levels "The professional sees the cases, and of the cohort what helps to learn from it: no money. The mean of the twelve goes from 3.5 to 8.5 as well:" \
	"De professional ziet de casussen, en van de groep wat helpt om ervan te leren: geen geld. Ook het gemiddelde van de twaalf gaat van 3,5 naar 8,5:"
show fatima wijkteam report "${period[@]}"
fact '[.figures[] | select(.measure | startswith("wellbeing")) | .value, .residents] == ["3.5", 12, "8.5", 12]'
fact '.level == "professional" and ([.figures[] | select(.unit | startswith("euros"))] | length == 0)'

cell cost,levels "The financier sees what a case costs in a month, under each law, in the old way and in the new: of the same twelve cases, and of nobody in particular:" \
	"De financier ziet wat een casus per maand kost, per wet, in de oude werkwijze en in de nieuwe: van dezelfde twaalf casussen, en van niemand in het bijzonder:"
show frits wijkteam report "${period[@]}"
fact '[.figures[] | select(.measure == "case-month-old") | "\(.law // "all") \(.value)"] == ["wlz 100.00", "wmo 50.00", "zvw 200.00", "all 350.00"]'
fact '[.figures[] | select(.measure == "case-month-new") | "\(.law // "all") \(.value)"] == ["wlz 20.00", "wmo 70.00", "zvw 50.00", "all 140.00"]'
fact '[.figures[] | select(.measure == "scaled-up" or .measure == "days-to-first-help")] == [] and .level == "financier"'

cell levels "The manager and the director see figures over many, and no case. Under ten residents there is no figure either:" \
	"De manager en de bestuurder zien cijfers over velen, en geen casus. Ook onder de tien inwoners is er geen cijfer:"
ends 3 marit wijkteam view ruwaardhof --for coordination
ends 3 dirk wijkteam plan list ruwaardhof
ends 3 frits wijkteam plan list ruwaardhof
show dirk wijkteam report "${period[@]}"
fact '.level == "director" and ([.figures[] | select(.measure == "wellbeing-after" or .measure == "compared") | .residents] == [12, 12])'
as fatima wijkteam cohort make klein --cap 12 >/dev/null
for resident in r1 r2 r3; do as fatima wijkteam cohort add klein "$resident" >/dev/null; done
show marit wijkteam report --from 2026-01-01 --until 2026-06-30 --cohort klein
fact '.level == "manager" and (.figures | length > 10) and all(.figures[]; .why == "few")'

# --- learning from it ---------------------------------------------------------

cell learning "Every two weeks people of all organisations learn from six cases. What may be told to others its writer says apart:" \
	"Elke twee weken leren mensen van alle organisaties van zes casussen. Wat anderen mogen horen, schrijft de schrijver apart op:"
write fatima feedback rw-1 works=yes "text=Willemijn en Teun doen het samen" \
	"lesson=Vraag eerst wat iemand zelf kan, ook als dat zittend is." date=2026-06-16
as fatima wijkteam cohort make sessie-1 --cap 6 >/dev/null
for resident in rw-1 r1 r2 r3 r4 r5; do as fatima wijkteam cohort add sessie-1 "$resident" >/dev/null; done
ends 2 fatima wijkteam learning export --cohort sessie-1
reads "--coarsen age=wide,household=none"
tell "One case stood out by age and household. Told less finely, all six look alike, and nobody can say whose they are:" \
	"Eén casus viel op door leeftijd en huishouden. Minder precies verteld lijken alle zes op elkaar, en kan niemand zeggen van wie ze zijn:"
show fatima wijkteam learning export --cohort sessie-1 --coarsen age=wide,household=none
reads "Vraag eerst wat iemand zelf kan, ook als dat zittend is."
reads "65+"
for word in Willemijn Galen Teun Fatima Ruwaard 2026 rw-1 EUR trap; do lacks "$word"; done
tell "Two weeks later others are told of. The first six and one more would tell of that one, so that is refused:" \
	"Twee weken later gaat het over anderen. De eerste zes en nog één zou over die ene vertellen, dus dat wordt geweigerd:"
as fatima wijkteam cohort make sessie-2 --cap 7 >/dev/null
for resident in rw-1 r1 r2 r3 r4 r5 r6; do as fatima wijkteam cohort add sessie-2 "$resident" >/dev/null; done
ends 2 fatima wijkteam learning export --cohort sessie-2 --coarsen age=wide,household=none
reads "exported before" "eerder is uitgegeven"
as fatima wijkteam cohort make sessie-3 --cap 7 >/dev/null
for resident in r6 r7 r8 r9 r10 r11; do as fatima wijkteam cohort add sessie-3 "$resident" >/dev/null; done
as fatima wijkteam learning export --cohort sessie-3 >/dev/null 2>&1 || fail "six others can't be told of"
show fg wijkteam audit who rw-1
fact '[.entries[] | select(.event == "export") | .purpose] == ["learning"]'

try report --from 2026-01-01 --until 2026-06-30 --cohort ruwaard --format html --profile wijkteam-dirk
