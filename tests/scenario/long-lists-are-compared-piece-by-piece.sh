#!/bin/bash
# Two organisations of long-term care, which may know their joint clients by the
# statute and so need no consent, compare lists longer than a piece, one also
# longer than a group of the log. Each is killed between two pieces: what was
# done stays done, and those who are in both are found, and nobody else.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh
. tests/people.sh

OURS=4100 THEIRS=4200 SHARED=7 # padded: 4352 places each, of which 2048 are a piece
export COLUMNS=220
workplace
node_declare wijkzorg "Wijkzorg Noord" wlz fatima:coordinator beheer:administrator fg:privacy_officer
node_declare verpleeghuis "Verpleeghuis De Eik" wlz petra:professional beheer:administrator fg:privacy_officer
node_identifies wijkzorg verpleeghuis bsn
node_identifies verpleeghuis wijkzorg bsn
# Far away, so that every piece lasts.
free_port
NODE_RELAY_PORT[verpleeghuis]=$FREE_PORT
# And each piece of our own lasts, too.
node_says wijkzorg discovery "threads: 1"
nodes_prepare
node_start wijkzorg verpleeghuis
IN_BACKGROUND=exec tool relay "${NODE_RELAY_PORT[verpleeghuis]}" "${NODE_PORT[verpleeghuis]}" 300 >"$WORK/relay" &
BACKGROUND+=($!)
until grep -q ready "$WORK/relay"; do sleep 0.02; done
people_numbered 1 "$OURS" >"$WORK/ours"
people_numbered $((OURS - SHARED + 1)) $((OURS - SHARED + THEIRS)) >"$WORK/theirs"
as beheer wijkzorg import "$WORK/ours" --quiet
as beheer verpleeghuis import "$WORK/theirs" --quiet
# Somebody is there twice; in a list a number stands once.
people_numbered 1 1 | sed 's/"id":"r1"/"id":"r1-again"/' >"$WORK/again"
as beheer wijkzorg import "$WORK/again" --quiet

discover() { as fatima wijkzorg discover verpleeghuis --for coordination --format json "$@"; }
# Of the last session there.
of_session() { in_store "$1" "SELECT $2 FROM discovery ORDER BY begun_ms DESC LIMIT 1"; }
# pieces ID LIST: how many of it are on file
pieces() { in_store "$1" "SELECT COUNT(*) FROM discovery_piece WHERE list = $2"; }
first_piece() { in_store "$1" "SELECT hex(bytes) FROM discovery_piece WHERE list = $2 AND first = 0"; }
wait_for_pieces() { # ID LIST COUNT
	local deadline=$((SECONDS + 60))
	until [ "$(pieces "$1" "$2")" -ge "$3" ]; do
		[ "$SECONDS" -lt "$deadline" ] || fail "no $3 pieces of list $2 at $1"
		sleep 0.02
	done
}
MASKED=0 RAISED=3

# --- each is killed between two pieces ---
discover >"$WORK/first" 2>&1 &
first=$!
wait_for_pieces wijkzorg "$MASKED" 1
node_kill wijkzorg
wait "$first" && fail "the asker was killed, and yet it was done"
stood=$(of_session wijkzorg masked)
[ "$((stood % 2048))" = 0 ] && [ "$(of_session wijkzorg length)" = 4352 ] ||
	fail "killed between two pieces: $(of_session wijkzorg "masked || ' of ' || length")"
for id in wijkzorg verpleeghuis; do
	[ "$(in_store "$id" "SELECT DISTINCT rules || ' by ' || consents FROM discovery_place")" = "NL-35c by " ] ||
		fail "by what they are in the list of $id: $(in_store "$id" "SELECT DISTINCT rules || ' by ' || consents FROM discovery_place")"
done
ok "in long-term care the statute puts residents in a list, without consent"
[ "$(of_session wijkzorg people)" = "$OURS" ] || fail "$(of_session wijkzorg people) in the list, of whom one twice"
grep -q 'residents have the same number.* left_out=1' "$NODES/wijkzorg/log" || fail "nobody is told that one is there twice"
ok "who is there twice stands once in a list"
session=$(of_session wijkzorg id) masked=$(first_piece wijkzorg "$MASKED")
node_start wijkzorg
discover >"$WORK/second" 2>&1 &
second=$!
wait_for_pieces verpleeghuis "$RAISED" 1
node_kill verpleeghuis
wait "$second" && fail "the partner was killed, and yet it was done"
[ "$(pieces verpleeghuis "$RAISED")" = 1 ] || fail "the partner had all of our list already"
raised=$(first_piece verpleeghuis "$RAISED")
[ "$(first_piece wijkzorg "$MASKED")" = "$masked" ] || fail "the first piece was masked anew"
ok "killed between two pieces, a node has what it had done"

# --- and then it is done ---
node_start verpleeghuis
discover >"$WORK/third" 2>"$WORK/why" &
third=$!
wait_for_pieces verpleeghuis "$RAISED" 2
[ "$(first_piece verpleeghuis "$RAISED")" = "$raised" ] || fail "the first piece was raised anew"
wait "$third" || fail "after both were killed: $(cat "$WORK/why")"
[ "$(jq -r .session "$WORK/third")" = "$session" ] || fail "another session"
[ "$(jq -r .stage "$WORK/third")" = closed ] || fail "it is $(jq -r .stage "$WORK/third")"
expected=$(seq $((OURS - SHARED + 1)) "$OURS" | sed 's/^/r/' | sort)
[ "$(jq -r '.clients[].handle' "$WORK/third" | sort)" = "$expected" ] ||
	fail "not who is in both: $(jq -c '[.clients[].handle]' "$WORK/third")"
expected=$(seq 1 "$SHARED" | sed 's/^/r/' | sort)
[ "$(in_store verpleeghuis "SELECT handle FROM discovery_match JOIN resident ON id = resident" | sort)" = "$expected" ] ||
	fail "the partner found others"
[ "$(of_session wijkzorg "people || ' in ' || length || ', ' || their_length")" = "$OURS in 4352, 4352" ] ||
	fail "lists of another length: $(of_session wijkzorg "people || ' in ' || length || ', ' || their_length")"
ok "whoever is in both long lists is found, and nobody else"

# --- what an auditor sees ---
[ "$(in_store wijkzorg "SELECT COUNT(*) FROM consent")$(in_store verpleeghuis "SELECT COUNT(*) FROM consent")" = 00 ] || fail "somebody consented"
as fg wijkzorg discover audit "$session" --authority "$NODES/wijkzorg/partners-ca.crt" --format json >"$WORK/audit" ||
	fail "the list isn't sound: $(cat "$WORK/audit")"
ok "an auditor finds a list by the statute sound"

# --- the log has whoever could be found, in groups ---
for id in wijkzorg verpleeghuis; do
	sqlite3 "$NODES/$id/data/eenplan.db" "UPDATE discovery SET known_ms = 1 WHERE known_ms > 0"
done
entries() { as fg verpleeghuis audit verify --format json | jq .entries; }
before=$(entries)
discover --mode oneway >"$WORK/oneway"
[ "$(jq '.clients | length' "$WORK/oneway")" = "$SHARED" ] || fail "one way, too"
[ "$(($(entries) - before))" -ge "$THEIRS" ] || fail "$(($(entries) - before)) entries for $THEIRS who could be found"
as fg verpleeghuis audit verify >/dev/null
ok "one way, everybody who could be found is in the log, also beyond one group of it"
