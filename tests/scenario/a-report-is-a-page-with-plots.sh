#!/bin/bash
# A report as a page: plots with a table beside each, looked at in a real
# browser in light, dark, on a phone, with text twice as large, and on paper.
# What may not be given isn't drawn, and what a level may not know isn't there.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh
. tests/people.sh
. tests/browser.sh

browser_or_skip

workplace
node_declare wijkteam "Wijkteam Vlinderwijk" wmo fatima:coordinator dirk:director \
	frits:financier selma:specialist beheer:administrator
nodes_prepare
node_start wijkteam

people_bundle 1 12 >"$WORK/people.json"
as beheer wijkteam import "$WORK/people.json" --quiet
write() { as fatima wijkteam plan add "$@" --quiet >/dev/null; }
pay() { as beheer wijkteam plan add cost "$1" law="$2" period="$3" way="$4" amount="$5" --quiet >/dev/null; }
for i in $(seq 1 12); do
	write service "r$i" kind=huishouden line=1 start=2026-01-20
	write wellbeing "r$i" score=3.5 date=2026-01-10 moment=start
	write wellbeing "r$i" score=8.5 date=2026-06-01 moment=end
	write scale_event "r$i" direction=down service=huishouden reason="het gaat beter" date=2026-04-01
	pay "r$i" zvw 2025 old 2400.00
	pay "r$i" wmo 2026-H1 new 300.00
done
for i in 1 2 3; do write referral "r$i" kind=indicated to=ggz informed=yes date=2026-02-01; done
as fatima wijkteam cohort make pilot --cap 12 >/dev/null
for i in $(seq 1 12); do as fatima wijkteam cohort add pilot "r$i" >/dev/null; done

PAGE=$WORK/report.html
make_page() { as "$1" wijkteam report --from 2026-01-01 --until 2026-06-30 --cohort pilot --format html >"$PAGE"; }

make_page dirk
tidy -quiet -errors "$PAGE" 2>"$WORK/tidy" || fail "not well-formed: $(cat "$WORK/tidy")"
grep -qiE '<script|https?:|style="|javascript:' "$PAGE" && fail "the page needs or runs something"
ok "the page is well-formed, and needs nothing else"

look "$PAGE" 1 >"$WORK/light"
look "$PAGE" 0 >"$WORK/dark"
holds "$WORK/light" '.sections == ["Cases and first help", "More and less help", "Referrals", "How cases ended", "Wellbeing", "Hours of specialists", "Cost by law, old against new"]' \
	"a director's page has its seven sections, each a landmark with its heading as name"
holds "$WORK/light" '[.landmarks[0], .landmarks[2], .landmarks[3]] == [1, 1, 1]' "header, main and footer are there once"
looks_well "the figures"
for scheme in light dark; do
	holds "$WORK/$scheme" '.bars >= 3' "$scheme: every bar has a contrast of 3 or more with its ground"
done
# scaled up: few; 12 down is the longest; 3.5 and 8.5 of 10; 200 and 50 a month,
# and the sum of laws; referrals: few
holds "$WORK/light" '.drawn == [1000, 350, 850, 1000, 250, 1000, 250]' "each bar is as long as its figure, and what isn't given isn't drawn"

print_page "$PAGE" report
for words in 'Report' 'Wijkteam Vlinderwijk' 'Cohort: pilot' 'director' \
	'At the end it is 5.0 higher than at the start.' \
	'In the new way a case costs EUR 150.00 a month less.' \
	'fewer than 10 residents' 'EUR 3600.00' 'How to read this'; do
	grep -qF "$words" "$WORK/report.words" || fail "'$words' isn't on paper: $(cat "$WORK/report.words")"
done
[ "$PAGES" -le 4 ] || fail "$PAGES pages"
ok "on paper it is $PAGES pages of A4, white, with what the plots come to in words"

# The table says all that the plots do, for who doesn't see them.
as dirk wijkteam report --from 2026-01-01 --until 2026-06-30 --cohort pilot --format json >"$WORK/json"
jq -r '.figures[] | .value // empty' "$WORK/json" | sort -u | while read -r value; do
	grep -qE "<td class=\"number\">(EUR )?$value</td>" "$PAGE" || fail "$value is in no table"
done
ok "every figure that is given stands in a table too"

make_page fatima
grep -qE 'EUR|Cost|Hours of' "$PAGE" && fail "a coordinator's page has money or hours"
grep -q 'days from the first contact' "$PAGE" || fail "no days to first help: $(cat "$PAGE")"
make_page frits
grep -q 'days from the first contact' "$PAGE" && fail "a financier's page has what only workers need"
grep -q 'EUR' "$PAGE" || fail "a financier's page has no cost"
ok "each level has its own sections: a professional's has no money, a financier's no work"

LC_ALL=C.UTF-8 LANGUAGE=nl make_page dirk
grep -q '<html lang="nl">' "$PAGE" && grep -q 'In de nieuwe werkwijze kost een casus EUR 150.00 per maand minder' "$PAGE" ||
	fail "not Dutch: $(cat "$PAGE")"
ok "it speaks the reader's language"
