#!/bin/bash
# The shipped policy: its promises are proved and its tests pass, every rule
# decides one, every condition is seen both ways, and no small mistake in a
# rule goes unnoticed. The same with the examples and with the disabled bill.
set -euo pipefail
cd "$(dirname "$0")/../.."
EENPLAN_BUILD=${EENPLAN_BUILD:-build/release}
EENPLAN=$(realpath "$EENPLAN_BUILD/eenplan")
export LSAN_OPTIONS=suppressions=$PWD/tests/leak.supp:print_suppressions=0
export LC_ALL=C.UTF-8 LANGUAGE=en COLUMNS=80 NO_COLOR=1

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT

fail() {
	printf 'FAIL: %s\n' "$*" >&2
	exit 1
}
ok() { printf 'ok: %s\n' "$*"; }

# proved SENTENCE FILE…: every test passes, and every mutant is noticed
proved() {
	"$EENPLAN" policy test "${@:2}" --mutate --format json >"$WORK/out" ||
		fail "$1: $(cat "$WORK/out")"
	jq -e '.tests > 400 and .failed == 0 and .rules_idle == 0 and
		.conditions_one_sided == 0 and .mutants > 1000 and .survivors == 0' \
		"$WORK/out" >/dev/null || fail "$1: $(cat "$WORK/out")"
	ok "$1: $(jq -r '"\(.tests) tests, \(.mutants) mutants"' "$WORK/out")"
}
# refused STATUS WORD FILE…: the command says WORD and ends with STATUS
refused() {
	local status=0
	"$EENPLAN" policy check "${@:3}" >"$WORK/out" 2>&1 || status=$?
	[ "$status" -eq "$1" ] || fail "$2: ended with $status: $(cat "$WORK/out")"
	grep -qF -- "$2" "$WORK/out" || fail "$2: $(cat "$WORK/out")"
}

proved "the national pack" policy policy/tests
proved "with both examples" policy policy/tests policy/examples
proved "with the bill" policy policy/tests policy/disabled

"$EENPLAN" policy format --check policy/*.vocabulary policy/*.policy \
	policy/*/*.vocabulary policy/*/*.policy >"$WORK/out" || fail "$(cat "$WORK/out")"
ok "every file is in its canonical form"

# The pack without one of its tests' files must be seen to be less proved.
cp -r policy/tests "$WORK/tests"
rm "$WORK/tests/nl-youth.policy"
status=0
"$EENPLAN" policy test policy "$WORK/tests" --mutate --format json >"$WORK/out" || status=$?
[ "$status" -eq 7 ] || fail "without the tests of youth help it ends with $status"
jq -e '.failed == 0 and .rules_idle > 0 and .survivors > 0' "$WORK/out" >/dev/null ||
	fail "without the tests of youth help: $(cat "$WORK/out")"
ok "without the tests of youth help, mutants survive"

# An overlay may not break a promise of the national pack.
cat >"$WORK/careless.policy" <<'END'
policy careless version 1
vocabulary "nl.vocabulary"

rule CARELESS "Tell the nurse what the concern is"
  permit  safety_concern
  fields  text
  from    wmo
  to      zvw as nurse
  for     treatment
  when    consent share is given
  basis   "Wmo 5.3.3"
  valid   from 2026-01-01
END
refused 7 "the content of a safety concern leaves the organisation" policy "$WORK/careless.policy"
ok "an overlay that breaks a promise is refused"

# Nothing of what a node doesn't load is loaded with the folder.
"$EENPLAN" policy check policy --format json >"$WORK/out" || fail "$(cat "$WORK/out")"
[ "$(jq .files "$WORK/out")" -eq 2 ] || fail "a folder in the folder was read"
ok "a node that reads the folder reads two files"
