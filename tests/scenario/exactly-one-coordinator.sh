#!/bin/bash
# One plan has exactly one coordinator, at every node that is linked with the
# household: at its beginning, at a hand-over, when nodes are killed in the
# middle of one, and when two hand-overs are begun at once. Where a node that
# came back from an old copy offers the plan again, every node shows that it has
# come apart, and nobody acts until a majority has voted.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

KILLS=${MANDATE_KILLS:-6}

export COLUMNS=200 # so that no row is wrapped
workplace
household_declare
nodes_prepare
node_start wijkteam thuiszorg welzijn
household_import wijkteam thuiszorg welzijn
# The nursing organisation has the grandmother's household, too.
cat >"$WORK/household.json" <<'JSON'
{"resourceType": "Bundle", "type": "collection", "entry": [{"resource":
 {"resourceType": "Group", "id": "tz-huis", "type": "person", "actual": true, "name": "Mevrouw Bakker",
  "member": [{"entity": {"reference": "Patient/tz-1"}}]}}]}
JSON
as beheer thuiszorg import "$WORK/household.json" --quiet
link fatima wt-1@wijkteam petra tz-1@thuiszorg
link fatima wt-1@wijkteam anouk wz-1@welzijn
link petra tz-1@thuiszorg anouk wz-1@welzijn

declare -A USER=([wijkteam]=fatima [thuiszorg]=petra [welzijn]=anouk)
declare -A HOME_OF=([wijkteam]=vlinderhof [thuiszorg]=tz-huis [welzijn]=wz-huis)
NODES_HERE="wijkteam thuiszorg welzijn"

# at NODE VERB OPTION…: eenplan coordinator VERB, by who works there
at() { as "${USER[$1]}" "$1" coordinator "$2" "${HOME_OF[$1]}" "${@:3}"; }
state() { at "$1" show --format json | jq -r "$2"; }
standing() { state "$1" '.coordinator.standing // "nobody"'; }
# Who holds it by the signed documents, whatever this node's user may read.
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.1
	done
}
# By the shipped pack a care provider may not know that welfare coordinates.
is_held_by() {
	[ "$1:$2" = thuiszorg:welzijn ] && { [ "$(standing thuiszorg)" = masked ]; return; }
	[ "$(state "$1" '.coordinator.organisation // ""')" = "${NODE_NAME[$2]}" ]
}
all_hold() {
	local node
	for node in $NODES_HERE; do is_held_by "$node" "$1" || return 1; done
}
all_stand() {
	local node
	for node in $NODES_HERE; do [ "$(standing "$node")" = "$1" ] || return 1; done
}
is_offered_to_us() { [ "$(state "$1" '.offer.to_us // false')" = true ]; }
# refused NODE WORDS VERB OPTION…: with a sentence that says why
refused() {
	local node=$1 words=$2
	shift 2
	at "$node" "$@" >"$WORK/out" 2>&1 && fail "not refused: $node $*: $(cat "$WORK/out")"
	tr '\n' ' ' <"$WORK/out" | tr -s ' ' | grep -q "$words" || fail "$node $*: $(cat "$WORK/out")"
}
offer() { at "$1" offer --to "$2" --quiet; }
# hand_over FROM TO
hand_over() {
	offer "$1" "$2"
	until_so 20 "$2 has the offer" is_offered_to_us "$2"
	at "$2" accept --quiet
}

# --- the beginning ---
[ "$(standing wijkteam)" = unconfirmed ] || fail "an import alone confirms nobody: $(at wijkteam show)"
refused thuiszorg 'nobody coordinates' offer --to wijkteam
at wijkteam accept --contact "team Vlinder, 088-0000101" --quiet
until_so 20 "everybody knows who coordinates" all_hold wijkteam
as petra thuiszorg view tz-huis --for coordination >"$WORK/view"
sed -n '/Who coordinates/,/Members/p' "$WORK/view" | grep -q 'Contact point: team Vlinder' ||
	fail "the view at the other node has the contact point: $(cat "$WORK/view")"
sed -n '1,8p' "$WORK/view" | grep -q 'Who coordinates' || fail "it comes first: $(cat "$WORK/view")"
ok "who begins coordinates, and every linked node shows it first, with the contact point"

# --- what isn't allowed ---
refused thuiszorg 'nobody has offered' accept
refused thuiszorg 'another organisation coordinates' offer --to welzijn
refused wijkteam 'your own organisation' offer --to wijkteam
refused wijkteam 'linked with this household' offer --to ggz
refused wijkteam 'linked with this household' offer --to nobody
refused thuiszorg 'consent of that id' vacancy --to thuiszorg --consent 00000000
refused thuiszorg 'another organisation coordinates' vacancy --lay-down
as vera wijkteam coordinator show vlinderhof >/dev/null 2>&1 && fail "a volunteer doesn't do this"
offer wijkteam thuiszorg
refused wijkteam 'stands until' offer --to welzijn
until_so 20 "the offer has come" is_offered_to_us thuiszorg
refused welzijn 'offered to another' accept
at thuiszorg accept --decline --quiet
until_so 20 "the refusal has come" all_stand held
all_hold wijkteam || fail "who was declined still coordinates"
ok "what isn't allowed is refused, with what to do"

# --- a hand-over ---
hand_over wijkteam thuiszorg
until_so 20 "everybody knows of the hand-over" all_hold thuiszorg
refused wijkteam 'another organisation coordinates' offer --to welzijn
as fatima wijkteam view vlinderhof --for coordination | grep -q 'Contact point: 088-0000201' ||
	fail "who says no other contact point has the one of the configuration"
ok "a plan passes to the named successor at its word, who is reached as configured"

# --- two offers at the same moment: one is signed ---
at thuiszorg offer --to wijkteam --quiet >"$WORK/one" 2>&1 &
first=$!
at thuiszorg offer --to welzijn --quiet >"$WORK/two" 2>&1 &
second=$!
taken=0
wait "$first" && taken=$((taken + 1))
wait "$second" && taken=$((taken + 1))
[ "$taken" = 1 ] || fail "of two offers at once one is signed, not $taken"
is_offered_to_one() { is_offered_to_us wijkteam || is_offered_to_us welzijn; }
until_so 20 "one of them has the offer" is_offered_to_one
holder=welzijn
is_offered_to_us wijkteam && holder=wijkteam
at "$holder" accept --quiet
until_so 20 "everybody knows who accepted" all_hold "$holder"
ok "of two offers at once one is signed, and one accepts"

# --- killed at bad moments ---
for ((kill = 1; kill <= KILLS; kill++)); do
	[ "$holder" = wijkteam ] && other=thuiszorg || other=wijkteam
	( at "$holder" offer --to "$other" --quiet >/dev/null 2>&1 || true ) &
	offering=$!
	sleep "0.0$((RANDOM % 10))"
	node_kill "$holder"
	wait "$offering"
	node_start "$holder"
	[ "$(state "$holder" '.offer.to // ""')" != "" ] || offer "$holder" "$other"
	until_so 30 "the offer comes after a kill" is_offered_to_us "$other"
	( at "$other" accept --quiet >/dev/null 2>&1 || true ) &
	accepting=$!
	sleep "0.0$((RANDOM % 10))"
	node_kill "$other"
	wait "$accepting"
	node_start "$other"
	if is_offered_to_us "$other"; then at "$other" accept --quiet; fi
	until_so 30 "everybody knows after a kill" all_hold "$other"
	holder=$other
done
ok "after $((2 * KILLS)) kills in the middle of hand-overs there is one coordinator"

# --- yesterday's copy ---
[ "$holder" = wijkteam ] || { hand_over "$holder" wijkteam; until_so 20 "back" all_hold wijkteam; }
node_stop wijkteam
cp -a "$NODES/wijkteam/data" "$WORK/yesterday"
node_start wijkteam
hand_over wijkteam thuiszorg
until_so 20 "handed over" all_hold thuiszorg
node_stop wijkteam
cp -a "$WORK/yesterday/"eenplan.db* "$NODES/wijkteam/data/"
rm -f "$NODES/wijkteam/data/"eenplan.db-{wal,shm}
cp -a "$WORK/yesterday/"eenplan.db* "$NODES/wijkteam/data/"
node_start wijkteam
is_held_by wijkteam wijkteam || fail "the old copy believes what it knew: $(at wijkteam show)"
offer wijkteam welzijn
until_so 30 "every node shows that the plan has come apart" all_stand conflict
at welzijn show >"$WORK/conflict"
grep -q 'more than one organisation claims it' "$WORK/conflict" || fail "shown plainly: $(cat "$WORK/conflict")"
as fatima wijkteam view vlinderhof --for coordination | sed -n '1,14p' | grep -q 'none of them' || fail "in the view, too"
refused welzijn 'come apart' accept --decline
refused thuiszorg 'come apart' offer --to welzijn
refused wijkteam 'come apart' offer --to thuiszorg
ok "a plan that was offered twice has come apart at every node, and nobody acts"

# --- a vote ---
consent_at() { as "${USER[$1]}" "$1" consent give "$2" --to "$3" --kind help --category any --for coordination --asked "in person" --quiet; }
refused thuiszorg 'more than half' accept
vote=$(consent_at thuiszorg tz-1 thuiszorg)
at thuiszorg vacancy --to thuiszorg --consent "$vote" --quiet
refused thuiszorg 'voted already' vacancy --to welzijn --consent "$vote"
refused thuiszorg 'more than half' accept
vote=$(consent_at welzijn wz-1 thuiszorg)
at welzijn vacancy --to thuiszorg --consent "$vote" --quiet
two_votes() { [ "$(state thuiszorg '.votes | length')" = 2 ]; }
until_so 20 "the other's vote has come" two_votes
at thuiszorg accept --quiet
until_so 30 "everybody knows whom the vote appointed" all_hold thuiszorg
at wijkteam history >"$WORK/history"
grep -q 'Thuiszorg De Linde *was appointed by vote' "$WORK/history" || fail "the history says who was appointed, how: $(cat "$WORK/history")"
at thuiszorg history --format json | jq -e '.sound and ([.documents[] | select(.signature != "sound")] | length == 0)' >/dev/null ||
	fail "every signature is verified"
ok "more than half of the linked organisations appoint one, and history says so"

# --- a vacancy ---
at thuiszorg vacancy --lay-down --quiet
until_so 20 "everybody knows that nobody is left" all_stand vacant
refused welzijn 'more than half' accept
for node in wijkteam welzijn; do
	resident=wt-1
	[ "$node" = welzijn ] && resident=wz-1
	vote=$(consent_at "$node" "$resident" welzijn)
	at "$node" vacancy --to welzijn --consent "$vote" --quiet
done
votes_at_welzijn() { [ "$(state welzijn '.votes | length')" = 2 ]; }
until_so 20 "both votes have come" votes_at_welzijn
at welzijn accept --quiet
until_so 30 "everybody knows who was appointed" all_hold welzijn
ok "a vacancy is filled by a majority, with the household's consent"

# --- mental health care coordinates: not everybody may know ---
node_start ggz
household_import ggz
sed -e 's/tz-huis/ggz-huis/; s/tz-1/ggz-1/; s/Mevrouw Bakker/Familie/' "$WORK/household.json" >"$WORK/ggz.json"
as beheer ggz import "$WORK/ggz.json" --quiet
link fatima wt-3@wijkteam ilse ggz-1@ggz
USER[ggz]=ilse HOME_OF[ggz]=ggz-huis
hand_over welzijn wijkteam
until_so 30 "the district team coordinates again" all_hold wijkteam
until_so 20 "who is linked later is told, too" is_held_by wijkteam wijkteam
hand_over wijkteam ggz
is_masked() { [ "$(standing "$1")" = masked ]; }
for node in $NODES_HERE; do until_so 30 "$node knows that it is another" is_masked "$node"; done
[ "$(state wijkteam .coordinator.group)" = care ] || fail "outside care it is care, and no more: $(at wijkteam show)"
[ "$(state welzijn .coordinator.group)" = any ] || fail "welfare may not know the kind: $(at welzijn show)"
for node in thuiszorg welzijn; do
	in_store "$node" "SELECT jws FROM mandate" | cut -d. -f2 | while read -r payload; do
		printf '%s====' "${payload:0:$((${#payload} / 4 * 4))}" | tr -- '-_' '+/' | base64 -d 2>/dev/null || true
		echo
	done >"$WORK/said-$node"
	grep -q '"iss":"wijkteam"' "$WORK/said-$node" || fail "the documents were read: $(head -c 300 "$WORK/said-$node")"
	! grep -q ggz "$WORK/said-$node" || fail "$node was told of mental health care"
	in_store "$node" "SELECT content FROM notice" | grep -q '"[a-z]*":"ggz"' && fail "a letter to $node names mental health care"
	refused "$node" 'may not know coordinates' offer --to wijkteam
done
ok "a coordinator that a partner may not know is masked there, and its node is told no name"

# --- history is verified ---
node_stop welzijn
sqlite3 "$NODES/welzijn/data/eenplan.db" "UPDATE mandate SET certificate = (SELECT certificate FROM mandate WHERE certificate <> m.certificate LIMIT 1) FROM (SELECT rowid AS r, certificate FROM mandate LIMIT 1) AS m WHERE mandate.rowid = m.r"
node_start welzijn
at welzijn history >"$WORK/history" && fail "an altered document isn't sound"
grep -q 'NOT SOUND' "$WORK/history" || fail "it is named: $(cat "$WORK/history")"
ok "history verifies each signature"
