#!/bin/bash
# Every example of eenplan-policy(7) is what it says: its files are written,
# its commands are run in order, and what they print is compared. And the
# manual has every keyword, and every rule of the national pack.
#
# A literal block of the page is an example by the line before it:
#
#   ; file NAME     the block is that file
#   ; run STATUS    the block is `$ ` and a command, and what it prints; a
#                   command goes on behind a \ at the end of its line
#
# In what is printed, … stands for anything. With --update the page gets what
# the commands print now, where that is something else: read what changed.
set -euo pipefail
cd "$(dirname "$0")/../.."
EENPLAN_BUILD=${EENPLAN_BUILD:-build/release}
EENPLAN=$(realpath "$EENPLAN_BUILD/eenplan")
PAGE=$PWD/packaging/eenplan-policy.7.scd
KEYWORDS=$PWD/lib/policy/keywords.def
UPDATE=${1-}
export LSAN_OPTIONS=suppressions=$PWD/tests/leak.supp:print_suppressions=0
export LC_ALL=C.UTF-8 LANGUAGE=en COLUMNS=80 NO_COLOR=1

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir "$WORK/desk"
cp -r policy "$WORK/desk/policy"
cp -r policy "$WORK/desk/mine"

fail() {
	printf 'FAIL: %s\n' "$*" >&2
	exit 1
}

# Only the program itself, with words as they stand: no shell reads them.
run() {
	local -a words
	read -ra words <<<"$1"
	[ "${words[0]}" = eenplan ] || fail "not a command of ours: $1"
	(cd "$WORK/desk" && "$EENPLAN" "${words[@]:1}" 2>&1 </dev/null)
}

# try LINE STATUS COMMAND WANTED: leaves what the page should say in $got
try() {
	local status=0 pattern
	got=$(run "$3") || status=$?
	[ "$status" -eq "$2" ] || fail "line $1: '$3' ends with $status, not $2: $got"
	pattern=$(sed -e 's/[][\\*?]/\\&/g' -e 's/…/*/g' <<<"$4")
	# shellcheck disable=SC2053
	if [[ $got == $pattern ]]; then
		got=$4
	elif [ -z "$UPDATE" ]; then
		diff <(printf '%s\n' "$4") <(printf '%s\n' "$got") >&2 || true
		fail "line $1: '$3' prints something else"
	fi
	printf 'ok: %s\n' "$3"
}

# Literal text as the page has it; a digest is another with every edit.
literal() { sed -e 's/^Digest: .*/Digest: …/' -e 's/^./\t&/' <<<"$1"; }

number=0 mark='' block='' inside='' runs=0 files=0
while IFS= read -r line; do
	number=$((number + 1))
	if [ -n "$inside" ] && [ "$line" != '```' ]; then
		block+=${line#$'\t'}$'\n'
		continue
	fi
	if [ -n "$inside" ]; then
		inside=''
		block=${block%$'\n'}
		case $mark in
		'file '*)
			printf '%s\n' "$block" >"$WORK/desk/${mark#file }"
			literal "$block"
			files=$((files + 1))
			;;
		'run '*)
			command=$(sed -e '/[^\\]$/q' <<<"$block")
			wanted=${block#"$command"}
			try "$number" "${mark#run }" \
				"$(sed -e 's/^\$ //' -e 's/ *\\$//' -e 's/^ */ /' -e '1s/^ //' <<<"$command" | tr -d '\n')" \
				"${wanted#$'\n'}" >&3
			literal "$command"
			[ -z "$got" ] || literal "$got"
			runs=$((runs + 1))
			;;
		*) fail "line $number: a block that nobody tries" ;;
		esac
		mark=''
	else
		case $line in
		'; file '* | '; run '*) mark=${line#; } ;;
		'```') inside=yes block='' ;;
		?*) [ -z "$mark" ] || fail "line $number: no block behind '; $mark'" ;;
		esac
	fi
	printf '%s\n' "$line"
done <"$PAGE" 3>&1 >"$WORK/page"
[ "$runs" -ge 10 ] && [ "$files" -ge 5 ] || fail "only $runs commands and $files files were found"
[ "$UPDATE" != --update ] || cp "$WORK/page" "$PAGE"

while IFS=$'\t' read -r english dutch; do
	grep -A 1 -Fx "|  $english" "$PAGE" | grep -qFx ":  $dutch" ||
		fail "the manual lacks the keyword '$english', in Dutch '$dutch'"
done < <(sed -nE 's/^KEYWORD\(\w+, "([^"]+)", "([^"]+)"\)$/\1\t\2/p' "$KEYWORDS")
printf 'ok: every keyword is in the manual, in both languages\n'

for id in $(sed -nE 's/^(rule|lead) (NL-[0-9R][^ ]*) .*/\2/p' policy/nl-national.policy); do
	grep -qE "^:.*$id(,|;|\$| )" "$PAGE" || fail "the manual's table lacks the rule $id"
done
printf 'ok: every rule of a row is in the table of rows\n'
