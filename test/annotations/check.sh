#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Rule: annotations.h compiles without a warning as C89 to C++17, and clang sees each text as docs/annotations.md spells it.
# Usage: check.sh SOURCE_DIR CLANG    (CLANG: the clang to read the attributes with; g++ and gcc are used when present)
set -u
source=$1 clang=$2
here=$source/test/annotations
failed=0

compile() {
  if ! "$@" -Werror -fsyntax-only -I"$source/include" "$here/all.c"; then
    echo "FAILED: $*" >&2
    failed=1
  fi
}

if command -v gcc >/dev/null; then
  compile gcc -std=c89 -pedantic -Wall -Wextra
  compile gcc -std=c11 -pedantic -Wall -Wextra
fi
if command -v g++ >/dev/null; then
  compile g++ -x c++ -std=c++98 -pedantic -Wall -Wextra
  compile g++ -x c++ -std=c++17 -pedantic -Wall -Wextra
fi
compile "$clang" -std=c89 -pedantic -Weverything
compile "$clang" -std=c11 -pedantic -Weverything -Wno-pre-c11-compat -Wno-declaration-after-statement
compile "$clang" -x c++ -std=c++98 -pedantic -Weverything
compile "$clang" -x c++ -std=c++17 -pedantic -Weverything -Wno-c++98-compat -Wno-pre-c++17-compat
# A compiler without the attribute sees nothing of it.
compile "$clang" -std=c89 -pedantic -Weverything -Wno-builtin-macro-redefined -U__has_attribute

"$clang" -std=c89 -fsyntax-only -Xclang -ast-dump -I"$source/include" "$here/all.c" |
  sed -n 's/^.*AnnotateAttr .*"\(lien: .*\)".*$/\1/p' | LC_ALL=C sort -u >all.texts.tmp
if ! diff "$here/texts" all.texts.tmp; then
  echo "FAILED: the texts above differ from test/annotations/texts" >&2
  failed=1
fi
rm -f all.texts.tmp
exit $failed
