# A real browser for pages that were made, from outside. Sourced by scenarios,
# after tests/nodes.sh; needs $WORK.
#
#   browser_or_skip          leaves with 77 where something isn't installed
#   browse OPTION… FILE      Chromium without a window
#   look PAGE SCHEME         what there is to see, as JSON; 0 is dark, 1 light
#   holds FILE TEST SAYING   the JSON in FILE is as jq's TEST wants
#   looks_well NAME          of $WORK/light and $WORK/dark: what every page keeps
#   print_page PAGE NAME     $WORK/NAME.pdf, and $WORK/NAME.words that stand on it

browser_or_skip() {
	local needed
	for needed in chromium tidy pdfinfo pdftotext; do
		command -v "$needed" >/dev/null || {
			echo "skipped: $needed isn't installed (make deps-test)"
			exit 77
		}
	done
}

# Everybody's own profile; root needs to say that it means it.
browse() {
	local sandbox=
	[ "$(id -u)" -ne 0 ] || sandbox=--no-sandbox
	timeout 120 chromium --headless $sandbox --disable-gpu --disable-dev-shm-usage \
		--no-first-run --disable-background-networking --hide-scrollbars \
		--user-data-dir="$WORK/chromium" "$@" 2>>"$WORK/chromium.log"
}

look() {
	jq -n -r --rawfile page "$1" --rawfile look tests/fixtures/client/look.html \
		--arg times '[[1000, ""], [360, ""], [320, ""], [640, "200%"], [360, "200%"]]' \
		'$look | split("@PAGE@") | join($page | @html) | split("@TIMES@") | join($times)' >"$WORK/look.html"
	browse --blink-settings=preferredColorScheme="$2" --virtual-time-budget=5000 \
		--dump-dom "file://$WORK/look.html" |
		sed -n 's/.*<pre id="seen">\(.*\)<\/pre>.*/\1/p' |
		sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}

holds() {
	jq -e "$2" "$1" >/dev/null || fail "$3: $(cat "$1")"
	ok "$3"
}

looks_well() {
	[ -s "$WORK/light" ] && [ -s "$WORK/dark" ] || fail "the browser showed nothing: $(tail -n 3 "$WORK/chromium.log")"
	holds "$WORK/light" '.headings as $h | $h[0] == 1 and all(range(1; $h | length); $h[.] > 1 and $h[.] <= $h[. - 1] + 1)' \
		"its headings skip no level"
	holds "$WORK/light" '.lost == 0 and .keyboard == {hidden: true, shown: true, first: true}' \
		"the first thing on the keyboard jumps to $1, and is seen then; no link leads nowhere"
	local scheme
	for scheme in light dark; do
		holds "$WORK/$scheme" '[.sights[].over] | max <= 0' \
			"$scheme: nothing is wider than the screen, from 320 pixels on, also with text twice as large"
		holds "$WORK/$scheme" '[.sights[].contrast] | min >= 4.5' "$scheme: every text has a contrast of 4.5 or more"
		holds "$WORK/$scheme" '[.sights[].target] | min >= 24' "$scheme: every link is high enough to touch"
	done
	[ "$(jq -r .ground "$WORK/light")" != "$(jq -r .ground "$WORK/dark")" ] || fail "dark is as light"
	ok "it is dark for who reads in the dark"
}

print_page() {
	browse --no-pdf-header-footer --print-to-pdf="$WORK/$2.pdf" --blink-settings=preferredColorScheme=0 "file://$1" >/dev/null
	pdfinfo "$WORK/$2.pdf" >"$WORK/info"
	grep -q '^Page size:.*A4' "$WORK/info" || fail "not A4: $(cat "$WORK/info")"
	PAGES=$(sed -n 's/^Pages: *//p' "$WORK/info")
	pdftotext -raw "$WORK/$2.pdf" "$WORK/paper"
	tr -s ' \n' '  ' <"$WORK/paper" >"$WORK/$2.words"
	pdftoppm -r 20 -f 1 -l 1 -singlefile "$WORK/$2.pdf" "$WORK/sheet"
	# The last pixel of the corner: 255 255 255, in P6.
	[ "$(tail -c 3 "$WORK/sheet.ppm" | od -An -tu1 | tr -s ' ')" = " 255 255 255" ] || fail "the paper isn't white"
}
