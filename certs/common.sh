# What the scripts here share. Sourced, with `set -eu` in force.

umask 077
CONFIG=$here/openssl.cnf
AUTHORITY=unset NAMES=unset IDENTITY=unset
export AUTHORITY NAMES IDENTITY

die() {
	echo "$me: $*" >&2
	exit 1
}

# A wrong use of the script: say what, and where the right one is described.
misuse() {
	echo "$me: $*" >&2
	echo "try: $me --help" >&2
	exit 2
}

# quietly COMMAND...: its output only if it fails
quietly() {
	if ! output=$("$@" 2>&1); then
		echo "$output" >&2
		die "this failed: $1 ${2-}"
	fi
}

is_organisation() {
	case $1 in
	'' | [!a-z0-9]* | *[!a-z0-9.-]*) return 1 ;;
	esac
	[ ${#1} -le 64 ]
}

is_user() {
	case $1 in
	'' | [!a-z0-9]* | *[!a-z0-9._@-]*) return 1 ;;
	esac
	[ ${#1} -le 64 ]
}

need_organisation() {
	is_organisation "$1" ||
		misuse "\"$1\" is no organisation's id: an OIN (20 digits) or a name of a-z, 0-9, - and ., at most 64"
	[ "$1" != authority ] || misuse "\"authority\" is a folder here; choose another id"
}

need_user() {
	is_user "$1" ||
		misuse "\"$1\" is no user's id: a-z, 0-9, -, ., _ and @, at most 64"
}

need_authority() {
	[ -f "$1/authority/ca.key" ] ||
		die "there is no authority in $1; make one first: certs/trial-ca $1"
}

# make_authority FOLDER NAME: a root, and its list of nobody revoked
make_authority() {
	mkdir -p "$1/issued"
	: >"$1/index"
	echo 1000 >"$1/crlnumber"
	AUTHORITY=$1 IDENTITY=$2
	quietly openssl req -x509 -config "$CONFIG" -extensions root \
		-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1/ca.key" -out "$1/ca.crt" -days 3650
	make_list "$1"
}

# make_list FOLDER [OPTION...]: sign the list of revoked certificates anew
make_list() {
	AUTHORITY=$1
	folder=$1
	shift
	quietly openssl ca -config "$CONFIG" -gencrl -out "$folder/ca.crl" "$@"
}

# sign AUTHORITY KIND FILE IDENTITY NAMES [OPTION...]: FILE.key and FILE.crt
sign() {
	AUTHORITY=$1 kind=$2 file=$3 IDENTITY=$4 NAMES=$5
	shift 5
	quietly openssl req -new -config "$CONFIG" \
		-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$file.key" -out "$file.csr"
	quietly openssl ca -batch -notext -config "$CONFIG" -extensions "$kind" \
		-in "$file.csr" -out "$file.crt" "$@"
	rm -f "$file.csr"
	chmod 0644 "$file.crt"
}

# hand_out DIR: every organisation gets the authorities and lists it needs
hand_out() {
	for organisation in "$1"/*/users; do
		[ -d "$organisation" ] || continue
		organisation=${organisation%/users}
		put "$1/authority/ca.crt" "$organisation/partners-ca.crt"
		put "$1/authority/ca.crl" "$organisation/partners.crl"
		put "$organisation/authority/ca.crt" "$organisation/users-ca.crt"
		put "$organisation/authority/ca.crl" "$organisation/users.crl"
	done
}

# put FROM TO: replace at once, so that a node never reads half a file
put() {
	cp "$1" "$2.new"
	chmod 0644 "$2.new"
	mv "$2.new" "$2"
}
