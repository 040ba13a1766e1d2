#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# manual.sh PAGE LIEN-PACK DIRECTORY: each YAML example of the page becomes a file that continues the page's first pack, then
# all are compiled together.
set -eu
page=$1 compiler=$2 directory=$3
rm -rf "$directory"
mkdir -p "$directory"
awk -v to="$directory" '
  /^```yaml$/ { inside = 1; first = 1; file = sprintf("%s/line-%04d.yaml", to, NR); next }
  /^```$/ && inside { inside = 0; close(file); next }
  inside && first {
    whole = /^pack:/; indent = /^[a-z ]+:( *#.*)?$/ ? "" : "  "
    if (!whole) print "pack: cpython" > file
    if (!whole && indent != "") print "contracts:" > file
    first = 0
  }
  inside { print (whole ? "" : indent) $0 > file }
' "$page"
count=$(find "$directory" -name '*.yaml' | wc -l)
[ "$count" -ge 10 ] || { echo "only $count examples were found in $page" >&2; exit 1; }
"$compiler" -o "$directory/pack" "$directory"/*.yaml
