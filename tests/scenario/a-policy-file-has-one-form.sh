#!/bin/bash
# Every shipped policy file prints to one canonical form, in English and in
# Dutch keywords, and back to the same; a file in form is left alone, one with
# a mistake isn't touched, and the tests in them pass in both languages.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
eenplan() { "$EENPLAN_BUILD/eenplan" policy "$@"; }

mkdir "$WORK/nl" "$WORK/en"
for file in policy/*.vocabulary policy/*.policy policy/tests/*.policy; do
	name=$(basename "$file")
	eenplan format "$file" --language nl >"$WORK/nl/$name"
	eenplan format "$WORK/nl/$name" --language en >"$WORK/en/$name"
	eenplan format "$file" --language en | cmp - "$WORK/en/$name"
	eenplan format --check "$WORK/nl/$name" "$WORK/en/$name"
	[ "$(grep -c '#' "$file")" -eq "$(grep -c '#' "$WORK/nl/$name")" ]
done
ok "every shipped file prints in both languages, comments and all, and back"

eenplan format --check policy policy/tests policy/examples policy/disabled
mkdir "$WORK/folder"
cp policy/nl.vocabulary "$WORK/folder/"
printf 'policy p version 1\nrule A "a" forbid goal to wmo\n' >"$WORK/folder/p.policy"
echo "no policy" >"$WORK/folder/notes.txt"
status=0
eenplan format --check "$WORK/folder" >"$WORK/named" || status=$?
[ "$status" -eq 7 ]
[ "$(grep -c . "$WORK/named")" -eq 1 ] && grep -q 'p.policy' "$WORK/named"
eenplan format --write "$WORK/folder" >/dev/null
eenplan format --check "$WORK/folder"
status=0
eenplan format --check "$WORK/nowhere" 2>/dev/null || status=$?
[ "$status" -eq 1 ]
ok "a folder stands for the policy files in it"

eenplan test policy policy/tests >"$WORK/written"
eenplan test "$WORK/nl" >"$WORK/dutch"
cmp "$WORK/written" "$WORK/dutch"
ok "its tests pass the same in Dutch keywords"

printf 'policy p version 1\nrule A "a" forbid goal to wmo\n' >"$WORK/untidy.policy"
status=0
eenplan format --check "$WORK/untidy.policy" >/dev/null || status=$?
[ "$status" -eq 7 ]
eenplan format --write "$WORK/untidy.policy" >/dev/null
eenplan format --check "$WORK/untidy.policy"
ok "a file that isn't in form is named, and written back when asked"

printf 'policy p version 1\nrule A "a" forbit goal\n' >"$WORK/broken.policy"
cp "$WORK/broken.policy" "$WORK/before"
status=0
eenplan format --write "$WORK/broken.policy" 2>"$WORK/said" || status=$?
[ "$status" -eq 7 ]
cmp "$WORK/broken.policy" "$WORK/before"
grep -q 'did you mean "forbid"' "$WORK/said"
ok "a file with a mistake isn't touched, and the mistake is shown"
