# What stories are told with: the demo, and the five collaborations. Sourced by
# tests/demo, after nodes.sh; a story is tests/collaboration/NAME/story.sh.
#
# A story is a demo and a test in one. It shows commands as users type them and
# what they read, and looks up each thing that it claims in the answer to that
# very command. The first claim that doesn't hold ends it.
#
#   cells <<TABLE               WORD | English | Dutch: what its row has to show
#   tell ENGLISH DUTCH          a sentence, in the reader's language
#   cell WORD[,WORD] ENGLISH DUTCH    a sentence that opens cells: the claims
#                               that follow are about them
#   not_yet WORD ENGLISH DUTCH  why a cell can't be shown; said honestly
#   show USER ID COMMAND…       a command as it is typed, and what it prints
#   ends STATUS USER ID COMMAND…      the same, that must end with that status
#   part "TITLE|TITEL" USER ID COMMAND…    the same, showing one part of a long page
#   desk COMMAND…               the same, for a command that asks no node
#   fact CONDITION              jq's condition holds for what was shown last,
#                               asked again as JSON: of what changes nothing
#   eventually CONDITION USER ID COMMAND…    waits until it holds: for letters
#   reads ENGLISH [DUTCH]       words that were printed, however wrapped
#   lacks WORDS                 words that weren't printed
#   before WORDS WORDS          the first words were printed before the others; each
#                               is "ENGLISH|DUTCH", or the same in both
#   overlay RULE                one rule of its own policy, and that all tests hold
#   introduce                   the nodes: who they are and under which law
#   records USER                every node imports records/ID.json
#   agreed USER ID RESIDENT KINDS CATEGORIES OPTION…    consent, given at once
#   try COMMAND…                what to try where the nodes are kept
#
# In its folder: story.sh, records/ID.json, and overlay.policy, which every node
# has beside the national pack.

STORY_OPEN= SHOWN_VERB=
STORY_CELLS=() STORY_TRY=() SHOWN_AS=()
declare -A CELL_EN CELL_NL CELL_FACTS CELL_NOT_YET

story_begin() {
	STORY=$1
	STORY_FOLDER=tests/collaboration/$1
	[ ! -f "$STORY_FOLDER/overlay.policy" ] ||
		NODE_POLICY+=("$STORY_FOLDER/overlay.policy")
	nodes_begin "$2"
	SHOWN=$2/shown
	SHOWN_JSON=$2/shown.json
	bold= plain=
	if [ -t 1 ]; then
		COLUMNS=$(tput cols 2>/dev/null || echo 80)
		export COLUMNS
		[ -n "${NO_COLOR-}" ] ||
			bold=$'\033[1m' plain=$'\033[0m'
	fi
	case ${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG-}}}} in
	nl*) STORY_DUTCH=yes ;;
	*) STORY_DUTCH= ;;
	esac
}

# in_language ENGLISH DUTCH
in_language() { if [ -n "$STORY_DUTCH" ]; then echo "$2"; else echo "$1"; fi; }
# spoken "ENGLISH|DUTCH"
spoken() { in_language "${1%|*}" "${1#*|}"; }
folded() { fold -s -w "${COLUMNS:-80}" | sed 's/ *$//'; }

tell() {
	[ $# -eq 2 ] || fail "a sentence is told in English and in Dutch: $*"
	printf '\n%s%s%s\n\n' "$bold" "$(in_language "$@" | folded)" "$plain"
}

cells() {
	local word en nl
	while IFS='|' read -r word en nl; do
		word=${word// /}
		STORY_CELLS+=("$word")
		CELL_EN[$word]=$(sed 's/^ *//; s/ *$//' <<<"$en")
		CELL_NL[$word]=$(sed 's/^ *//; s/ *$//' <<<"$nl")
		CELL_FACTS[$word]=0
	done
}

known_cell() { [ -n "${CELL_EN[$1]-}" ] || fail "no cell $1 in this row"; }

cell() {
	local word
	STORY_OPEN=${1//,/ }
	for word in $STORY_OPEN; do known_cell "$word"; done
	tell "${@:2}"
}

not_yet() {
	known_cell "$1"
	CELL_NOT_YET[$1]=$(in_language "${@:2}")
}

# --- commands ---------------------------------------------------------------

# As one would type it; what needs quotes has them, and long lines go on.
typed() {
	local word line=$1 indent='    '
	shift
	for word; do
		case $word in *[!A-Za-z0-9_./:=,@%+-]*) word="\"$word\"" ;; esac
		if [ $((${#line} + 1 + ${#word} + 2)) -gt "${COLUMNS:-80}" ]; then
			printf '%s \\\n' "$line"
			line=$indent$word
		else
			line="$line $word"
		fi
	done
	printf '%s\n' "$line"
}

shown() {
	local wanted=$1 status=0
	SHOWN_AS=("${@:2}")
	rm -f "$SHOWN_JSON"
	"${SHOWN_AS[@]}" >"$SHOWN" 2>&1 </dev/null || status=$?
	cat "$SHOWN"
	[ "$status" -eq "$wanted" ] ||
		fail "that ended with exit status $status instead of $wanted"
}

ends() {
	typed "$2@$3 \$ eenplan" "${@:4}"
	SHOWN_VERB="$4 ${5-}"
	shown "$1" as "${@:2}"
}
show() { ends 0 "$@"; }
desk() {
	typed "\$ eenplan" "$@"
	SHOWN_VERB="$1 ${2-}"
	shown 0 "$EENPLAN" "$@"
}

# A page's titles have a line below them.
part() {
	local title
	title=$(spoken "$1")
	typed "$2@$3 \$ eenplan" "${@:4}"
	SHOWN_VERB="$4 ${5-}"
	shown 0 as "${@:2}" >"$SHOWN.whole"
	awk -v title="$title" '
		{ lines[NR] = $0 }
		END {
			for (i = 2; i <= NR && !end; i++) {
				if (index(lines[i], "──") != 1) continue
				if (begin) end = i - 2
				else if (lines[i - 1] == title) begin = i - 1
			}
			for (i = begin; begin && i <= (end ? end : NR); i++)
				print lines[i]
		}' "$SHOWN.whole" >"$SHOWN"
	echo "…"
	cat "$SHOWN"
}

# --- claims -----------------------------------------------------------------

held() {
	local word
	for word in $STORY_OPEN; do
		CELL_FACTS[$word]=$((CELL_FACTS[$word] + 1))
	done
}

# Only what reads may be asked again.
changes_nothing() {
	case $SHOWN_VERB in
	"view "* | "report "* | "inbox " | "inbox -"* | *" show" | *" list" | \
	*" history" | *" status" | *" who" | *" due" | *" verify" | \
	*" check" | *" test" | *" explain" | *" kinds") return 0 ;;
	# as USER ID conference agenda ID; with more words it adds to it
	"conference agenda") [ "${#SHOWN_AS[@]}" -eq 6 ] && return 0 ;;
	esac
	return 1
}

fact() {
	local condition=$1 status=0
	changes_nothing ||
		fail "a fact is about a command that changes nothing, not ${SHOWN_AS[*]}"
	if [ ! -f "$SHOWN_JSON" ]; then
		"${SHOWN_AS[@]}" --format json >"$SHOWN_JSON" 2>"$SHOWN.error" </dev/null || true
	fi
	jq -e "$condition" "$SHOWN_JSON" >/dev/null 2>"$SHOWN.jq" || status=$?
	[ "$status" -eq 0 ] || {
		jq . "$SHOWN_JSON" >&2 || cat "$SHOWN_JSON" >&2
		cat "$SHOWN.jq" >&2
		fail "what ${SHOWN_AS[*]} answers, above, isn't as it should be: $condition"
	}
	held
}

eventually() {
	local condition=$1 deadline=$((SECONDS + 40))
	shift
	until as "$@" --format json 2>/dev/null | jq -e "$condition" >/dev/null; do
		[ "$SECONDS" -lt "$deadline" ] || fail "not in time: $condition, of $*"
		sleep 0.1
	done
}

one_line() { tr -s ' \n\t' ' ' <"$SHOWN"; }

reads() {
	local words
	words=$(in_language "$1" "${2-$1}")
	one_line | grep -qF -- "$words" ||
		fail "that doesn't say '$words'"
	held
}

lacks() {
	! one_line | grep -qF -- "$1" || fail "that says '$1', and shouldn't"
	held
}

before() {
	local first then
	first=$(spoken "$1") then=$(spoken "$2")
	case $(one_line) in
	*"$first"*"$then"*) held ;;
	*) fail "that doesn't say '$first' and then '$then'" ;;
	esac
}

# --- policy, organisations, residents ----------------------------------------

overlay() {
	desk policy explain policy "$STORY_FOLDER/overlay.policy" --rule "$1"
	fact ".rule == \"$1\""
	try policy diff policy "policy,$STORY_FOLDER/overlay.policy"
	desk policy test policy policy/tests "$STORY_FOLDER/overlay.policy"
	fact '.failed == 0 and .rules_idle == 0 and .conditions_one_sided == 0'
}

introduce() {
	local id
	for id in "${NODE_IDS[@]}"; do
		printf '  %-14s %-36s %s\n' "$id" "${NODE_NAME[$id]}" "${NODE_LAW[$id]}"
	done
}

records() {
	local id
	for id in "${NODE_IDS[@]}"; do
		[ ! -f "$STORY_FOLDER/records/$id.json" ] ||
			as "$1" "$id" import "$STORY_FOLDER/records/$id.json" --quiet
	done
}

agreed() {
	local kind
	for kind in ${4//,/ }; do
		as "$1" "$2" consent give "$3" --kind "$kind" --category "$5" \
			--asked "in person" --quiet "${@:6}" >/dev/null
	done
}

# --- the end ----------------------------------------------------------------

try() { STORY_TRY+=("$*"); }

story_end() {
	local word mark text missing=0
	[ "${#STORY_CELLS[@]}" -gt 0 ] || return 0
	STORY_OPEN=
	tell "What '$STORY' has to show, and how many facts were looked up for it:" \
		"Wat '$STORY' moet laten zien, en hoeveel feiten daarvoor zijn nagezocht:"
	for word in "${STORY_CELLS[@]}"; do
		mark=${CELL_FACTS[$word]}
		text=$(in_language "${CELL_EN[$word]}" "${CELL_NL[$word]}")
		if [ -n "${CELL_NOT_YET[$word]-}" ]; then
			mark=-
			text="$text ($(in_language "not yet: " "nog niet: ")${CELL_NOT_YET[$word]})"
		elif [ "$mark" -eq 0 ]; then
			missing=1
			mark='?'
		fi
		printf '  %3s  %s\n' "$mark" "$text" |
			COLUMNS=$((${COLUMNS:-80} - 2)) folded | sed '2,$s/^/       /'
	done
	[ "$missing" -eq 0 ] || fail "a cell of the row isn't shown"
}
