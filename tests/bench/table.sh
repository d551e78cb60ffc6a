# The table that a run ends with. Sourced by run.
#
#   machine                        what this was measured on, as lines
#   row WHAT MEASURED RATIO RELATION BOUND GOAL
#                                  RELATION least or most; BOUND, GOAL or -
#   median NUMBER…
#   ratio A B                      A / B, two decimals
#   progress SENTENCE              to standard error

ROWS=()
NOT_MET=0

progress() { printf '  … %s\n' "$*" >&2; }

machine() {
	local model
	model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
	printf 'machine   %s, %s cores, %s MiB\n' "$model" "$(nproc)" \
		"$(awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo)"
	printf 'system    %s, Linux %s\n' \
		"$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release)" "$(uname -r)"
	printf 'versions  %s, %s, %s, %s\n' "$("$EENPLAND" --version)" \
		"$(nginx -v 2>&1 | sed 's/.*: //')" \
		"$(openssl version | cut -d ' ' -f 1-2)" \
		"SQLite $(sqlite3 --version | cut -d ' ' -f 1)"
	printf 'runs      %s s each, %s pairs, load before %s\n' "$SECONDS_EACH" \
		"$PAIRS" "$(cut -d ' ' -f 1 /proc/loadavg)"
}

median() {
	printf '%s\n' "$@" | sort -g |
		awk '{ at[NR] = $1 } END { print NR % 2 ? at[(NR + 1) / 2] : (at[NR / 2] + at[NR / 2 + 1]) / 2 }'
}
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f", (b > 0 ? a / b : 0) }'; }

reaches() {
	[ "$3" != - ] && awk -v ratio="$1" -v bound="$3" -v relation="$2" \
		'BEGIN { exit !(relation == "least" ? ratio >= bound : ratio <= bound) }'
}

row() {
	local sign=≥ verdict="not met"
	[ "$4" = least ] || sign=≤
	if [ "$5" = - ] && [ "$6" = - ]; then
		verdict="noted"
	elif [ "$6" != - ] && reaches "$3" "$4" "$6"; then
		verdict="met, and the goal"
	elif [ "$5" != - ] && reaches "$3" "$4" "$5"; then
		verdict="met"
	elif [ "$5" = - ]; then
		verdict="short of the goal"
	else
		NOT_MET=$((NOT_MET + 1))
	fi
	ROWS+=("$1|$2|$3|$([ "$5" = - ] || echo "$sign $5")|$([ "$6" = - ] || echo "$sign $6")|$verdict")
	printf '  %s: %s, %s\n' "$1" "$3" "$verdict" >&2
}

print_table() {
	{
		echo "WHAT|MEASURED|RATIO|BOUND|GOAL|VERDICT"
		printf '%s\n' "${ROWS[@]}"
	} | column -t -s '|' -o '  '
}
