#!/bin/bash
# A withdrawal is told to every partner that it could concern, until each has
# confirmed it with its own signature: also when a partner is away, when either
# node is killed at the worst moment, and when somebody answers nonsense or with
# a confirmation that isn't theirs. Each letter is handled exactly once.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/household.sh
. tests/tools.sh

KILLS=${WITHDRAWAL_KILLS:-10}

export COLUMNS=200 # so that no row is wrapped
workplace
household_declare
nodes_prepare
node_start wijkteam thuiszorg welzijn
household_import wijkteam thuiszorg welzijn
link fatima wt-1@wijkteam petra tz-1@thuiszorg

# objects STATE OPTION…: a refusal or withdrawal by tz-1 at thuiszorg
objects() { as petra thuiszorg consent "$1" tz-1 "${@:2}" --asked "in person" --quiet; }
letters() { in_store thuiszorg "SELECT COUNT(*) FROM letter WHERE $1"; }
why() { in_store thuiszorg "SELECT COALESCE(why, '') FROM letter WHERE partner = '$1' AND confirmed_ms = 0 ORDER BY written_ms DESC LIMIT 1"; }

# until_so SECONDS SENTENCE COMMAND…
until_so() {
	local deadline=$((SECONDS + $1)) sentence=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $sentence"
		sleep 0.1
	done
}
none_wait() { [ "$(letters 'next_ms > 0')" = 0 ]; }
all_confirmed() { [ "$(letters 'confirmed_ms = 0')" = 0 ]; }
is_waiting_because() { [ "$(why "$1")" = "$2" ]; }
is_dead() { [ "$(letters "partner = '$1' AND next_ms = 0 AND confirmed_ms = 0")" -gt 0 ]; }

# --- at once, and to those whom it concerns ---
objects refuse --to-role nurse --kind share >/dev/null
until_so 10 "a refusal is confirmed" all_confirmed
[ "$(letters 1=1)" = 1 ] || fail "any partner's nurse could have asked: one letter"
link anouk wz-1@welzijn petra tz-1@thuiszorg
objects withdraw --to wijkteam --kind share >/dev/null
until_so 10 "a withdrawal is confirmed" all_confirmed
[ "$(letters "partner = 'wijkteam'")" = 2 ] || fail "the partner concerned has a letter"
[ "$(letters "partner = 'welzijn'")" = 0 ] || fail "who isn't concerned is told nothing, nor of what was before its link"
objects refuse --to any --kind share >/dev/null
until_so 10 "a refusal to all is confirmed" all_confirmed
[ "$(letters "partner = 'welzijn'")" = 1 ] || fail "a refusal to all is told to all"
objects refuse --kind help --to any >/dev/null
[ "$(letters 1=1)" = 4 ] || fail "agreement to help was never a ground for sharing"
as petra thuiszorg consent status tz-1 >"$WORK/status"
grep -q 'Wijkteam Vlinderwijk.*confirmed on' "$WORK/status" || fail "consent status: $(cat "$WORK/status")"
grep -q 'no partner had to be told' "$WORK/status" || fail "consent status names what nobody had to be told"
as fatima wijkteam consent list wt-1 >"$WORK/there"
grep -q 'Thuiszorg De Linde.*withdrawn' "$WORK/there" || fail "the partner shows it: $(cat "$WORK/there")"
as fg wijkteam audit who wt-1 --format json |
	jq -e '[.entries[] | select(.event == "notice" and .organisation == "thuiszorg")] | length == 3' >/dev/null ||
	fail "the partner's access log has it under the resident"
as fg thuiszorg audit who tz-1 --format json |
	jq -e '[.entries[] | select(.event == "told" and .organisation == "wijkteam")] | length == 3' >/dev/null ||
	fail "our own access log has who was told, once each"
as fg thuiszorg outbox >"$WORK/outbox" || fail "an outbox with nothing dead is sound"
grep -q 'Every letter was confirmed' "$WORK/outbox" || fail "outbox: $(cat "$WORK/outbox")"
as petra thuiszorg outbox >/dev/null 2>&1 && fail "a professional doesn't keep the outbox"
ok "every partner concerned is told at once and confirms; others hear nothing"

# --- one that comes in with an import is one like any other ---
cat >"$WORK/consent.json" <<'JSON'
{"resourceType": "Consent", "id": "imported", "status": "inactive",
 "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
 "category": [{"coding": [{"system": "https://eenplan.nl/fhir/consent-kinds", "code": "share"}]}],
 "patient": {"reference": "Patient/tz-1"}, "performer": [{"reference": "Patient/tz-1"}],
 "dateTime": "2026-11-01", "provision": {"type": "permit", "actor": [{"role": {"coding": [{
  "system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "IRCP"}]},
  "reference": {"identifier": {"system": "https://eenplan.nl/fhir/organisations", "value": "welzijn"}}}]}}
JSON
for number in 1 2; do
	as beheer thuiszorg import "$WORK/consent.json" --law zvw --quiet
done
[ "$(letters "partner = 'welzijn'")" = 2 ] || fail "an imported withdrawal is told once"
until_so 10 "and confirmed" all_confirmed
ok "an imported withdrawal is told as well, and once"

# --- a partner that is away ---
node_stop welzijn
objects withdraw --to welzijn --kind share >/dev/null
until_so 10 "a letter to a partner that is away waits" is_waiting_because welzijn unreachable
as fg thuiszorg outbox --format json |
	jq -e '.waiting == 1 and .dead == 0 and (.letters[0] | .partner == "welzijn" and .state == "waiting" and .why == "unreachable" and .tries >= 1)' >/dev/null ||
	fail "outbox shows what waits"
as fg thuiszorg outbox --format json >"$WORK/outbox.json"
! grep -qE 'tz-1|"resident"|"consent"|"content"' "$WORK/outbox.json" || fail "the outbox has nothing of residents"
as fg thuiszorg consent status tz-1 | grep -q "waits: the partner can't be reached" ||
	fail "consent status shows who hasn't confirmed"
waits_four_seconds() {
	[ "$(letters "partner = 'welzijn' AND tries = 3 AND next_ms > 1000 * unixepoch() + 1500")" = 1 ]
}
until_so 20 "it waits longer each time" waits_four_seconds
node_start welzijn
as beheer thuiszorg outbox retry "$(in_store thuiszorg "SELECT substr(id, 1, 8) FROM letter WHERE confirmed_ms = 0")" --quiet
until_so 20 "confirmed when the partner is back" all_confirmed
ok "a partner that is away gets its letter when it is back"

# --- a partner that answers nonsense, or with what isn't its own ---
# pretend FILE: somebody with welzijn's key answers each letter with FILE
pretend() {
	printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: %s\r\n\r\n' \
		"$(stat -c %s "$1")" >"$WORK/reply"
	cat "$1" >>"$WORK/reply"
	cat >"$WORK/pretender" <<'SH'
#!/bin/bash
# Reads one request and answers; keeps the body of a letter, which isn't all that
# partners send each other.
read -r request
case $request in *" /v1/notices "*) kept=body ;; *) kept=other ;; esac
while IFS= read -r line; do
	case ${line,,} in content-length:*) length=${line//[^0-9]/} ;; esac
	[ "$line" != $'\r' ] || break
done
head -c "$length" >"$1/$kept"
cat "$1/reply"
SH
	chmod +x "$WORK/pretender"
	socat "OPENSSL-LISTEN:${NODE_PORT[welzijn]},bind=127.0.0.1,reuseaddr,fork,openssl-min-proto-version=TLS1.3,cert=$NODES/welzijn/node.crt,key=$NODES/welzijn/node.key,cafile=$NODES/welzijn/partners-ca.crt,verify=1" \
		"EXEC:$WORK/pretender $WORK" 2>>"$WORK/socat.log" &
	PRETENDER=$!
	BACKGROUND+=("$PRETENDER")
}
end_pretending() {
	kill "$PRETENDER"
	wait "$PRETENDER" 2>/dev/null || true
}
node_stop welzijn
printf '{"confirmation":"yes, really"}' >"$WORK/nonsense"
pretend "$WORK/nonsense"
objects withdraw --to welzijn --kind share >/dev/null
until_so 20 "nonsense isn't believed" is_waiting_because welzijn not-theirs
end_pretending
printf 'hello' >"$WORK/nonsense"
pretend "$WORK/nonsense"
as fg thuiszorg outbox retry "$(in_store thuiszorg "SELECT id FROM letter WHERE confirmed_ms = 0")" --quiet
until_so 20 "what isn't JSON isn't believed" is_waiting_because welzijn no-confirmation
end_pretending
printf '{"confirmation":"%s"}' "$(in_store thuiszorg "SELECT confirmation FROM letter WHERE partner = 'wijkteam' LIMIT 1")" >"$WORK/anothers"
pretend "$WORK/anothers"
as fg thuiszorg outbox retry "$(in_store thuiszorg "SELECT id FROM letter WHERE confirmed_ms = 0")" --quiet
until_so 20 "another partner's confirmation isn't believed" is_waiting_because welzijn not-theirs
end_pretending
[ "$(letters "confirmed_ms = 0")" = 1 ] || fail "it is still not confirmed"
ok "nonsense and another's signature confirm nothing"

# --- its letter, altered or brought by another ---
jq -r .notice "$WORK/body" >"$WORK/notice"
node_start welzijn
# send_as ID FILE: the notice in FILE, over that node's certificate
send_as() {
	jq -n --rawfile notice "$2" '{notice: ($notice | rtrimstr("\n"))}' >"$WORK/letter"
	curl --silent --show-error --cert "$NODES/$1/node.crt" --key "$NODES/$1/node.key" \
		--cacert "$NODES/$1/partners-ca.crt" --header 'Content-Type: application/json' \
		--data-binary "@$WORK/letter" --output "$WORK/answer" --write-out '%{http_code}' \
		"https://127.0.0.1:${NODE_PORT[welzijn]}/v1/notices"
}
payload() { jq -r .confirmation "$1" | cut -d . -f 2; }
sed -E 's/^(.*\.)(.)(.*)$/\1\3\2/' "$WORK/notice" >"$WORK/altered"
[ "$(send_as thuiszorg "$WORK/altered")" = 422 ] || fail "an altered notice: $(cat "$WORK/answer")"
grep -q "signed with the key of the certificate" "$WORK/answer" || fail "and why: $(cat "$WORK/answer")"
[ "$(send_as wijkteam "$WORK/notice")" = 422 ] || fail "a notice that another brings"
[ "$(in_store welzijn "SELECT COUNT(*) FROM notice")" = 3 ] || fail "what was refused left something"
[ "$(send_as thuiszorg "$WORK/notice")" = 200 ] || fail "the notice itself: $(cat "$WORK/answer")"
payload "$WORK/answer" >"$WORK/first"
[ "$(send_as thuiszorg "$WORK/notice")" = 200 ] || fail "the notice again"
payload "$WORK/answer" | cmp - "$WORK/first" || fail "a repetition gets the same confirmation"
[ "$(in_store welzijn "SELECT COUNT(*) FROM notice")" = 4 ] || fail "a repetition is handled twice"
until_so 30 "and by the outbox" all_confirmed
ok "an altered notice is refused; a repeated one gets the same confirmation, and is handled once"

# --- a reference that means nobody there ---
node_stop welzijn
sqlite3 "$NODES/welzijn/data/eenplan.db" "DELETE FROM link WHERE partner = 'thuiszorg'"
node_start welzijn
objects withdraw --to welzijn --kind secrecy_waiver >/dev/null
until_so 30 "a reference without a link is confirmed like any other" all_confirmed
[ "$(in_store welzijn "SELECT COUNT(*) FROM notice WHERE resident IS NULL")" = 1 ] || fail "kept, about nobody"
ok "a reference that means nobody gets the same answer"

# --- dead letters ---
cp "$NODES/thuiszorg/node.yaml" "$WORK/node.yaml"
sed -i '/{id: welzijn,/d' "$NODES/thuiszorg/node.yaml"
kill -HUP "${NODE_PID[thuiszorg]}"
gone() { ! as fg thuiszorg partner list | grep -q welzijn; }
until_so 10 "welzijn is no partner any more" gone
objects withdraw --to welzijn --kind consultable >/dev/null
until_so 20 "a letter to who is no partner any more is dead" is_dead welzijn
as fg thuiszorg outbox >"$WORK/outbox" && fail "an outbox with a dead letter isn't sound"
grep -q 'NOT told: the organisation is no partner' "$WORK/outbox" || fail "outbox says why: $(cat "$WORK/outbox")"
as fg thuiszorg status | grep -q '1 dead: see eenplan outbox' || fail "health says that a letter is dead"
cp "$WORK/node.yaml" "$NODES/thuiszorg/node.yaml"
kill -HUP "${NODE_PID[thuiszorg]}"
back() { as fg thuiszorg partner list | grep -q welzijn; }
until_so 10 "welzijn is a partner again" back
as beheer thuiszorg outbox retry --dead | grep -q 'Letters sent again: 1' || fail "a dead letter can be sent again"
until_so 20 "and is confirmed" all_confirmed
node_stop welzijn
objects refuse --to welzijn --kind consultable >/dev/null
until_so 10 "it waits" is_waiting_because welzijn unreachable
node_stop thuiszorg
sqlite3 "$NODES/thuiszorg/data/eenplan.db" "UPDATE letter SET begun_ms = begun_ms - 15 * 86400000, next_ms = 1 WHERE confirmed_ms = 0"
node_start thuiszorg
until_so 10 "after so many days a letter is dead" is_dead welzijn
node_start welzijn
as fg thuiszorg outbox retry --dead --quiet
until_so 20 "and is confirmed after all" all_confirmed
ok "dead letters are visible, and can be sent again"

# --- killed at the worst moments ---
before=$(letters "partner = 'wijkteam'")
node_stop wijkteam
for number in $(seq "$KILLS"); do
	objects withdraw --to wijkteam --kind share >/dev/null
	node_kill thuiszorg
	node_start thuiszorg
done
[ "$(letters "partner = 'wijkteam'")" = $((before + KILLS)) ] || fail "an acknowledged withdrawal has no letter"
[ "$(letters "partner = 'wijkteam' AND next_ms > 0")" = "$KILLS" ] || fail "a letter doesn't wait"
node_start wijkteam
until_so 60 "what was acknowledged before a kill is confirmed" all_confirmed
ok "$KILLS times kill -9 of the source right after its acknowledgement: all told"

cut_off=0
for number in $(seq "$KILLS"); do
	objects withdraw --to wijkteam --kind share >/dev/null &
	sleep "0.0$(printf '%02d' $((RANDOM % 70)))"
	node_kill wijkteam
	wait $! || fail "a withdrawal depends on a partner"
	[ "$(letters "next_ms > 0")" = 0 ] || cut_off=$((cut_off + 1))
	node_start wijkteam
	until_so 30 "what was under way when the partner was killed is confirmed" all_confirmed
done
in_store thuiszorg "SELECT id FROM letter WHERE partner = 'wijkteam' ORDER BY id" >"$WORK/written"
in_store wijkteam "SELECT id FROM notice WHERE partner = 'thuiszorg' ORDER BY id" >"$WORK/handled"
cmp "$WORK/written" "$WORK/handled" || fail "not each letter was handled exactly once"
ok "$KILLS times kill -9 of the partner, $cut_off with a letter under way: each of $(wc -l <"$WORK/written") letters handled exactly once, and confirmed"

for id in thuiszorg wijkteam welzijn; do
	as fg "$id" audit verify >/dev/null || fail "the access log of $id is not intact"
done
ok "the access logs are intact"
