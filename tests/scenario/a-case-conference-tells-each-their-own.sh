#!/bin/bash
# The district team plans a case conference at the kitchen table. Each at it has
# their own consent status for each topic; a partner sees the conference by its
# own node, once it was invited and as far as the residents let it; who takes part
# is hidden where that would tell who helps; what is agreed and consented there
# says so; and what can't be is refused in words.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

export COLUMNS=200
workplace
household_declare
nodes_prepare
node_start wijkteam thuiszorg ggz welzijn
# So that home care can ask as well, it has a household of its one client.
mkdir "$WORK/records"
jq '.entry += [{fullUrl: "https://thuiszorg.example/fhir/Group/linde", resource: {
	resourceType: "Group", id: "linde", type: "person", actual: true,
	name: "Mevrouw Hoekstra", member: [{entity: {reference: "Patient/tz-1"}}]}}]' \
	tests/fixtures/household/thuiszorg.json >"$WORK/records/thuiszorg.json"
household_import wijkteam ggz welzijn
as beheer thuiszorg import "$WORK/records/thuiszorg.json" --quiet
household_link

out=$WORK/out
team() { as fatima wijkteam "$@"; }
conference() { team conference "$@"; }
# refuses CODE WORDS COMMAND…: with that exit status and those words
refuses() {
	local code=$1 words=$2 status=0
	shift 2
	"$@" >"$out" 2>&1 || status=$?
	[ "$status" -eq "$code" ] || fail "exit $status instead of $code: $* $(cat "$out")"
	tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF -- "$words" ||
		fail "no '$words' in: $(cat "$out")"
}
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.1
	done
}
settled() { [ "$(in_store wijkteam "SELECT COUNT(*) FROM letter WHERE confirmed_ms = 0")" = 0 ]; }
letters_to() { in_store wijkteam "SELECT COUNT(*) FROM letter WHERE kind = 'changed' AND partner = '$1'"; }
# hears TOPIC SEAT: "all", or "nothing: goal refused, …"
hears() {
	conference agenda "$id" --format json | jq -r --argjson topic "$1" --argjson seat "$2" '
		.hearings[] | select(.topic == $topic and .seat == $seat) |
		.hears + (if .reason then ": " + .reason else "" end) +
		([.categories // [] | .[] | select(.hears != "all") | " " + .category + " " + .reason +
			(.missing + .naming | map(" " + .) | add // "")] | add // "")'
}
# what thuiszorg is shown of the conference, as JSON
their_view() {
	as petra thuiszorg view linde --for case_conference --format json >"$WORK/view" || [ $? -eq 6 ]
	jq -c '[.fragments[] | select(.category == "case_conference" and .source == "wijkteam") | .fields]' "$WORK/view"
}
today=$(date -u +%F)

# --- planned ---

refuses 1 "--place TEXT" conference plan vlinderhof --on 2999-12-01
refuses 2 "before anybody of the household was born" conference plan vlinderhof --place thuis --on 1900-01-01 --time 10:30
refuses 2 "a time such as 10:30" conference plan vlinderhof --place thuis --on 2999-12-01 --time 25:00
refuses 2 "a date such as" conference plan vlinderhof --place thuis --on morgen --time 10:30
refuses 2 "without a BSN" conference plan vlinderhof --place 'bij 999912345' --on 2999-12-01 --time 10:30
refuses 2 "no household" conference plan nergens --place thuis --on 2999-12-01 --time 10:30
refuses 3 "" as fg wijkteam conference plan vlinderhof --place thuis --on 2999-12-01 --time 10:30
[ "$(in_store wijkteam "SELECT COUNT(*) FROM conference")" = 0 ] || fail "something refused was kept"
id=$(conference plan vlinderhof --place 'aan de keukentafel' --on 2999-12-01 --time 10:30 --quiet)
ok "a conference is planned; before anybody was born, at no time or about nobody it is refused"

refuses 2 "no such partner" conference invite "$id" --partner nergens --role nurse
refuses 2 "say in which role" conference invite "$id" --partner thuiszorg
refuses 2 "policy vocabulary" conference invite "$id" --partner thuiszorg --role wizard
refuses 2 "no user of this node" conference invite "$id" --user nobody
refuses 2 "no role of that user" conference invite "$id" --user fatima --role nurse
refuses 2 "nobody of the household" conference invite "$id" --resident wt-999
refuses 2 "must invite one" conference invite "$id"
refuses 2 "must invite one" conference invite "$id" --user fatima --resident wt-1
conference invite "$id" --user fatima --quiet >/dev/null
conference invite "$id" --partner thuiszorg --role professional --name 'Petra Dijkstra' --quiet >/dev/null
conference invite "$id" --partner ggz --role professional --quiet >/dev/null
conference invite "$id" --resident wt-1 --quiet >/dev/null
conference invite "$id" --carer 'Sem Okafor' --quiet >/dev/null
refuses 2 "already: number 2" conference invite "$id" --partner thuiszorg --role professional --name 'Petra Dijkstra'
refuses 2 "nobody's number" conference remove "$id" 9
ok "colleagues, partners, residents and carers are invited, each once; who can't be is refused, and why"

refuses 2 "nobody of the household" conference agenda "$id" add wt-999 Iets --category goal
refuses 2 "policy vocabulary" conference agenda "$id" add wt-1 Iets --category shopping
refuses 1 "--category" conference agenda "$id" add wt-1 Iets
refuses 3 "may not see" conference agenda "$id" add wt-1 Iets --category treatment_note
conference agenda "$id" add wt-1 'Hulp in de avond' --category goal,agreement --quiet >/dev/null
conference agenda "$id" add wt-1 'Hoe het lopen gaat' --category limitation --quiet >/dev/null
conference agenda "$id" add wt-3 'Weer aan het werk' --category goal --quiet >/dev/null
ok "topics are put on the agenda, with the data that they take"

# --- what each may hear ---

[ "$(hears 1 1)" = all ] || fail "our own: $(hears 1 1)"
[ "$(hears 1 2)" = "nothing goal unknown share agreement unknown share" ] || fail "nobody was asked: $(hears 1 2)"
[ "$(hears 1 4)" = "all: self" ] || fail "it is about them: $(hears 1 4)"
[ "$(hears 3 4)" = "nothing: theirs" ] || fail "of another member: $(hears 3 4)"
[ "$(hears 1 5)" = "nothing: theirs" ] || fail "somebody nearby: $(hears 1 5)"
[ "$(hears 3 2)" = "nothing: no_link" ] || fail "not linked with wt-3: $(hears 3 2)"
team consent give wt-1 --to thuiszorg --category goal,case_conference --for any --given-by self --quiet >/dev/null
team consent refuse wt-1 --to thuiszorg --category limitation --for any --given-by self --quiet >/dev/null
[ "$(hears 1 2)" = "some agreement unknown share" ] || fail "one of two: $(hears 1 2)"
[ "$(hears 2 2)" = "nothing limitation refused share" ] || fail "refused: $(hears 2 2)"
conference agenda "$id" | tr '\n' ' ' | tr -s ' ' >"$out"
grep -q "Petra Dijkstra professional nothing limitations: refused (Wmo 5.3.3, AVG 9(2)(a))" "$out" || fail "$(cat "$out")"
ok "for each who takes part and each topic: what they may hear now, and why not; not asked isn't refused"

# --- what a partner sees by its own node ---

until_so 10 "home care is told" settled
[ "$(letters_to welzijn)" = 0 ] || fail "who wasn't invited has a letter"
as petra thuiszorg inbox --format json | jq -e '.news | length >= 1 and all(.kind == "changed")' >/dev/null ||
	fail "the invitation isn't in the inbox of home care: $(as petra thuiszorg inbox)"
their_view >"$out"
jq -e 'any(.[]; .place == "aan de keukentafel" and .date == "2999-12-01" and .state == "planned")' "$out" >/dev/null || fail "$(cat "$out")"
jq -e 'any(.[]; .participant == "Petra Dijkstra") and any(.[]; .role == "resident") and any(.[]; .role == "carer")' "$out" >/dev/null || fail "$(cat "$out")"
! grep -q "Hulp in de avond\|lopen gaat\|Weer aan" "$out" || fail "a topic that they may not hear all of: $(cat "$out")"
! grep -qi "ggz\|brug\|invited\|domain\|Okafor" "$out" || fail "it tells who else helps, or who is near: $(cat "$out")"
team consent give wt-1 --to thuiszorg --category agreement --for any --given-by self --quiet >/dev/null
their_view >"$out"
jq -e 'any(.[]; .topic == "Hulp in de avond")' "$out" >/dev/null || fail "$(cat "$out")"
! grep -q "lopen gaat" "$out" || fail "what was refused: $(cat "$out")"
conference show "$id" --as 2 --format json | jq -c '[.gets[].fragments[].fields]' >"$WORK/as"
[ "$(jq -c 'sort' "$WORK/as")" = "$(jq -c 'sort' "$out")" ] || fail "shown as them: $(cat "$WORK/as") and they get $(cat "$out")"
as petra thuiszorg view linde --for case_conference >"$out" || [ $? -eq 6 ]
grep -q "Who takes part .*Jannie\|Who takes part  *Petra\|aan de keukentafel" "$out" || fail "$(cat "$out")"
ok "who was invited sees by its own node what it may, and no more; show --as gives just that"

conference remove "$id" 2 --quiet >/dev/null
[ "$(their_view)" = "[]" ] || fail "after the invitation was taken back: $(their_view)"
conference invite "$id" --partner thuiszorg --role professional --name 'Petra Dijkstra' --quiet >/dev/null
[ "$(their_view)" != "[]" ] || fail "invited again, nothing"
team consent give wt-1 --to welzijn --category case_conference --for any --given-by self --quiet >/dev/null
team consent give wt-3 --to welzijn --category any --for any --given-by self --quiet >/dev/null
conference move "$id" --time 10:31 --quiet >/dev/null
conference move "$id" --time 10:30 --quiet >/dev/null
[ "$(letters_to welzijn)" = 0 ] || fail "with consent, but not invited, welfare is told"
ok "who isn't invited, or no longer, sees nothing of it"

conference invite "$id" --partner welzijn --role professional --name Anouk --quiet >/dev/null
[ "$(letters_to welzijn)" -ge 1 ] || fail "invited, welfare isn't told"
conference show "$id" --as 7 --format json | jq -c "[.gets[].fragments[].fields]" >"$out"
jq -e 'any(.[]; .participant == "Anouk") and any(.[]; .organisation == "Wijkteam Vlinderwijk")' "$out" >/dev/null || fail "$(cat "$out")"
! grep -q "Hulp in de avond\|Weer aan" "$out" || fail "welfare reads topics: $(cat "$out")"
! grep -qi "ggz\|brug\|Petra" "$out" || fail "welfare reads who treats: $(cat "$out")"
ok "whom somebody is treated by stays hidden from the others at the table"

# --- in our own plan, and on the household's page ---

team view vlinderhof --for coordination >"$out" || [ $? -eq 6 ]
tr '\n' ' ' <"$out" | tr -s ' ' | grep -q "Case conferences When 1 Dec 2999 10:30 Where aan de keukentafel State planned" || fail "$(head -40 "$out")"
team view vlinderhof --for coordination --format html >"$out" || [ $? -eq 6 ]
grep -q "zondag 1 december 2999 om 10:30" "$out" || fail "$(grep -A8 'id="together"' "$out")"
grep -q "Hulp in de avond" "$out" || fail "what is talked about isn't on the page"
! grep -q "lopen gaat" "$out" || fail "what is about health is on the page of everybody"
grep -q "Iets wat niet op deze bladzijde staat" "$out" || fail "nor is it said that there is more"
LC_ALL=C.UTF-8 LANGUAGE=nl conference show "$id" >"$out"
grep -q "MDO ${id:0:8}" "$out" || fail "$(cat "$out")"
ok "the coming conference is in the plan and on the household's own page"

# --- held ---

refuses 2 "wasn't held" conference close "$id"
refuses 2 "still to come" conference hold "$id" --came all
refuses 2 "still to come" team plan add agreement wt-1 text=x owner=Petra due=2999-12-08 conference="$id"
refuses 2 "before a resident was born" conference move "$id" --on 1950-01-01
conference move "$id" --on "$today" --time 09:00 --quiet >/dev/null
refuses 2 "/fields/owner" team plan add agreement wt-1 text=x due=2999-12-08 conference="$id"
refuses 2 "no case conference" team plan add agreement wt-1 text=x owner=Petra due=2999-12-08 conference=ffffffff
agreed=$(team plan add agreement wt-1 'text=Petra komt ook op dinsdagavond' owner=Petra due=2999-12-08 conference="${id:0:8}" --quiet)
refuses 2 "" team consent give wt-4 --to thuiszorg --category goal --for coordination --given-by self --conference "$id"
consent=$(team consent give wt-1 --to thuiszorg --category involvement --for coordination --given-by self --asked "in person" --conference "${id:0:8}" --quiet)
[ "$(team consent list wt-1 --format json | jq -r --arg id "$consent" '.consents[] | select(.id == $id) | .conference')" = "$id" ] || fail "the consent doesn't say where it was given"
team consent verify wt-1 --format json | jq -e .sound >/dev/null || fail "the chain of consents isn't sound"
refuses 2 "nobody at this conference" conference hold "$id" --came 1,99
conference hold "$id" --came 1,4,6 --quiet >/dev/null
refuses 2 "held already" conference hold "$id" --came all
refuses 2 "held already" conference invite "$id" --resident wt-2
conference show "$id" --format json >"$out"
jq -e --arg consent "$consent" '.conference | .state == "held" and (.consents | index($consent) != null)
	and any(.seats[]; .number == 4 and .came) and any(.seats[]; .number == 5 and (.came | not))
	and any(.agreed[].fragments[]; .fields.text == "Petra komt ook op dinsdagavond" and .fields.owner == "Petra")' "$out" >/dev/null || fail "$(cat "$out")"
their_view >"$out"
jq -e 'any(.[]; .state == "held" and .present == "yes")' "$out" >/dev/null || fail "$(cat "$out")"
ok "it is held once, on its day; what is agreed and consented there says so, and who was there"

conference close "$id" --quiet >/dev/null
refuses 2 "closed" conference close "$id"
refuses 2 "closed" team plan add agreement wt-1 text=x owner=Petra due=2999-12-08 conference="$id"
refuses 2 "closed" team consent give wt-1 --to welzijn --category goal --for coordination --given-by self --conference "$id"
team plan change "$agreed" due=2999-12-09 --quiet >/dev/null
other=$(conference plan vlinderhof --place school --on 2999-12-02 --time 15:00 --quiet)
conference cancel "$other" --reason 'Noor is ziek' --quiet >/dev/null
refuses 2 "was cancelled" conference invite "$other" --user fatima
[ "$(conference list vlinderhof --format json | jq '.conferences | length')" = 0 ] || fail "what is over is listed"
[ "$(conference list --all --format json | jq '.conferences | length')" = 2 ] || fail "and not with --all"
ok "a closed or cancelled one takes nothing more"

# --- masked, logged, kept ---

as fg wijkteam audit who wt-1 --format json | jq -e 'any(.entries[]; .event == "conference") and any(.entries[]; .event == "answer" and .organisation == "thuiszorg" and (.categories | index("case_conference") != null))' >/dev/null || fail "the access log doesn't have it"
! grep -q "keukentafel\|Hulp in de avond\|Okafor" "$NODES"/*/log || fail "a log has what was said"
before=$(in_store wijkteam "SELECT COUNT(*) FROM conference_seat")
node_kill wijkteam
node_start wijkteam
[ "$(in_store wijkteam "SELECT COUNT(*) FROM conference_seat")" = "$before" ] || fail "seats were lost"
as fg wijkteam audit verify >/dev/null
ok "everything is in the access log, nothing of it in a log line, and all of it is there after kill -9"
