#!/bin/bash
# `policy diff --replay`: the node judges the decisions in its access log again.
# Under the policy in force nothing changes; under another exactly the partners
# gain and lose that the edit is about, and nobody reads who the residents are.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give

# replay [OPTION…] FILE…: the answer in $WORK/replay, the exit status in $code
replay() {
	code=0
	as fg thuiszorg policy diff --replay --format json "$@" \
		>"$WORK/replay" 2>"$WORK/replay.err" || code=$?
}
holds() { jq -e "$1" "$WORK/replay" >/dev/null; }
answered() { fail "$* (exit $code): $(cat "$WORK/replay" "$WORK/replay.err")"; }

running=$NODES/thuiszorg/policy
for _ in 1 2 3; do
	as fatima wijkteam view vlinderhof --for coordination --format json \
		>"$WORK/view"
done
jq -e '[.fragments[] | select(.source == "thuiszorg" and .category == "goal")] | length > 0' \
	"$WORK/view" >/dev/null || fail "no goal is shared to begin with"

replay "$running"
[ "$code" = 0 ] || answered "the running policy changes something"
holds '.verdict == "same" and .changed == 0 and .same > 0 and .entries >= 3 and .groups == []' ||
	answered "the running policy doesn't decide the same again"
holds '.not_judged == {"erased":0,"older":0,"unknown_words":0,"unwritten":0}' ||
	answered "something wasn't judged"
holds '.digest == .running' || answered "the digests differ"
judged=$(jq .same "$WORK/replay")
ok "under the policy that was in force, all $judged decisions come out the same"

mkdir "$WORK/less"
cp "$running"/* "$WORK/less/"
cat >"$WORK/less/own.policy" <<'POLICY'
policy own version 1
vocabulary "nl.vocabulary"
rule OWN-1 "Goals stay with us"
  forbid  goal
  to      wmo
  basis   "AVG 5(1)(c)"
  valid   from 2026-01-01
POLICY
replay "$WORK/less"
[ "$code" = 9 ] || answered "sharing less doesn't end with 9"
holds '.verdict == "less" and (.groups | length) == 1' || answered "not one group loses"
holds '.groups[0] | .organisation == "wijkteam" and .domain == "wmo" and .role == "coordinator" and .purpose == "coordination" and .category == "goal" and .gained == "" and (.lost | contains("text")) and .decisions == 3' ||
	answered "it isn't said who loses what, and how often"
ok "a forbid of goals: the district team loses the goals, in 3 decisions, exit 9"

replay --since 2099-01-01 "$WORK/less"
[ "$code" = 0 ] && holds '.entries == 0 and .changed == 0' ||
	answered "--since doesn't limit"
replay --since "$(date -u +%F)" "$WORK/less"
[ "$code" = 9 ] && holds '.entries >= 3' || answered "--since leaves out today"
ok "--since leaves out what came before"

# One rule more: what the village's team was refused, it would have seen.
consent_to thuiszorg tz-1 wijkteam refuse agreement
as fatima wijkteam view vlinderhof --for coordination --format json >"$WORK/view"
mkdir "$WORK/more"
cp "$running"/* "$WORK/more/"
cat >"$WORK/more/own.policy" <<'POLICY'
policy own version 1
vocabulary "nl.vocabulary"
rule OWN-2 "Agreements are for all who coordinate"
  permit  agreement
  fields  text
  from    zvw
  to      wmo as coordinator
  for     coordination
  basis   "AVG 6(1)(e)"
  valid   from 2026-01-01
POLICY
as fg thuiszorg policy check "$WORK/more" >"$WORK/check" || fail "$(cat "$WORK/check")"
replay "$WORK/more"
[ "$code" = 8 ] || [ "$code" = 0 ] || answered "sharing more ends with $code"
[ "$code" = 8 ] || answered "nobody gains by a permit without a condition"
holds '.verdict == "more" and ([.groups[] | select(.category == "agreement" and .gained == "text" and .lost == "")] | length) == 1' ||
	answered "it isn't said who gains what"
cp "$WORK/less/own.policy" "$WORK/more/less.policy"
sed -i 's/^policy own /policy less /' "$WORK/more/less.policy"
replay "$WORK/more"
[ "$code" = 10 ] && holds '.verdict == "both"' || answered "more and less isn't both"
ok "a permit more: exit 8; and a forbid beside it: exit 10"

cp "$WORK/replay" "$WORK/whole"
if grep -Eq 'tz-1|wt-1|fatima|petra|Janssen' "$WORK/whole" ||
	grep -q "$(reference_at thuiszorg tz-1 wijkteam)" "$WORK/whole" ||
	grep -q "$(in_store thuiszorg "SELECT id FROM resident WHERE handle = 'tz-1'")" "$WORK/whole"; then
	fail "the answer names a resident or a user: $(cat "$WORK/whole")"
fi
ok "the answer names no resident, no user and no time"

# A vocabulary without a category that was decided about.
mkdir "$WORK/words"
cp "$running"/nl.vocabulary "$WORK/words/"
sed -i 's/^category goal /category goals /' "$WORK/words/nl.vocabulary"
grep -q '^category goals ' "$WORK/words/nl.vocabulary" || fail "the category isn't there"
printf 'policy own version 1\nvocabulary "nl.vocabulary"\n' >"$WORK/words/own.policy"
replay "$WORK/words"
holds '.not_judged.unknown_words >= 4 and .verdict == "less"' ||
	answered "words that the new policy lacks aren't counted"
ok "decisions with a word that the new policy lacks are counted apart"

# Whoever isn't the privacy officer, and files that are wrong.
code=0
as petra thuiszorg policy diff --replay "$running" >"$WORK/out" 2>&1 || code=$?
[ "$code" = 3 ] || fail "a professional may replay: $code, $(cat "$WORK/out")"
sed -i 's/forbid  goal/forbid  gaol/' "$WORK/less/own.policy"
replay "$WORK/less"
[ "$code" = 7 ] && grep -q 'own.policy:4:11' "$WORK/replay.err" ||
	answered "a mistake isn't said with its place"
for wrong in "--replay --since soon $running" "--replay --on 2026-11-21 $running" \
	"--since 2026-11-21 $running $running" "$running"; do
	code=0
	# shellcheck disable=SC2086 -- words are meant
	as fg thuiszorg policy diff $wrong >"$WORK/out" 2>&1 || code=$?
	[ "$code" = 1 ] || fail "policy diff $wrong: exit $code, $(cat "$WORK/out")"
done
ok "other roles, mistakes and options that don't go together are refused"

# Under the policy of each moment every decision comes out as it is logged.
again() { as fg thuiszorg audit replay --format json "$@"; }
again >"$WORK/again" || fail "decisions don't come out as they were: $(cat "$WORK/again")"
made=$(jq .entries "$WORK/again")
jq -e '.sound and .entries > 0 and .same > 0 and .differing == 0' "$WORK/again" >/dev/null || fail "$(cat "$WORK/again")"
sed -i 's/forbid  gaol/forbid  goal/' "$WORK/less/own.policy"
code=0
as fg thuiszorg policy load "$WORK/less" --yes >"$WORK/out" 2>&1 || code=$?
as fatima wijkteam view vlinderhof --for coordination >/dev/null || true
again >"$WORK/again" || fail "after a load ($code): $(cat "$WORK/again")"
jq -e --argjson before "$made" '.sound and .entries > $before' "$WORK/again" >/dev/null || fail "after a load ($code): $(cat "$WORK/again")"
again --since 2099-01-01 | jq -e '.sound and .entries == 0' >/dev/null || fail "since a day to come"
again --since soon >/dev/null 2>&1 && fail "that is no day"
as petra thuiszorg audit replay >/dev/null 2>&1 && fail "a professional doesn't keep the log"
as fg thuiszorg audit replay | grep -q 'come out as they were' || fail "in words"
as fg thuiszorg policy rollback 1 --yes >"$WORK/out" 2>&1 || fail "rollback: $(cat "$WORK/out")"
sed -i 's/forbid  goal/forbid  gaol/' "$WORK/less/own.policy"
ok "every logged decision comes out as it was, each under the policy of its moment"

# Where a policy was changed on file, nothing is judged by it.
on_file() {
	node_stop thuiszorg
	sqlite3 "$NODES/thuiszorg/data/eenplan.db" "$1"
	node_start thuiszorg
}
on_file "CREATE TABLE kept AS SELECT * FROM policy_file;
	UPDATE policy_file SET content = content || ' '
	WHERE digest NOT IN (SELECT digest FROM policy ORDER BY number DESC LIMIT 1)"
again >"$WORK/again" && fail "a changed policy isn't the one of then: $(cat "$WORK/again")"
jq -e '(.sound | not) and .not_judged.no_policy > 0 and .differing == 0' "$WORK/again" >/dev/null || fail "$(cat "$WORK/again")"
on_file "DELETE FROM policy_file; INSERT INTO policy_file SELECT * FROM kept; DROP TABLE kept"
again >/dev/null || fail "and put back, it is"
ok "a policy that was changed on file judges nothing"

# What an older node wrote, and what was erased.
before=$(replay "$running"; jq .entries "$WORK/replay")
id=$(in_store thuiszorg "SELECT id FROM resident WHERE handle = 'tz-1'")
node_stop thuiszorg
sqlite3 "$NODES/thuiszorg/data/eenplan.db" \
	"PRAGMA foreign_keys = OFF;
	 UPDATE resident SET log_key_id = '00000000-0000-4000-8000-000000000000' WHERE id = '$id'"
node_start thuiszorg
replay "$running"
holds ".not_judged.erased == $before and .entries == 0" ||
	answered "entries under an erased key aren't counted ($before)"
ok "entries whose key was erased are counted, and not judged"

as fg thuiszorg audit verify >/dev/null || fail "the access log doesn't verify"
ok "the access log verifies"

# For people, in English and in Dutch.
mkdir "$WORK/locale"
localedef -i nl_NL -f UTF-8 "$WORK/locale/nl_NL.UTF-8" || fail "localedef"
export LOCPATH=$WORK/locale
dutch() { LC_ALL=nl_NL.UTF-8 "$@"; }
as fatima wijkteam view vlinderhof --for coordination >/dev/null || true
sed -i 's/forbid  gaol/forbid  goal/' "$WORK/less/own.policy"
as fg wijkteam policy diff --replay "$WORK/less" >"$WORK/en" || true
dutch as fg wijkteam policy diff --replay "$WORK/less" >"$WORK/nl" || true
grep -q '^Decisions judged again: [1-9]' "$WORK/en" || fail "English: $(cat "$WORK/en")"
grep -q '^Opnieuw beoordeelde besluiten: [1-9]' "$WORK/nl" || fail "Dutch: $(cat "$WORK/nl")"
dutch as fg thuiszorg policy diff --replay "$running" >"$WORK/nl" || true
grep -q '^Niet beoordeeld' "$WORK/nl" || fail "what wasn't judged isn't said in Dutch: $(cat "$WORK/nl")"
ok "people read it in their language"
