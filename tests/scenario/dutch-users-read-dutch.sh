#!/bin/bash
# Under a Dutch locale everything that a user reads is Dutch; programs get the
# same stable keys in every language.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
mkdir -p "$WORK/locale"
localedef -i nl_NL -f UTF-8 "$WORK/locale/nl_NL.UTF-8" || fail "localedef"
care_and_support
export LOCPATH=$WORK/locale
dutch() { LC_ALL=nl_NL.UTF-8 "$@"; }

dutch as fatima wijkteam view vlinderhof --for coordination >"$WORK/nl"
LC_ALL=C.UTF-8 as fatima wijkteam view vlinderhof --for coordination >"$WORK/en"
grep -qi 'regisseur\|regie' "$WORK/nl" || fail "no Dutch word for the coordinator: $(head -n 12 "$WORK/nl")"
! grep -qE 'Who coordinates|Members|Goals|Agreements' "$WORK/nl" || fail "English in the Dutch view"
grep -q 'Who coordinates' "$WORK/en" || fail "no English view"
ok "the view is Dutch under a Dutch locale, and English otherwise"
dutch "$EENPLAN" --help >"$WORK/help"
grep -qi 'gebruik' "$WORK/help" || fail "no Dutch help"
ok "so is the help"
dutch as fatima wijkteam view elders --for coordination 2>"$WORK/error" && fail "a view of nothing"
! grep -q 'Nothing of that name' "$WORK/error" || fail "English in a Dutch error"
ok "and errors"
dutch as fatima wijkteam view vlinderhof --for coordination --format json | jq -S 'keys' >"$WORK/nl.keys"
as fatima wijkteam view vlinderhof --for coordination --format json | jq -S 'keys' >"$WORK/en.keys"
cmp "$WORK/nl.keys" "$WORK/en.keys" || fail "the keys differ by language"
ok "the keys of the JSON are the same"
