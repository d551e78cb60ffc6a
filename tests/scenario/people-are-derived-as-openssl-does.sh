#!/bin/bash
# What joint clients are compared by is HKDF-SHA-256 of canonical JSON, so that
# another program can compute it: openssl does, and gets the same.
set -euo pipefail
cd "$(dirname "$0")/../.."
. tests/nodes.sh
. tests/tools.sh

derive() { # WORD TYPE VALUE INFO
	local ours theirs
	ours=$(tool person "$1" "$3" "$4")
	theirs=$(openssl kdf -keylen 32 -kdfopt digest:SHA256 \
		-kdfopt "key:{\"landCode\":\"NL\",\"type\":\"$2\",\"value\":\"$3\"}" \
		-kdfopt "info:$4" HKDF | tr -d ':\n' | tr 'A-F' 'a-f')
	[ "${#ours}" -eq 64 ] && [ "$ours" = "$theirs" ] || fail "$1 $3: $ours, openssl $theirs"
	ok "$1 $3 is $ours for $4"
}
session=11111111-1111-4111-8111-111111111111
derive bsn BSN 999912340 "psi|wijkteam|thuiszorg|coordination|$session|v1"
derive bsn BSN 999900006 "psi|a|b|c|$session|v1"
derive bsn BSN 999912340 'lookup|wijkteam|thuiszorg|coordination|2026-11|v1'
derive token LinkToken 0123A-BCDEF-GHJKM-NPQRS-TVWXY-ZA "psi|wijkteam|welzijn|coordination|$session|v1"
