#!/bin/bash
# People write into a household's plan at their own node: each entry is checked,
# kept in every version, seen and written only as far as the role goes, and
# reaches a partner only as the policy and the resident let it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

export COLUMNS=200
workplace
care_and_support

out=$WORK/out
team() { as fatima wijkteam "$@"; }
# refuses CODE WORDS COMMAND…: with that exit status and those words
refuses() {
	local code=$1 words=$2 status=0
	shift 2
	"$@" >"$out" 2>&1 || status=$?
	[ "$status" -eq "$code" ] || fail "exit $status instead of $code: $* $(cat "$out")"
	tr '\n' ' ' <"$out" | tr -s ' ' | grep -qF -- "$words" ||
		fail "no '$words' in: $(cat "$out")"
}
shown() { team plan list vlinderhof "$@" >"$out"; }

refuses 1 "agreement" team plan kinds shopping
team plan kinds agreement >"$out"
grep -q "owner .*needed" "$out" || fail "$(cat "$out")"
ok "what can be written is listed, with the fields that each needs"

refuses 2 "/fields/owner" team plan add agreement wt-1 text=Boodschappen due=2026-12-01
refuses 2 "/fields/score" team plan add wellbeing wt-1 score=11
refuses 2 "before the resident was born" team plan add service wt-1 kind=hulp line=1 start=1900-01-01
refuses 2 "today at the latest" team plan add wellbeing wt-1 score=3 date=2999-01-01
refuses 2 "is before its start" team plan add goal wt-1 text=x start=2026-05-02 due=2026-05-01
refuses 2 "nothing that is written here" team plan add diagnosis wt-1 text=x
refuses 2 "no resident" team plan add goal wt-999 text=x
refuses 1 "FIELD=VALUE" team plan add goal wt-1 text
refuses 2 "policy vocabulary" team plan add goal wt-1 text=x --law nonsense
ok "an agreement without an owner, a score out of range, a date before birth and nonsense are refused, and say what is wrong"
shown
! grep -q Boodschappen "$out" || fail "something refused was kept"

agreement=$(team plan add agreement wt-1 "text=Samen boodschappen doen" owner=Tessa due=2026-01-05 --quiet)
goal=$(team plan add goal wt-1 "text=Zelf koken" --quiet)
shown --overdue
grep -q "${agreement:0:8}.*Samen boodschappen doen.*overdue" "$out" || fail "$(cat "$out")"
! grep -q "Zelf koken" "$out" || fail "what isn't due is listed as overdue"
ok "what is overdue is listed"

team plan change "$agreement" due=2999-01-01 contribution=auto >"$out"
shown --overdue
! grep -q "Samen boodschappen" "$out" || fail "still overdue"
team plan close "${agreement:0:8}" >"$out"
refuses 2 "closed already" team plan close "$agreement"
shown
! grep -q "Samen boodschappen" "$out" || fail "what is over is listed"
shown --all
grep -q "Samen boodschappen" "$out" || fail "what is over isn't there with --all"
team plan history "$agreement" >"$out"
[ "$(grep -c fatima "$out")" = 3 ] || fail "$(cat "$out")"
grep -q "closed" "$out" || fail "$(cat "$out")"
ok "an entry is changed and closed, and every version is kept with who wrote it"

refuses 2 "where it came from" team plan change "$(in_store wijkteam "SELECT id FROM record WHERE origin = 'Goal/wt-g1' OR category = 'goal' ORDER BY origin DESC LIMIT 1")" text=x
ok "what was imported isn't changed here"

refuses 3 "" as fg wijkteam plan add goal wt-1 text=x
refuses 3 "may not see" as beheer wijkteam plan add goal wt-1 text=x
as beheer wijkteam plan add cost wt-1 law=wmo period=2026 way=old amount=1250.00 --quiet >"$out"
shown --category cost
! grep -q 1250 "$out" || fail "a professional sees a cost"
refuses 3 "may not see" team plan add cost wt-1 law=wmo period=2026 way=new amount=1
ok "a role writes what it may see; costs are written behind the scenes and shown to no professional"

as petra thuiszorg plan add scale_event tz-1 direction=down "service=wijkverpleging" "reason=Het gaat beter" --quiet >/dev/null
view() { team view vlinderhof --for coordination --format json >"$out" || [ $? -eq 6 ]; }
view
! grep -q scale_event "$out" || grep -q '"missing"' "$out" || fail "$(cat "$out")"
! grep -q '"direction"' "$out" || fail "an entry left without consent"
consent_to thuiszorg tz-1 wijkteam give
view
grep -q '"direction"' "$out" || fail "with both consents the entry isn't shared: $(cat "$out")"
! grep -q "Het gaat beter" "$out" || fail "why help changed left the source"
[ "$(grep -c '"record"' "$out")" -ge 1 ] || fail "own entries have no id in the view"
ok "a partner's entry is shown with both consents, and its reason never"

as petra thuiszorg plan add contact_moment tz-1 date=2999-11-22 worker=Petra purpose=Bezoek --quiet >/dev/null
team plan add contact_moment wt-1 date=2999-11-22 worker=Fatima purpose=Bezoek --quiet >/dev/null
as petra thuiszorg plan add agreement tz-1 "text=Traplift aanvragen bij de gemeente" owner=Petra due=2999-12-24 --quiet >/dev/null
team view vlinderhof --for coordination >"$out"
tr '\n' ' ' <"$out" | tr -s ' ' | grep -q "more than one visit on a day .* 22 Nov 2999 Fatima El Amrani .* with Petra Dijkstra (Thuiszorg De Linde" ||
	fail "two visits on a day aren't found: $(grep -A20 'To talk about' "$out")"
grep -q "agreements that differ .*Traplift" "$out" || fail "$(grep -A20 'To talk about' "$out")"
ok "two visits on one day and agreements that differ are found in the merged view, with who should talk to whom"

LC_ALL=C.UTF-8 LANGUAGE=nl team plan list vlinderhof >"$out"
grep -q "Ons deel van het plan" "$out" || fail "$(cat "$out")"
ok "it speaks Dutch"

before=$(in_store wijkteam "SELECT COUNT(*) FROM entry_version")
node_kill wijkteam
node_start wijkteam
[ "$(in_store wijkteam "SELECT COUNT(*) FROM entry_version")" = "$before" ] || fail "entries were lost"
as fg wijkteam audit verify >/dev/null
as fg wijkteam audit who wt-1 --format json >"$out"
grep -q '"change"' "$out" || fail "writing isn't in the access log"
ok "after kill -9 every entry is there, and the access log has who wrote"
