#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# arrows.sh SOURCE LIEN: prints what breaks the design, and fails if there is any.
set -u
source=$1 lien=$2
cd "$source" || exit 1
broken=0

# expect_none WHAT: fails unless standard input is empty. At the end of a pipe, so it cannot set `broken` itself.
expect_none() {
  found=$(cat)
  [ -z "$found" ] && return 0
  printf '%s:\n%s\n' "$1" "$found" >&2
  return 1
}

# may_include FOLDER HEADER...: of Lien's headers, FOLDER includes at most these.
may_include() {
  folder=$1
  shift
  [ -d "$folder" ] || return
  allowed=$(printf '%s|' "$@")
  grep -rnE '#[[:space:]]*include[[:space:]]*"lien/' "$folder" --include='*.c' --include='*.h' --include='*.cpp' |
    grep -vE "\"lien/(${allowed%|})\\.h\"" | expect_none "$folder may include only: $*" || broken=1
  grep -rnE '#[[:space:]]*include[[:space:]]*"\.\./' "$folder" --include='*.c' --include='*.h' --include='*.cpp' |
    expect_none "$folder reaches into another folder" || broken=1
}

may_include lib/base base
may_include lib/contract base contract
may_include lib/compdb base compdb
may_include lib/fact base fact
may_include lib/report base report
may_include lib/plugin base contract fact
may_include tools/lien base contract compdb fact report
may_include tools/pack base contract

for header in base contract compdb fact report; do
  [ -f include/lien/$header.h ] || continue
  grep -nE '#[[:space:]]*include[[:space:]]*"lien/' include/lien/$header.h | grep -v '"lien/base\.h"' |
    expect_none "include/lien/$header.h may include only base.h" || broken=1
done

grep -rnE '#[[:space:]]*include[[:space:]]*["<](clang|llvm)(-c)?/' include lib tools | grep -v '^lib/plugin/' |
  expect_none "clang's headers belong in lib/plugin only" || broken=1
find include lib tools -name '*.cpp' -o -name '*.cc' -o -name '*.cxx' -o -name '*.hpp' | grep -v '^lib/plugin/' |
  expect_none "C++ belongs in lib/plugin only" || broken=1
grep -nE '"(Py_|Py[A-Z][A-Za-z]*_|g_[a-z_]+|json_[a-z_]+)' lib/plugin/*.cpp lib/plugin/*.h |
  expect_none "what a library's function does is said in a pack, not in C++" || broken=1
grep -rnE '(^|[^A-Za-z0-9_])((printf|puts|putchar|exit|abort|perror)\(|stdout|stderr)' lib --include='*.c' |
  grep -vE '^lib/(packs|plugin)/' | expect_none "libraries return errors; only tools print and exit" || broken=1

needed=$(readelf -d "$lien") || broken=1
printf '%s\n' "$needed" | grep -E 'NEEDED.*(stdc\+\+|LLVM|clang)' | expect_none "$lien must not be linked with" || broken=1
find include lib tools -name '*.c' -o -name '*.h' -o -name '*.cpp' | xargs wc -l | awk '$2 != "total" && $1 > 600' |
  expect_none "files of more than 600 lines" || broken=1
exit $broken
