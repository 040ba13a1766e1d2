/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The allow-list. What is not here is dropped: a flag of a compile database is a stranger's text, and clang has many flags
 * that load code, run programs or write files. A row belongs here only if the flag changes what the source means and does
 * none of that. */
#include "flag_table.h"

#include <string.h>

static const char HEADERS[] = "says where headers are";
static const char MEANING[] = "changes what the source means";
static const char OUTPUT[] = "writes a file";
static const char LOADS[] = "loads or runs something";
static const char WARNING[] = "warnings are not Lien's business";
static const char USELESS[] = "does not change what the source means";

/* The first row that fits counts: longer names stand before the shorter ones that they begin with. */
static const struct flag_row rows[] = {
    {"-include-pch", FLAG_SEPARATE, FLAG_DROP, LOADS},
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
    {"-imultilib", FLAG_SEPARATE, FLAG_DROP, "only gcc knows it"},
    {"-I", FLAG_EITHER, FLAG_KEEP, HEADERS},
    {"--gcc-toolchain=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"--gcc-install-dir=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"-stdlib=", FLAG_JOINED, FLAG_KEEP, HEADERS},
    {"-nostdinc++", FLAG_ALONE, FLAG_KEEP, HEADERS},
    {"-nostdinc", FLAG_ALONE, FLAG_KEEP, HEADERS},
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
    {"-A", FLAG_EITHER, FLAG_DROP, "only gcc knows it"},
    {"-B", FLAG_EITHER, FLAG_DROP, LOADS},
    {"-arch", FLAG_SEPARATE, FLAG_DROP, "one unit is analysed for one target only"},
    {"--param", FLAG_EITHER, FLAG_DROP, USELESS},
    {"--config", FLAG_EITHER, FLAG_DROP, LOADS},
    {"-resource-dir", FLAG_EITHER, FLAG_DROP, "clang's own headers must be those of the clang that runs"},
    /* Dropped without a value; here for the reason that `lien check -v` gives. */
    {"-fplugin", FLAG_JOINED, FLAG_DROP, LOADS},
    {"-fpass-plugin", FLAG_JOINED, FLAG_DROP, LOADS},
    {"-load", FLAG_SEPARATE, FLAG_DROP, LOADS},
    {"-fmodule", FLAG_JOINED, FLAG_DROP, "modules are loaded and written"},
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

/* -fNAME, -fno-NAME and -fNAME=VALUE that change the language or its predefined macros. */
static const char language_names[] =
    "PIC pic PIE pie signed-char unsigned-char short-enums short-wchar exceptions cxx-exceptions rtti ms-extensions "
    "ms-compatibility ms-compatibility-version msc-version delayed-template-parsing declspec borland-extensions "
    "gnu89-inline gnu-keywords asm builtin freestanding hosted blocks char8_t coroutines sized-deallocation aligned-allocation "
    "aligned-new new-alignment threadsafe-statics template-depth constexpr-depth constexpr-steps bracket-depth operator-names "
    "trigraphs dollars-in-identifiers digraphs pack-struct lax-vector-conversions strict-flex-arrays fast-math finite-math-only "
    "math-errno wrapv trapv stack-protector stack-protector-strong stack-protector-all use-cxa-atexit visibility "
    "visibility-inlines-hidden experimental-library defer-ts raw-string-literals "
    "zvector altivec fixed-point convergent-functions ";

/* -mNAME, -mno-NAME and -mNAME=VALUE that choose the target or its predefined macros. */
static const char target_names[] =
    "32 64 x32 16 arch cpu abi float-abi fpu thumb arm big-endian little-endian soft-float hard-float long-double-64 "
    "long-double-80 long-double-128 ms-bitfields cmodel unaligned-access strict-align general-regs-only vsx altivec "
    "power8-vector sse sse2 sse3 ssse3 sse4 sse4.1 sse4.2 sse4a avx avx2 avx512f avx512bw avx512cd avx512dq avx512vl "
    "avx512vnni avx512bf16 avx512fp16 avx512vbmi avx512vbmi2 avx512ifma avx512bitalg avx512vpopcntdq avxvnni aes vaes "
    "pclmul vpclmulqdq sha gfni fma fma4 f16c bmi bmi2 lzcnt popcnt movbe rdrnd rdseed adx cx16 xsave xsaveopt mmx "
    "fxsr sve-vector-bits vector-strict-align fpmath fancy-math-387 ";

/* Whether NAME, of NAME, no-NAME or NAME=VALUE, is one of the words. */
static bool in_words(const char *text, const char *words) {
  if (strncmp(text, "no-", 3) == 0)
    text += 3;
  size_t length = strcspn(text, "=");
  for (const char *word = words; *word; word += strcspn(word, " ") + 1)
    if (strcspn(word, " ") == length && memcmp(word, text, length) == 0)
      return true;
  return false;
}

static bool fits(const struct flag_row *row, const char *arg, size_t length) {
  if (strncmp(row->name, arg, length) != 0)
    return false;
  return arg[length] == '\0' || row->shape == FLAG_JOINED || row->shape == FLAG_EITHER;
}

const struct flag_row *flag_row_of(const char *arg, const char **ret_value) {
  static const struct flag_row language = {"-f", FLAG_JOINED, FLAG_KEEP, MEANING};
  static const struct flag_row target = {"-m", FLAG_JOINED, FLAG_KEEP, MEANING};
  bool f = strncmp(arg, "-f", 2) == 0, m = strncmp(arg, "-m", 2) == 0;
  *ret_value = arg + 2;
  if (f && (in_words(arg + 2, language_names) || strncmp(arg, "-fno-builtin-", 13) == 0))
    return &language;
  if (m && in_words(arg + 2, target_names))
    return &target;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t length = strlen(rows[i].name);
    if (!fits(&rows[i], arg, length))
      continue;
    *ret_value = arg + length;
    return &rows[i];
  }
  return NULL;
}
