#!/bin/bash
# No log, no answer: with the access log at the size that the system allows,
# read-only, or on a full disk, a node refuses every answer and changes nothing;
# when it can be written again the node goes on by itself.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

workplace
care_and_support
consent_to thuiszorg tz-1 wijkteam give
reference=$(reference_at wijkteam wt-1 thuiszorg)
query wijkteam "$reference" >"$WORK/query"
ACCESS_LOG=$NODES/thuiszorg/accesslog

record_consent() {
	as petra thuiszorg consent give tz-1 --to ggz --kind help \
		--category any --for any --given-by self --asked "in person" \
		--quiet >"$WORK/said" 2>&1
}
count_consents() { in_store thuiszorg "SELECT count(*) FROM consent"; }

# ask_thuiszorg STATUS OPTION…
ask_thuiszorg() {
	ask_node wijkteam thuiszorg --path /v1/query --message "$WORK/query" \
		--expect "$1" --answer "$WORK/answer" "${@:2}" >"$WORK/seen"
}
ask_thuiszorg 200 --count 1
grep -q '"category":"goal"' "$WORK/answer" || fail "nothing was shared at first"

expect_refusal() {
	ask_thuiszorg 503 --count 20
	grep -q '"code":"log-unavailable"' "$WORK/answer" ||
		fail "$1: refused for another reason: $(tail -n 1 "$WORK/answer")"
	! grep -q '"fields"' "$WORK/answer" || fail "$1: data came along"
	ok "$1: every query is refused with 503 log-unavailable, and no data"

	local before
	before=$(count_consents)
	! record_consent || fail "$1: a consent was recorded without a log"
	grep -q 'access log' "$WORK/said" ||
		fail "$1: the user isn't told why: $(cat "$WORK/said")"
	[ "$(count_consents)" = "$before" ] ||
		fail "$1: the refused consent is in the database"
	ok "$1: a consent is refused too, and is not in the database"

	ask_node wijkteam thuiszorg --count 1 --expect 503 --answer "$WORK/answer" >/dev/null
	grep -q '"log":false' "$WORK/answer" || fail "$1: the node says it is well"
	ok "$1: /v1/health says that the log can't be written"
}

expect_recovery() {
	local deadline=$((SECONDS + 10))
	until ask_thuiszorg 200 --count 1 2>/dev/null; do
		[ "$SECONDS" -lt "$deadline" ] || fail "$1: no recovery in 10 s"
		sleep 0.2
	done
	grep -q '"category":"goal"' "$WORK/answer" || fail "$1: nothing is shared"
	as fg thuiszorg audit verify >/dev/null || fail "$1: the log is not intact"
	ok "$1: with room again it answers by itself, and the log is intact"
}

# A log of at most `ulimit -f` KiB: room for the present one, and little more.
limit_of_log() {
	node_stop thuiszorg
	local kib=$(($(stat -c %s "$ACCESS_LOG/access.log") / 1024 + 64))
	NODE_WRAP="$WORK/limited $kib" node_start thuiszorg
}
cat >"$WORK/limited" <<'LIMITED'
#!/bin/bash
ulimit -S -f "$1"
exec "${@:2}"
LIMITED
chmod +x "$WORK/limited"

# Many at once until a group doesn't fit, then one by one until none does.
fill_until_refused() {
	local deadline=$((SECONDS + 30)) connections
	for connections in 8 1; do
		while ask_thuiszorg 200 --connections "$connections" \
			--count "$((connections * 60))" 2>/dev/null; do
			[ "$SECONDS" -lt "$deadline" ] || fail "the log never filled up"
		done
	done
	# A consent's entry is shorter, so one may still fit.
	while record_consent; do
		[ "$SECONDS" -lt "$deadline" ] || fail "the log never filled up"
	done
}

limit_of_log
fill_until_refused
expect_refusal "log at the size that the system allows"
prlimit --pid "${NODE_PID[thuiszorg]}" --fsize=unlimited:unlimited
expect_recovery "log at the size that the system allows"

if chattr +i "$ACCESS_LOG/access.log" 2>/dev/null; then
	IMMUTABLE=$ACCESS_LOG/access.log
	expect_refusal "log read-only"
	chattr -i "$IMMUTABLE"
	expect_recovery "log read-only"
else
	ok "skipped: a file can't be made read-only for its open writer here"
fi

node_stop thuiszorg
mkdir "$WORK/small"
if ! mount -t tmpfs -o size=2m,mode=0700 tmpfs "$WORK/small" 2>/dev/null; then
	ok "skipped: a small disk can't be mounted here"
	exit 0
fi
MOUNTED=("$WORK/small")
cp -a "$ACCESS_LOG/." "$WORK/small/"
mount --bind "$WORK/small" "$ACCESS_LOG"
MOUNTED=("$ACCESS_LOG" "$WORK/small")
node_start thuiszorg
# Another program takes the rest of the disk.
dd if=/dev/zero of="$ACCESS_LOG/else" bs=4k 2>/dev/null || true
fill_until_refused
expect_refusal "disk of the log full"
rm "$ACCESS_LOG/else"
expect_recovery "disk of the log full"
