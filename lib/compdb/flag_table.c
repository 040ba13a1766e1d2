/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The allow-list. What is not here is dropped: a flag of a compile database is a stranger's text, and clang has many flags
 * that load code, run programs or write files. A row belongs here only if the flag changes what the source means and does
 * none of that. */
#include "flag_table.h"

#include "target_table.h"

#include <string.h>

static const char HEADERS[] = "says where headers are";
static const char MEANING[] = "changes what the source means";
static const char OUTPUT[] = "writes a file";
static const char LOADS[] = "loads or runs something";
static const char WARNING[] = "warnings are not Lien's business";
static const char USELESS[] = "does not change what the source means";
static const char GCC[] = "only gcc knows it";
static const char MODULES[] = "modules are loaded and written";

/* The first row that fits counts: longer names stand before the shorter ones that they begin with. */
static const struct flag_row rows[] = {
    {"-include-pch", FLAG_SEPARATE, FLAG_PCH, LOADS},
    {"-include", FLAG_EITHER, FLAG_INCLUDE, MEANING},
    {"--include=", FLAG_JOINED, FLAG_INCLUDE, MEANING},
    {"--include", FLAG_SEPARATE, FLAG_INCLUDE, MEANING},
    {"-imacros", FLAG_EITHER, FLAG_KEEP, MEANING},
    {"-isystem-after", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-isystem", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-cxx-isystem", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-iquote", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-idirafter", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-isysroot", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"--sysroot=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"-iwithprefixbefore", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-iwithprefix", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-iprefix", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"-ivfsoverlay", FLAG_SEPARATE, FLAG_DROP, "puts other files in the place of those that the reader sees"},
    {"-imultilib", FLAG_SEPARATE, FLAG_DROP, GCC},
    {"-I-", FLAG_ALONE, FLAG_DROP, "clang refuses it"},
    {"--include-directory=", FLAG_JOINED, FLAG_FOLDER, HEADERS},
    {"--include-directory", FLAG_SEPARATE, FLAG_FOLDER, HEADERS},
    {"-I", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"--sysroot", FLAG_SEPARATE, FLAG_SYSROOT, HEADERS},
    {"--gcc-toolchain=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"--gcc-install-dir=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"-stdlib=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"-nostdinc++", FLAG_ALONE, FLAG_KEEP, HEADERS},
    {"-nostdinc", FLAG_ALONE, FLAG_KEEP, HEADERS},
    {"--define-macro=", FLAG_JOINED, FLAG_DEFINE, MEANING},
    {"--define-macro", FLAG_SEPARATE, FLAG_DEFINE, MEANING},
    {"-D", FLAG_EITHER, FLAG_KEEP, MEANING},
    {"-U", FLAG_EITHER, FLAG_KEEP, MEANING},
    {"-undef", FLAG_ALONE, FLAG_KEEP, MEANING},
    {"-trigraphs", FLAG_ALONE, FLAG_KEEP, MEANING},
    {"-std=", FLAG_JOINED, FLAG_KEEP, MEANING},
    {"--std=", FLAG_JOINED, FLAG_STANDARD, MEANING},
    {"--std", FLAG_SEPARATE, FLAG_STANDARD, MEANING},
    {"-ansi", FLAG_ALONE, FLAG_KEEP, MEANING},
    {"-pthread", FLAG_ALONE, FLAG_KEEP, "defines _REENTRANT"},
    {"-O0", FLAG_ALONE, FLAG_KEEP, MEANING},
    {"-O1", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE__"},
    {"-O2", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE__"},
    {"-O3", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE__"},
    {"-Os", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE_SIZE__"},
    {"-Og", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE__"},
    {"-Oz", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE_SIZE__"},
    {"-Ofast", FLAG_ALONE, FLAG_KEEP, "defines __FAST_MATH__"},
    {"-O", FLAG_ALONE, FLAG_KEEP, "defines __OPTIMIZE__"},
    {"--target=", FLAG_JOINED, FLAG_KEEP, MEANING},
    {"-target", FLAG_SEPARATE, FLAG_TARGET, MEANING},
    {"-x", FLAG_EITHER, FLAG_LANGUAGE, MEANING},
    {"--language=", FLAG_JOINED, FLAG_LANGUAGE, MEANING},
    {"--driver-mode=", FLAG_JOINED, FLAG_DRIVER, MEANING},
    {"-Xpreprocessor", FLAG_SEPARATE, FLAG_AGAIN, MEANING},
    {"-Wp,", FLAG_JOINED, FLAG_COMMAS, MEANING},
    {"-Xcompiler=", FLAG_JOINED, FLAG_COMMAS, "is nvcc's, and libtool's, for its compiler"},
    {"-Xcompiler", FLAG_SEPARATE, FLAG_COMMAS, "is nvcc's, and libtool's, for its compiler"},
    {"--compiler-options=", FLAG_JOINED, FLAG_COMMAS, "is nvcc's for its compiler"},
    {"--compiler-options", FLAG_SEPARATE, FLAG_COMMAS, "is nvcc's for its compiler"},
    {"-Xclang", FLAG_SEPARATE, FLAG_CC1, "clang's inner flags can load code and write files"},
    /* With a value of its own, which must not be taken for a flag. */
    {"-o", FLAG_EITHER, FLAG_DROP, OUTPUT},
    {"-MF", FLAG_EITHER, FLAG_DROP, OUTPUT},
    {"-MT", FLAG_EITHER, FLAG_DROP, OUTPUT},
    {"-MQ", FLAG_EITHER, FLAG_DROP, OUTPUT},
    {"-MJ", FLAG_EITHER, FLAG_DROP, OUTPUT},
    {"--serialize-diagnostics", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-dependency-file", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-aux-info", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-dumpbase-ext", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-dumpbase", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-dumpdir", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-mllvm", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-wrapper", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-specs", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-Xassembler", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-Xlinker", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-Xanalyzer", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-T", FLAG_EITHER, FLAG_DROP, USELESS},
    {"-u", FLAG_EITHER, FLAG_DROP, USELESS},
    {"-z", FLAG_EITHER, FLAG_DROP, USELESS},
    {"-L", FLAG_EITHER, FLAG_DROP, USELESS},
    {"-A", FLAG_EITHER, FLAG_DROP, GCC},
    {"-B", FLAG_EITHER, FLAG_DROP, LOADS},
    {"-arch", FLAG_SEPARATE, FLAG_DROP, "one unit is analysed for one target only"},
    {"--param", FLAG_EITHER, FLAG_DROP, USELESS},
    {"--config=", FLAG_JOINED, FLAG_CONFIG, MEANING},
    {"--config", FLAG_SEPARATE, FLAG_CONFIG, MEANING},
    {"--config-", FLAG_JOINED, FLAG_DROP, "clang's own configuration files are not read"},
    {"-Xarch_", FLAG_DROP_WITH_VALUE, FLAG_DROP, "one unit is analysed for one target only"},
    {"-Xopenmp-target", FLAG_DROP_WITH_VALUE, FLAG_DROP, "one unit is analysed for one target only"},
    {"-Xcuda-", FLAG_DROP_WITH_VALUE, FLAG_DROP, USELESS},
    {"-Xptxas", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-Xnvlink", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-Xarchive", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-Xlibtool", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-ccbin", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-gencode", FLAG_SEPARATE, FLAG_DROP, "one unit is analysed for one target only"},
    {"--generate-code", FLAG_SEPARATE, FLAG_DROP, "one unit is analysed for one target only"},
    {"-index-store-path", FLAG_SEPARATE, FLAG_DROP, OUTPUT},
    {"-framework", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-install_name", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-current_version", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-compatibility_version", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-rpath", FLAG_SEPARATE, FLAG_DROP, USELESS},
    {"-iplugindir=", FLAG_JOINED, FLAG_DROP, LOADS},
    {"-resource-dir", FLAG_EITHER, FLAG_DROP, "clang's own headers must be those of the clang that runs"},
    /* Dropped without a value; here for the reason that `lien check -v` gives. */
    {"-fplugin", FLAG_JOINED, FLAG_DROP, LOADS},
    {"-fpass-plugin", FLAG_JOINED, FLAG_DROP, LOADS},
    {"-load", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-fmodule", FLAG_JOINED, FLAG_DROP, MODULES},
    {"-fno-module", FLAG_JOINED, FLAG_DROP, MODULES},
    {"-fimplicit-module", FLAG_JOINED, FLAG_DROP, MODULES},
    {"-fno-implicit-module", FLAG_JOINED, FLAG_DROP, MODULES},
    {"-fbuiltin-module-map", FLAG_JOINED, FLAG_DROP, MODULES},
    {"-fprebuilt-", FLAG_JOINED, FLAG_DROP, MODULES},
    {"-fdeps-", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-fcallgraph-info", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-fstack-usage", FLAG_ALONE, FLAG_DROP, OUTPUT},
    {"-fdump-", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-fdiagnostics-", FLAG_JOINED, FLAG_DROP, WARNING},
    {"-fno-diagnostics-", FLAG_JOINED, FLAG_DROP, WARNING},
    {"-fanalyzer", FLAG_JOINED, FLAG_DROP, WARNING},
    {"-fpch-", FLAG_JOINED, FLAG_DROP, "no precompiled header is loaded"},
    {"-fno-pch-", FLAG_JOINED, FLAG_DROP, "no precompiled header is loaded"},
    {"-ftree-", FLAG_JOINED, FLAG_DROP, GCC},
    {"-fno-tree-", FLAG_JOINED, FLAG_DROP, GCC},
    {"-fipa-", FLAG_JOINED, FLAG_DROP, GCC},
    {"-fno-ipa-", FLAG_JOINED, FLAG_DROP, GCC},
    {"-ftime-trace", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-fprofile", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-save-", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"--save-", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-fopenmp", FLAG_JOINED, FLAG_DROP, "clang's omp.h need not be there"},
    {"-M", FLAG_JOINED, FLAG_DROP, OUTPUT},
    {"-W", FLAG_JOINED, FLAG_DROP, WARNING},
    {"-pedantic", FLAG_JOINED, FLAG_DROP, WARNING},
    {"-w", FLAG_ALONE, FLAG_DROP, WARNING},
    {"-g", FLAG_JOINED, FLAG_DROP, USELESS},
    {"-l", FLAG_EITHER, FLAG_DROP, USELESS},
    {"-c", FLAG_ALONE, FLAG_DROP, USELESS},
    {"-S", FLAG_ALONE, FLAG_DROP, USELESS},
    {"-E", FLAG_ALONE, FLAG_DROP, USELESS},
};

static bool fits(const struct flag_row *row, const char *arg, size_t length) {
  if (strncmp(row->name, arg, length) != 0)
    return false;
  return arg[length] == '\0' || row->shape == FLAG_JOINED || row->shape == FLAG_EITHER || row->shape == FLAG_DROP_WITH_VALUE;
}

const struct flag_row *flag_row_of(const char *arg, const char **ret_value) {
  static const struct flag_row language = {"-f", FLAG_JOINED, FLAG_KEEP, MEANING};
  static const struct flag_row target = {"-m", FLAG_JOINED, FLAG_KEEP, MEANING};
  unsigned machines;
  *ret_value = arg + 2;
  if (arg[1] == 'f' && language_flag(arg + 2))
    return &language;
  if (arg[1] == 'm' && target_flag(arg + 2, &machines))
    return &target;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    if (rows[i].name[1] != arg[1])
      continue;
    size_t length = strlen(rows[i].name);
    if (!fits(&rows[i], arg, length))
      continue;
    *ret_value = arg + length;
    return &rows[i];
  }
  return NULL;
}
