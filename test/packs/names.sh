#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Rule: a pack says something (a contract, an alias, or why not) of every name of its library, and of no other name.
# Usage: names.sh PACK.yaml NAMES [HEADER PREFIX]; with a header that is there, every PREFIX... that it calls or declares is a listed name.
set -u
export LC_ALL=C
pack=$1 names=$2 header=${3-} prefix=${4-}
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT
failed=0

# The keys two spaces deep under contracts, aliases and no contract.
awk '/^[a-z]/ { inside = /^(contracts|aliases|no contract):/ }
     inside && match($0, /^  [A-Za-z_][A-Za-z_0-9 ]*[(:]/) { print substr($0, 3, RLENGTH - 3) }' "$pack" | sort >"$dir/said"
grep -v '^#' "$names" | grep -v '^macro ' | sort >"$dir/wanted"
sort "$names" | grep -v '^#' | sed 's/^macro //; s/^type //' | sort >"$dir/listed"

complain() {
  if [ -s "$dir/out" ]; then
    echo "FAILED: $1:" >&2
    sed 's/^/  /' "$dir/out" >&2
    failed=1
  fi
}

uniq -d "$dir/said" >"$dir/out"
complain "said twice in $pack"
comm -13 "$dir/said" "$dir/wanted" >"$dir/out"
complain "$pack says nothing of"
comm -23 "$dir/said" "$dir/wanted" >"$dir/out"
complain "$pack says something of names that are not in $names"
[ -s "$dir/said" ] && [ -s "$dir/wanted" ] || { echo "FAILED: no names read" >&2; failed=1; }

if [ -n "$header" ] && [ -f "$header" ]; then
  grep -oE "\\b$prefix[A-Za-z0-9_]*[ ]*\\(" "$header" | tr -d ' (' | sort -u | comm -23 - "$dir/listed" >"$dir/out"
  complain "in $header, but not in $names"
fi
exit $failed
