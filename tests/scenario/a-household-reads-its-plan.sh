#!/bin/bash
# The household's own page: made by its coordinator, well-formed, and looked at
# in a real browser: light and dark, on a phone, with text twice as large, and
# on paper.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh
. tests/household.sh
. tests/browser.sh

browser_or_skip

workplace
household_declare
nodes_prepare
node_start "${NODE_IDS[@]}"
household_import "${NODE_IDS[@]}"
household_link
household_consent

make_page() { as fatima wijkteam view vlinderhof --for coordination --format html "$@"; }
PAGE=$WORK/plan.html

for wrong in '--language fr' '--missing-only'; do
	status=0
	# shellcheck disable=SC2086 # two words
	make_page $wrong >"$PAGE" 2>"$WORK/error" || status=$?
	[ "$status" -eq 1 ] && [ ! -s "$PAGE" ] && [ -s "$WORK/error" ] || fail "$wrong was taken"
done
status=0
as fatima wijkteam view vlinderhof --for coordination --language nl >"$WORK/out" 2>&1 || status=$?
[ "$status" -eq 1 ] || fail "--language was taken without a page"
status=0
as fatima wijkteam view vlinderhof --for emergency --format html >"$WORK/out" 2>&1 || status=$?
[ "$status" -eq 1 ] || fail "a page of an emergency was made"
ok "what doesn't go together is refused, and no page comes"

make_page >"$PAGE" 2>"$WORK/hint"
grep -q 'before you give it away' "$WORK/hint" || fail "the maker isn't told to read it first"
tidy -quiet -errors "$PAGE" 2>"$WORK/tidy" || fail "not well-formed: $(cat "$WORK/tidy")"
ok "the page is well-formed, without a warning"

grep -qiE 'diabet|depress|metformin|sertraline|insulin' "$PAGE" && fail "a diagnosis or medicine is on the page"
grep -qE '[0-9a-f]{8}-[0-9a-f]{4}-|9999[0-9]{5}|(ALG|GGZ|NL)-[0-9]|AVG|BW 7' "$PAGE" &&
	fail "an id, a rule or an article is on the page"
grep -qE 'GGZ De Brug|geestelijke' "$PAGE" && fail "the masked organisation is named"
grep -qiE '<script|https?:|style="|javascript:' "$PAGE" && fail "the page needs or runs something"
ok "no diagnosis, id, rule or masked name is on it, and it needs nothing else"

look "$PAGE" 1 >"$WORK/light"
look "$PAGE" 0 >"$WORK/dark"
holds "$WORK/light" '.language == "nl" and (.title | startswith("Ons plan"))' "the page is Dutch, also for an English user"
holds "$WORK/light" '.sections == ["Wie is onze regisseur", "Wie helpt ons", "Wat willen wij", "Wat is afgesproken", "Wanneer zitten we bij elkaar", "Wat staat hier niet, en waarom"]' \
	"it has its six sections, each a landmark with its heading as name"
holds "$WORK/light" '.landmarks == [1, 1, 1, 1]' "header, contents, main and footer are there once"
looks_well "the plan"

print_page "$PAGE" plan
pages=$PAGES
[ "$pages" -le 6 ] || fail "$pages pages"
for words in 'Ons plan' 'Wie is onze regisseur' 'Fatima El Amrani' '088-0000101' \
	'Traplift aanvragen bij de gemeente' 'Te laat: dit moest klaar zijn' \
	'Wat staat hier niet, en waarom' 'Gemaakt door: fatima, regisseur'; do
	grep -qF "$words" "$WORK/plan.words" || fail "'$words' isn't on paper"
done
! grep -qF 'Naar het plan' "$WORK/plan.words" || fail "what is for the screen is on paper"
ok "on paper it is $pages pages of A4, white also for who reads in the dark, and says all of it"

make_page --language en >"$WORK/en.html" 2>/dev/null
grep -q '<html lang="en">' "$WORK/en.html" && grep -q '>Who helps us</h2>' "$WORK/en.html" || fail "no English page"
LC_ALL=C make_page >"$WORK/c.html" 2>/dev/null
grep -q '<html lang="nl">' "$WORK/c.html" || fail "the C locale has no Dutch page"
ok "it is Dutch unless --language says otherwise"

node_stop welzijn
status=0
make_page >"$PAGE" 2>/dev/null || status=$?
[ "$status" -eq 6 ] || fail "an incomplete page must end with 6, not $status"
grep -q '<li>Welzijn Samen</li>' "$PAGE" || fail "who wasn't reached isn't on the page"
ok "who could not be reached is said on the page, and by the exit status"

# Long words and nothing at all break no page either.
jq -Rrs 'gsub("Fatima El Amrani"; "Fatima" + ("lang" * 60))' "$PAGE" >"$WORK/long.html"
look "$WORK/long.html" 1 >"$WORK/long"
holds "$WORK/long" '[.sights[].over] | max <= 0' "a word of 240 letters makes nothing wider"
