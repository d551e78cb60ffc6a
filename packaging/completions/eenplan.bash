# Completion of eenplan in bash: commands, options, words, rules and profiles.
# The words and rules are those of the policy files on the command line; where
# it names none, the words are those of policy/nl.vocabulary.

_eenplan_commands='view discover emergency household coordinator plan report cohort learning conference consultation hours resident consent link partner directory staff outbox inbox import audit policy profile status'
_eenplan_purposes='assessment case_conference consultation coordination delivery discovery emergency evaluation handover learning referral signal treatment'
_eenplan_roles='administrator consultant coordinator director financier manager nurse privacy_officer professional specialist volunteer'
_eenplan_domains='ggz jeugdwet participatiewet welzijn wlz wmo wonen zvw'
_eenplan_categories='agreement barrier case_conference case_outcome collaboration_agreement consultation contact contact_moment cost debt_support diagnosis feedback finance goal indication informal_support involvement judicial limitation medication plan referral safety_concern scale_event service signal treatment_note want_can_need wellbeing'
_eenplan_entries='agreement barrier case_outcome collaboration_agreement contact_moment cost feedback goal informal_support involvement plan referral scale_event service signal want_can_need wellbeing'
_eenplan_consent='--for --kind --to --to-domain --to-role --records-of --category --from --until --giver --given-by --ground --asked --conference --text-version --evidence --language --quiet'

_eenplan_verbs()
{
	case $1 in
	discover) echo 'list lookup show audit token' ;;
	emergency) echo 'open view review judge' ;;
	household) echo 'list show' ;;
	coordinator) echo 'show offer accept history vacancy' ;;
	plan) echo 'kinds add change close list history' ;;
	cohort) echo 'make add list' ;;
	learning) echo 'export' ;;
	conference) echo 'plan move cancel invite remove agenda hold close show list' ;;
	consultation) echo 'ask answer list' ;;
	hours) echo 'show add correct' ;;
	resident) echo 'show capacity custody representative deceased' ;;
	consent) echo 'give renew due refuse withdraw list status verify receipt verify-receipt export' ;;
	link) echo 'token accept' ;;
	directory) echo 'list show add change remove' ;;
	staff) echo 'list lend accept end' ;;
	partner) echo 'list check' ;;
	audit) echo 'verify who statement witnesses keys proof verify-proof reconcile replay erase' ;;
	inbox) echo 'seen' ;;
	outbox) echo 'retry' ;;
	policy) echo 'check explain diff load history rollback show matrix who-can-see export test format' ;;
	profile) echo 'add list' ;;
	esac
}

_eenplan_options()
{
	local online='--profile --format --help'

	case $1 in
	view\ *) echo "--for --category --role --missing-only --network --language $online" ;;
	'discover list' | 'discover show') echo "$online" ;;
	'discover audit') echo "--authority $online" ;;
	'discover lookup') echo "--for --role $online" ;;
	'discover token') echo "--quiet $online" ;;
	discover\ *) echo "--for --mode --role --quiet $online" ;;
	'emergency open') echo "--reason --minutes --role $online" ;;
	'emergency view') echo "--role $online" ;;
	'emergency review') echo "--all $online" ;;
	'emergency judge') echo "--note $online" ;;
	import\ *) echo "--law --quiet $online" ;;
	report*) echo "--from --until --baseline-from --baseline-until --cohort $online" ;;
	'learning export') echo "--cohort --coarsen --alike $online" ;;
	'cohort make') echo "--cap $online" ;;
	'plan kinds') echo '--format --help' ;;
	'plan add') echo "--law --sensitivity --also --quiet $online" ;;
	'plan change' | 'plan close') echo "--quiet $online" ;;
	'plan list') echo "--category --overdue --all --role $online" ;;
	'conference plan' | 'conference move') echo "--place --on --time --quiet $online" ;;
	'conference cancel') echo "--reason --quiet $online" ;;
	'conference invite') echo "--user --partner --resident --carer --role --name --quiet $online" ;;
	'conference agenda') echo "--category --law --sensitivity --quiet $online" ;;
	'conference hold') echo "--came --quiet $online" ;;
	'conference show') echo "--as --quiet $online" ;;
	'conference list') echo "--all $online" ;;
	'conference remove' | 'conference close') echo "--quiet $online" ;;
	'consultation ask') echo "--specialist --quiet $online" ;;
	'consultation answer') echo "--minutes $online" ;;
	'consultation list') echo "--open --late $online" ;;
	'hours show') echo "--period $online" ;;
	'hours add' | 'hours correct') echo "--reason --period $online" ;;
	'resident representative') echo "--name $online" ;;
	'consent give' | 'consent refuse') echo "$_eenplan_consent $online" ;;
	'consent renew') echo "--consent --from --until --giver --given-by --ground --asked --conference --text-version --evidence --language --quiet $online" ;;
	'consent due') echo "--within $online" ;;
	'consent withdraw') echo "--consent $_eenplan_consent $online" ;;
	'consent list') echo "--all --consent $online" ;;
	'consent receipt') echo "--consent --records-of --language $online" ;;
	'consent verify-receipt') echo '--authority --certificate --format --help' ;;
	'consent export') echo '--all --profile --help' ;;
	'inbox seen') echo "--quiet $online" ;;
	inbox*) echo "--all $online" ;;
	'coordinator offer') echo "--to --consent --quiet $online" ;;
	'coordinator accept') echo "--contact --consent --decline --quiet $online" ;;
	'coordinator vacancy') echo "--to --consent --lay-down --quiet $online" ;;
	'directory list') echo "--expertise --organisation $online" ;;
	'directory add' | 'directory change') echo "--share --quiet $online" ;;
	'directory remove') echo "--quiet $online" ;;
	'staff list') echo "--all $online" ;;
	'staff lend') echo "--from --until --quiet $online" ;;
	'staff accept') echo "--role --quiet $online" ;;
	'staff end') echo "--quiet $online" ;;
	'outbox retry') echo "--dead --quiet $online" ;;
	outbox*) echo "--all $online" ;;
	'link '*) echo "--quiet $online" ;;
	'audit verify-proof') echo '--authority --vkey --format --help' ;;
	'audit reconcile' | 'audit replay') echo "--since $online" ;;
	'audit statement') echo "--from --until --handout --reasons --language $online" ;;
	'audit erase') echo "--reason --yes $online" ;;
	'policy check') echo '--strict --on --format --help' ;;
	'policy test') echo '--mutate --format --help' ;;
	'policy format') echo '--language --check --write --help' ;;
	'policy load') echo "--yes $online" ;;
	'policy rollback') echo "--yes $online" ;;
	'policy show') echo "--into $online" ;;
	'policy explain')
		echo '--rule --lead --category --from-domain --to-domain --role --for --sensitivity --owner --age --given --naming --refused --withdrawn --sent --on --format --help'
		;;
	'policy diff') echo "--on --replay --since $online" ;;
	'policy matrix') echo '--on --format --help' ;;
	'policy who-can-see') echo '--on --format --help' ;;
	'policy export') echo '--cedar --help' ;;
	'profile add')
		echo '--url --certificate --key --authority --replace --help'
		;;
	*) echo "$online" ;;
	esac
}

_eenplan_profiles()
{
	local folder="${XDG_CONFIG_HOME:-$HOME/.config}/eenplan/profiles.d"
	local file

	for file in "$folder"/*; do
		[ -f "$file" ] && echo "${file##*/}"
	done
}

# The policy and vocabulary files that the command line names, also in folders.
_eenplan_policy_files()
{
	local word file

	for word in "${COMP_WORDS[@]:3}"; do
		word=${word/#\~/$HOME}
		for file in "$word" "${word%/}"/*.policy "${word%/}"/*.vocabulary; do
			[ -f "$file" ] && echo "$file"
		done
	done
}

# LIST: the words of a section (roles, domains, …, in either language), or the
# ids of rules, as those files have them.
_eenplan_read()
{
	local files english=$1 dutch=$2

	mapfile -t files < <(_eenplan_policy_files)
	[ "${#files[@]}" -gt 0 ] || return 0
	case $english in
	*'rule'* | category)
		sed -nE "s/^($english|$dutch) +([^ ]+).*/\\2/p" "${files[@]}"
		;;
	*)
		awk -v section="^($english|$dutch)([ \t]|\$)" '
			/^[^ \t#]/ { inside = $0 ~ section }
			/^[ \t]+[^ \t#]/ && inside { print $1 }' "${files[@]}"
		;;
	esac
}

# The words that the files have, else those of the shipped vocabulary.
_eenplan_words()
{
	local words

	words=$(_eenplan_read "$1" "$2")
	echo "${words:-$3}"
}

# The words of a list, also after commas.
_eenplan_list()
{
	local done=''

	case $2 in
	*,*) done="${2%,*}," ;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$done" -W "$1" -- "${2##*,}")
}

_eenplan_value()
{
	case $1 in
	--rule) _eenplan_list "$(_eenplan_read 'rule|lead' 'regel|regie')" "$2" ;;
	--for) _eenplan_list "$(_eenplan_words purposes doelen "$_eenplan_purposes") any" "$2" ;;
	--category) _eenplan_list "$(_eenplan_words category categorie "$_eenplan_categories") any" "$2" ;;
	--role | --to-role) _eenplan_list "$(_eenplan_words roles rollen "$_eenplan_roles")" "$2" ;;
	--law | --lead | --to-domain | --from-domain)
		_eenplan_list "$(_eenplan_words domains domeinen "$_eenplan_domains")" "$2"
		;;
	--kind | --given | --naming | --refused | --withdrawn)
		_eenplan_list "$(_eenplan_words 'consent kinds' toestemmingssoorten \
			'share secrecy_waiver consultable help written')" "$2"
		;;
	--given-by) _eenplan_list 'self representative' "$2" ;;
	--language) _eenplan_list 'en nl' "$2" ;;
	--format)
		case ${COMP_WORDS[1]}\ ${COMP_WORDS[2]} in
		view\ *) _eenplan_list 'table json html' "$2" ;;
		'policy matrix') _eenplan_list 'table csv html' "$2" ;;
		report\ *) _eenplan_list 'table json csv html' "$2" ;;
		'audit statement') _eenplan_list 'text json fhir' "$2" ;;
		*) _eenplan_list 'table json' "$2" ;;
		esac
		;;
	--sensitivity)
		_eenplan_list "$(_eenplan_words 'sensitivity levels' gevoeligheidsniveaus \
			'normal high very_high')" "$2"
		;;
	--share) _eenplan_list 'nothing name role expertise ways languages days contact' "$2" ;;
	--owner) _eenplan_list 'recipient other' "$2" ;;
	--profile) _eenplan_list "$(_eenplan_profiles)" "$2" ;;
	--certificate | --key | --authority | --into)
		mapfile -t COMPREPLY < <(compgen -f -- "$2")
		;;
	--also | --alike | --cap | --coarsen | --cohort | --expertise | --organisation | --to | --from | --until | --baseline-from | --baseline-until | --giver | --name | --ground | --asked | --text-version | \
		--evidence | --reason | --minutes | --note | --consent | --url | --on | --age)
		COMPREPLY=()
		;;
	*) return 1 ;;
	esac
}

_eenplan()
{
	local word=${COMP_WORDS[COMP_CWORD]}
	local before=${COMP_WORDS[COMP_CWORD - 1]}
	local family=${COMP_WORDS[1]}
	local verb=${COMP_WORDS[2]}

	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		_eenplan_list "$_eenplan_commands --help --version" "$word"
	elif [ "$COMP_CWORD" -eq 2 ] && [ -n "$(_eenplan_verbs "$family")" ]; then
		_eenplan_list "$(_eenplan_verbs "$family") --help" "$word"
	elif [ "$COMP_CWORD" -eq 3 ] && [ "$verb" = who-can-see ]; then
		_eenplan_list "$(_eenplan_words category categorie "$_eenplan_categories") --help" "$word"
	elif [ "$COMP_CWORD" -eq 4 ] && [ "$family $verb" = 'emergency judge' ]; then
		_eenplan_list 'justified unjustified' "$word"
	elif [ "$COMP_CWORD" -eq 3 ] && [[ $family\ $verb == plan\ @(kinds|add) ]]; then
		_eenplan_list "$_eenplan_entries --help" "$word"
	elif _eenplan_value "$before" "$word"; then
		return
	else
		case $word in
		-*) _eenplan_list "$(_eenplan_options "$family $verb")" "$word" ;;
		*)
			case $family in
			import | policy)
				mapfile -t COMPREPLY < <(compgen -f -- "$word")
				;;
			esac
			;;
		esac
	fi
}

complete -o filenames -F _eenplan eenplan
