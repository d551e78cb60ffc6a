#!/bin/bash
# The completion for bash offers commands and options, and the rules, categories
# and roles of the policy files that the command line names. Without a node.
set -euo pipefail
cd "$(dirname "$0")/../.."
. packaging/completions/eenplan.bash

fail() {
	printf 'FAIL: %s\n' "$*" >&2
	exit 1
}
ok() { printf 'ok: %s\n' "$*"; }

# offers WORD…: what comes when Tab is pressed behind them, the last one unfinished
offers() {
	COMP_WORDS=(eenplan "$@")
	COMP_CWORD=$#
	COMPREPLY=()
	_eenplan
	printf '%s\n' "${COMPREPLY[@]}"
}
# has WORD, lacks WORD: in what is read
# They read all of it: who leaves early breaks the pipe that offers writes to.
has() { grep -xF -- "$1" >/dev/null || fail "'$1' isn't offered"; }
lacks() { ! grep -xF -- "$1" >/dev/null || fail "'$1' is offered"; }

WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir "$WORK/own"
cat >"$WORK/own/own.vocabulary" <<'VOCABULARY'
vocabulary own version 1
language nl

rollen
  # niemand anders
  zorgverlener  en "Carer"  nl "Zorgverlener"

doelen
  afstemming

categorie doelstelling  en "Goal"  nl "Doel"
  tekst  persoonlijk
VOCABULARY
cat >"$WORK/own/own.policy" <<'POLICY'
policy own version 1
language nl

regel EIGEN-1 "Een"
regel EIGEN-2 "Twee"
POLICY

for verb in load history rollback show; do offers policy '' | has "$verb"; done
offers policy load x '--' | has --yes
offers view vlinderhof --format h | has html
offers policy matrix policy --format h | has html
offers policy check policy --format h | lacks html
ok "commands and options"

offers policy explain policy --rule NL-05 | has NL-05a
offers policy explain policy --rule NL-05 | lacks NL-01a
offers policy explain policy policy/examples --rule ORG | grep . >/dev/null || fail "no rule of a second folder"
offers policy explain "$WORK/own/own.policy" --rule E | has EIGEN-2
offers policy explain --rule NL | lacks NL-05a
ok "the rules of the files that are named, and no others"

offers policy explain policy --category go | has goal
offers policy explain policy --role cons | has consultant
offers policy explain policy --for asse | has assessment
offers policy explain policy --from-domain g | has ggz
offers policy explain "$WORK/own" --category '' | has doelstelling
offers policy explain "$WORK/own" --category '' | lacks goal
offers policy explain "$WORK/own" --category '' | lacks tekst
offers policy explain "$WORK/own" --role '' | has zorgverlener
offers policy explain "$WORK/own" --role '' | lacks '#'
offers policy explain "$WORK/own" --role '' | lacks afstemming
offers policy explain "$WORK/own" --for '' | has afstemming
offers consent give tz-1 --category go | has goal
offers consent give tz-1 --category goal,ag | has goal,agreement
ok "the categories, roles, purposes and domains of the files, else the shipped ones"
