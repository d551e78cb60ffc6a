#!/bin/bash
# The privacy officer puts policies in force with `eenplan policy load`: while
# partners ask without pause not one query fails, and each answer is wholly by
# the old policy or wholly by the new one. What isn't sound is refused with its
# reason, and changes nothing; what was loaded outlives a restart, a reload and
# kill -9; the history and the access log tell the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

LOADS=${POLICY_LOADS:-10}
KILLS=${POLICY_KILLS:-10}

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
query wijkteam "$(reference_at wijkteam wt-1 thuiszorg)" >"$WORK/query"

fg() { as fg thuiszorg "$@"; }
in_force() { fg status --format json | jq -r .policy; }
versions() { fg policy history --format json | jq '.policies | length'; }
digest_of() { "$EENPLAN" policy check "$1" --format json | jq -r .digest; }

# unchanged SENTENCE: nothing was put in force since `before` was noted
note() { before=$(in_force) count=$(versions); }
unchanged() {
	[ "$(in_force)" = "$before" ] || fail "$1 changed the policy"
	[ "$(versions)" = "$count" ] || fail "$1 is in the history"
	ok "$1 changes nothing"
}

# send BODY REPLY: a load, as the privacy officer but without the client; prints
# the code
send() {
	curl -sS --max-time 60 --cert "$NODES/thuiszorg/users/fg.crt" \
		--key "$NODES/thuiszorg/users/fg.key" \
		--cacert "$NODES/thuiszorg/users-ca.crt" -o "$2" \
		-w '%{http_code}' -H 'Content-Type: application/json' \
		--data-binary "@$1" \
		"https://127.0.0.1:${NODE_USERS_PORT[thuiszorg]}/v1/policy/load"
}
# body FOLDER RUNNING: what the client would send
body() {
	local digest file
	digest=$(digest_of "$1" || true)
	for file in "$1"/*; do
		jq -n --arg name "${file##*/}" --rawfile text "$file" \
			'{name: $name, text: $text}'
	done | jq -s --arg digest "${digest:-none}" --arg running "$2" \
		'{digest: $digest, files: ., running: $running}'
}
# refused CODE WORDS…: by the node; all words stand in its reply
refused() {
	local code=$1 word
	shift
	[ "$CODE" = "$code" ] || fail "the node says $CODE, not $code: $(cat "$WORK/reply")"
	for word; do
		grep -qF -- "$word" "$WORK/reply" ||
			fail "the node doesn't say '$word': $(cat "$WORK/reply")"
	done
}

# The same rules under other names, so that an answer says by which it is.
cp -r "$NODES/thuiszorg/policy" "$WORK/old"
cp -r "$WORK/old" "$WORK/new"
sed -i 's/\bNL-/NEW-/g' "$WORK"/new/*.policy
old=$(digest_of "$WORK/old")
new=$(digest_of "$WORK/new")
[ "$(in_force)" = "$old" ] && [ "$(versions)" = 1 ] ||
	fail "the configuration's policy isn't in force at first"

# --- who may ---
for who in petra beheer; do
	for what in "load $WORK/new --yes" history show rollback; do
		status=0
		# shellcheck disable=SC2086
		as "$who" thuiszorg policy $what >/dev/null 2>&1 || status=$?
		[ "$status" = 3 ] || fail "$who: policy $what ends with $status"
	done
done
ok "other roles can't see, load or roll back a policy"

# --- what is not sound ---
note
cp -r "$WORK/new" "$WORK/broken"
sed 's/^  forbid  .*/  forbid  gaol/' >"$WORK/broken/own.policy" <<'POLICY'
policy own version 1
vocabulary "nl.vocabulary"

rule OWN-1 "Goals stay with us"
  forbid  goal
  from    any
  to      any
  basis   "AVG 5(1)(c)"
  valid   from 2026-01-01
POLICY
status=0
fg policy load "$WORK/broken" --yes >"$WORK/said" 2>&1 || status=$?
[ "$status" = 7 ] || fail "a broken file ends with $status"
grep -q 'own.policy:5:11: there is no category "gaol"' "$WORK/said" || fail "$(cat "$WORK/said")"
body "$WORK/broken" "$old" >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 422 'there is no category \"gaol\"' '"column":11' '"line":5' \
	'did you mean \"goal\"?' '  forbid  gaol'
unchanged "a broken file"

cp -r "$WORK/new" "$WORK/failing"
cat >"$WORK/failing/own.policy" <<'POLICY'
policy own version 1
vocabulary "nl.vocabulary"

test "everybody sees treatment notes"
  given   treatment_note from ggz to wmo as coordinator for coordination,
          sensitivity normal, age 30, on 2026-05-01
  expect  permit
POLICY
status=0
fg policy load "$WORK/failing" --yes >"$WORK/said" 2>&1 || status=$?
[ "$status" = 7 ] && grep -q '1 of 1 tests fail' "$WORK/said" ||
	fail "a failing test ends with $status: $(cat "$WORK/said")"
body "$WORK/failing" "$old" >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 422 '1 of 1 tests fail' '"file":"own.policy"'
unchanged "a failing test"

cp -r "$WORK/new" "$WORK/false"
cat >"$WORK/false/own.policy" <<'POLICY'
policy own version 1
vocabulary "nl.vocabulary"

never "goals are shown to the district team"
  goal from any to wmo
POLICY
body "$WORK/false" "$old" >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 422 'own.policy' '"line":4'
unchanged "a promise that isn't kept"

body "$WORK/new" "$old" | jq '.digest = "0"' >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 422 '/digest'
body "$WORK/new" "$old" | jq '.files[0].name = "../../etc/passwd.policy"' >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 422 '/files/0'
unchanged "what was altered on its way"

# narrow SED SENTENCE: a vocabulary that lacks what is on file, or enrolled
narrow() {
	rm -rf "$WORK/narrow"
	mkdir "$WORK/narrow"
	sed -E "$1" "$WORK/new/nl.vocabulary" >"$WORK/narrow/nl.vocabulary"
	cat >"$WORK/narrow/own.policy" <<'POLICY'
policy own version 1
vocabulary "nl.vocabulary"

rule OWN-1 "Nothing leaves"
  forbid  any
  from    any
  to      any
  basis   "AVG 5(1)(c)"
  valid   from 2026-01-01
POLICY
	fg policy load "$WORK/narrow" --yes >"$WORK/said" 2>&1 &&
		fail "a vocabulary was loaded that lacks a word"
	grep -q '^No longer shared' "$WORK/said" || fail "the differences aren't shown"
	tr -s ' \n' ' ' <"$WORK/said" | grep -qF "$2" || fail "$(cat "$WORK/said")"
}
narrow '/^ +professional\b/d' 'uses the word "professional" (of petra)'
unchanged "a vocabulary without a role that a user has"
narrow '/^category goal /,/^$/d' 'records on file use the word "goal"'
unchanged "a vocabulary without a category that a record is of"

# --- as large as it comes ---
fg policy load policy policy/tests --yes --format json >"$WORK/said"
jq -e '.changed and .tests > 100' "$WORK/said" >/dev/null || fail "$(cat "$WORK/said")"
fg policy show --format json | jq -e '[.files[].text | length] | add > 100000' >/dev/null ||
	fail "the pack with its tests is smaller than a usual request"
fg policy load "$WORK/old" --yes >/dev/null
ok "the shipped pack loads with all its tests"
note
body "$WORK/new" "$old" >"$WORK/body"
head -c 18000000 /dev/zero | tr '\0' ' ' >>"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 413 '"code":"too-large"'
unchanged "a body beyond every policy"

# --- under load ---
IN_BACKGROUND=exec ask_node wijkteam thuiszorg --path /v1/query \
	--message "$WORK/query" --connections 8 --watch '"rule":"NL-' --other '"rule":"NEW-' \
	>"$WORK/seen" &
load_pid=$!
BACKGROUND+=("$load_pid")
for number in $(seq "$LOADS"); do
	fg policy load "$WORK/new" --yes >"$WORK/said" 2>&1 ||
		fail "load $number: $(cat "$WORK/said")"
	fg policy load "$WORK/old" --yes >"$WORK/said" 2>&1 ||
		fail "load $number: $(cat "$WORK/said")"
done
kill -TERM "$load_pid"
wait "$load_pid" || fail "a query failed while policies were loaded"
[ "$(value with "$WORK/seen")" -gt 0 ] && [ "$(value with_other "$WORK/seen")" -gt 0 ] ||
	fail "only one of the two policies answered: $(cat "$WORK/seen")"
[ "$(value with_both "$WORK/seen")" = 0 ] && [ "$(value with_neither "$WORK/seen")" = 0 ] ||
	fail "an answer is by neither policy, or by both: $(cat "$WORK/seen")"
grep -qE '^statuses=200:[0-9]+$' "$WORK/seen" || fail "$(grep statuses "$WORK/seen")"
ok "$(value requests "$WORK/seen") queries during $((2 * LOADS)) loads: none failed, each by one policy"

body "$WORK/new" "$old" >"$WORK/body"
ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" \
	--connections 8 --seconds 2 --watch '"rule":"NL-' \
	--act-port "${NODE_USERS_PORT[thuiszorg]}" \
	--act-certificate "$NODES/thuiszorg/users/fg.crt" \
	--act-key "$NODES/thuiszorg/users/fg.key" \
	--act-path /v1/policy/load --act-body "$WORK/body" \
	--act-after-ms 500 >"$WORK/seen" || fail "the load ended badly"
[ "$(value with "$WORK/seen")" -gt 0 ] && [ "$(value after_act "$WORK/seen")" -gt 0 ] ||
	fail "too little went on to show anything"
[ "$(value with_after_act "$WORK/seen")" = 0 ] ||
	fail "$(value with_after_act "$WORK/seen") answers by the old policy came after the new one was acknowledged"
[ "$(in_force)" = "$new" ] || fail "the new policy isn't in force"
ok "once a load is acknowledged, no answer comes by the older policy"

# --- two officers ---
note
cp -r "$WORK/new" "$WORK/other"
echo '# another edit' >>"$WORK/other/nl-national.policy"
body "$WORK/other" "$old" >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
refused 409 '/running' 'by fg' 'look at the differences again'
unchanged "a load that was compared with an older policy"
body "$WORK/new" "$old" >"$WORK/body"
CODE=$(send "$WORK/body" "$WORK/reply")
[ "$CODE" = 200 ] || fail "the same load again, for a lost answer, is refused: $CODE"
unchanged "the same load again"
body "$WORK/other" "$new" >"$WORK/body"
body "$WORK/old" "$new" >"$WORK/body-2"
send "$WORK/body" "$WORK/reply" >"$WORK/first" &
first=$!
send "$WORK/body-2" "$WORK/reply-2" >"$WORK/second" &
wait "$first" $!
[ "$(printf '%s\n' "$(cat "$WORK/first")" "$(cat "$WORK/second")" | sort | tr '\n' ' ')" = "200 409 " ] ||
	fail "of two officers at once: $(cat "$WORK/first" "$WORK/second")"
[ "$(versions)" = $((count + 1)) ] || fail "both are in the history"
ok "of two officers at once one wins, and the other is told"

# --- what lasts ---
fg policy load "$WORK/new" --yes >/dev/null
note
node_stop thuiszorg
node_start thuiszorg
unchanged "a restart"
reload() {
	local reloads
	reloads=$(grep -c ' reloaded$' "$NODES/thuiszorg/log" || true)
	kill -HUP "${NODE_PID[thuiszorg]}"
	for _ in $(seq 200); do
		[ "$(grep -c ' reloaded$' "$NODES/thuiszorg/log" || true)" = "$reloads" ] || return 0
		sleep 0.05
	done
	fail "no reload"
}
reload
unchanged "a reload"
echo '# an edit on the disk' >>"$NODES/thuiszorg/policy/nl-national.policy"
edited=$(digest_of "$NODES/thuiszorg/policy")
reload
[ "$(in_force)" = "$edited" ] || fail "a changed folder isn't taken"
fg policy history --format json >"$WORK/history"
jq -e '.policies[0] | .way == "folder" and (has("user") | not)' "$WORK/history" >/dev/null ||
	fail "$(jq -c '.policies[0]' "$WORK/history")"
ok "a changed folder is taken at a reload"
fg policy load "$WORK/new" --yes >/dev/null
echo 'rule' >>"$NODES/thuiszorg/policy/nl-national.policy"
note
node_stop thuiszorg
node_start thuiszorg
unchanged "a restart with a broken folder"

# --- back again ---
fg policy rollback --yes >"$WORK/said" || fail "$(cat "$WORK/said")"
[ "$(in_force)" = "$edited" ] || fail "the one before isn't in force again"
fg policy rollback 1 --yes >"$WORK/said" || fail "$(cat "$WORK/said")"
[ "$(in_force)" = "$old" ] || fail "the first one isn't in force again"
fg policy rollback 999 --yes >"$WORK/said" 2>&1 && fail "a version that never was is put back"
fg policy history --format json >"$WORK/history"
jq -e '.policies[0] | .way == "rollback" and .user == "fg" and .shares != null' "$WORK/history" >/dev/null ||
	fail "$(jq -c '.policies[0]' "$WORK/history")"
jq -e '[.policies[].version] == [range(.policies | length; 0; -1)]' "$WORK/history" >/dev/null ||
	fail "the history has gaps"
jq -e '[.policies | .[:-1][] | .before] == [.policies[1:][] | .digest]' "$WORK/history" >/dev/null ||
	fail "the history's digests don't join up"
ok "rollback puts the one before back, or any, as a new version"

fg policy show --into "$WORK/copy" >/dev/null
[ "$(digest_of "$WORK/copy")" = "$old" ] || fail "the files that come back are others"
diff -r "$WORK/old" "$WORK/copy" || fail "the files that come back are others"
fg policy show --into "$WORK/copy" >/dev/null 2>&1 && fail "show writes into a folder that was there"
fg policy load "$WORK/new" </dev/null >"$WORK/said" 2>&1 && fail "load doesn't ask"
grep -q 'no terminal' "$WORK/said" || fail "$(cat "$WORK/said")"
[ "$(in_force)" = "$old" ] || fail "load without an answer loads"
ok "show gives the files back byte for byte, and load asks first"

# answering ANSWER: at a terminal
answering() {
	printf '%s\n' "$1" | EENPLAN_PROFILE=thuiszorg-fg script -qec \
		"$EENPLAN policy load $WORK/new" /dev/null >"$WORK/said" 2>&1
}
answering '' && fail "Enter means yes"
grep -q 'Load this policy? \[y/N\]' "$WORK/said" || fail "$(cat "$WORK/said")"
[ "$(in_force)" = "$old" ] || fail "Enter loads"
answering yes || fail "yes doesn't load: $(cat "$WORK/said")"
[ "$(in_force)" = "$new" ] || fail "yes doesn't load"
fg policy load "$WORK/old" --yes --format json >"$WORK/said"
jq -e '.changed and .verdict == "same" and .tests == 0' "$WORK/said" >/dev/null ||
	fail "$(head -c 600 "$WORK/said")"
ok "at a terminal it asks, and only yes loads"

# --- no log, no load ---
IMMUTABLE=$NODES/thuiszorg/accesslog/access.log
if chattr +i "$IMMUTABLE" 2>/dev/null; then
	note
	status=0
	fg policy load "$WORK/new" --yes >"$WORK/said" 2>&1 || status=$?
	[ "$status" = 5 ] && grep -q 'access log' "$WORK/said" ||
		fail "without a log a load ends with $status: $(cat "$WORK/said")"
	unchanged "a load that can't be logged"
	chattr -i "$IMMUTABLE"
	for _ in $(seq 50); do
		fg policy load "$WORK/new" --yes >/dev/null 2>&1 && break
		sleep 0.2
	done
	[ "$(in_force)" = "$new" ] || fail "no load once the log can be written again"
	fg policy load "$WORK/old" --yes >/dev/null
else
	ok "skipped: a file can't be made read-only for its open writer here"
fi
IMMUTABLE=

# --- kill -9 ---
toggle() {
	[ "$(in_force)" = "$old" ] && wanted=$new folder=$WORK/new || wanted=$old folder=$WORK/old
}
killed=0
for number in $(seq "$KILLS"); do
	toggle
	before=$(in_force)
	body "$folder" "$before" >"$WORK/body"
	(send "$WORK/body" "$WORK/reply" >"$WORK/code" 2>/dev/null || true) &
	sender=$!
	sleep "0.$(printf '%03d' $((RANDOM % 120)))"
	node_kill thuiszorg
	wait "$sender" || true
	node_start thuiszorg
	now=$(in_force)
	[ "$now" = "$before" ] || [ "$now" = "$wanted" ] || fail "kill $number left neither policy"
	[ "$(cat "$WORK/code")" != 200 ] || [ "$now" = "$wanted" ] ||
		fail "kill $number undid an acknowledged load"
	[ "$(fg policy history --format json | jq -r '.policies[0].digest')" = "$now" ] ||
		fail "kill $number: the history says something else"
	[ "$now" = "$wanted" ] || killed=$((killed + 1))
done
ok "kill -9 in the middle of $KILLS loads: $killed times the old policy, else the new, never neither"

# --- a first start ---
node_stop wijkteam
rm -rf "$NODES/wijkteam/data" "$NODES/wijkteam/accesslog"
echo 'rule' >>"$NODES/wijkteam/policy/nl-national.policy"
(node_start wijkteam) 2>/dev/null && fail "a first start with a broken policy serves"
grep -q 'there is no policy to put in force' "$NODES/wijkteam/log" || fail "the log doesn't say why"
ok "at the first start a broken policy stops the node"

# --- the log ---
fg audit verify >"$WORK/said" || fail "$(cat "$WORK/said")"
fg policy history --format json >"$WORK/history"
now=$(in_force)
node_stop thuiszorg
tool entries --database "$NODES/thuiszorg/data/eenplan.db" \
	--key-file "$NODES/thuiszorg/store.key" --node thuiszorg \
	--folder "$NODES/thuiszorg/accesslog" --event policy --key "$NODES/thuiszorg/node.key" >"$WORK/entries"
jq -r '.policies[] | "\(.before // "-") \(.digest)"' "$WORK/history" | sort -u >"$WORK/changes"
awk '$4 == "ok" { print $5, $6 }' "$WORK/entries" | sort -u >"$WORK/logged"
[ -z "$(comm -23 "$WORK/changes" "$WORK/logged")" ] ||
	fail "a change is in the history, but not in the log"
[ "$(awk '$4 == "ok" { last = $6 } END { print last }' "$WORK/entries")" = "$now" ] ||
	fail "the log ends with another policy than is in force"
# Each change begins where the one before ended; or, when that was logged and
# then killed, where that one began.
awk '$4 == "ok" && $6 != "-" {
	if (after && $5 != after && $5 != before) exit 1
	before = $5; after = $6
}' "$WORK/entries" || fail "the log's entries don't join up: $(cat "$WORK/entries")"
grep -q "policy fg ok $old $new" "$WORK/entries" || fail "no entry has both digests and the user"
grep -q 'policy fg invalid' "$WORK/entries" || fail "what was refused isn't in the log"
ok "the access log is intact, and has every change with both digests and who made it"

# --- a hand in the database ---
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE policy_file
	SET content = CAST(content || x'0a' AS BLOB) WHERE digest = '$now'"
(node_start thuiszorg) 2>/dev/null && fail "a policy that was altered in the database is in force"
grep -q "isn't the one that was in force" "$NODES/thuiszorg/log" || fail "the log doesn't say why"
ok "a policy that was altered in the database stops the node"
