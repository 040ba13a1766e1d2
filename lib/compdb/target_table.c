/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What clang does with a flag that it does not take for a target is to fail, where gcc may have warned or known better. Which
 * form a flag has matters as well: "-fnew-alignment" without "=" would swallow the argument behind it. */
#include "target_table.h"

#include <stddef.h>
#include <string.h>

/* -fNAME and -fno-NAME. */
static const char switches[] =
    "PIC pic PIE pie signed-char unsigned-char short-enums short-wchar exceptions cxx-exceptions rtti ms-extensions "
    "ms-compatibility delayed-template-parsing declspec borland-extensions gnu89-inline gnu-keywords asm builtin blocks char8_t "
    "coroutines sized-deallocation aligned-allocation aligned-new threadsafe-statics operator-names trigraphs "
    "dollars-in-identifiers digraphs pack-struct lax-vector-conversions fast-math finite-math-only math-errno wrapv "
    "stack-protector use-cxa-atexit visibility-inlines-hidden experimental-library defer-ts raw-string-literals zvector "
    "fixed-point convergent-functions ";
/* -fNAME only. */
static const char alone[] = "freestanding hosted trapv stack-protector-strong stack-protector-all ";
/* -fNAME=VALUE. */
static const char valued[] =
    "ms-compatibility-version msc-version aligned-new new-alignment template-depth constexpr-depth constexpr-steps bracket-depth "
    "pack-struct lax-vector-conversions strict-flex-arrays visibility ";

struct target_words {
  unsigned machines;
  bool value;        /* -mNAME=VALUE; otherwise -mNAME and -mno-NAME */
  const char *words; /* each with a space behind it */
};

static const struct target_words target_rows[] = {
    {MACHINE_ALL, false, "32 64 x32 16 thumb soft-float ms-bitfields "},
    {MACHINE_X86, false,
     "long-double-80 sse sse2 sse3 ssse3 sse4 sse4.1 sse4.2 sse4a avx avx2 avx512f avx512bw avx512cd avx512dq avx512vl "
     "avx512vnni "
     "avx512bf16 avx512fp16 avx512vbmi avx512vbmi2 avx512ifma avx512bitalg avx512vpopcntdq avxvnni aes vaes pclmul vpclmulqdq "
     "sha gfni fma fma4 f16c bmi bmi2 lzcnt popcnt movbe rdrnd rdseed adx cx16 xsave xsaveopt mmx fxsr "},
    {MACHINE_X86 | MACHINE_PPC, false, "long-double-64 long-double-128 "},
    {MACHINE_X86 | MACHINE_ARM64, false, "general-regs-only "},
    {MACHINE_ARM, false, "arm "},
    {MACHINE_ARM | MACHINE_ARM64 | MACHINE_MIPS, false, "unaligned-access "},
    {MACHINE_ARM | MACHINE_ARM64 | MACHINE_RISCV | MACHINE_MIPS | MACHINE_LOONG, false, "strict-align "},
    {MACHINE_ARM | MACHINE_PPC | MACHINE_MIPS | MACHINE_S390 | MACHINE_SPARC, false, "hard-float "},
    {MACHINE_ARM | MACHINE_ARM64 | MACHINE_PPC | MACHINE_MIPS, false, "big-endian little-endian "},
    {MACHINE_PPC, false, "vsx altivec power8-vector "},
    {MACHINE_RISCV, false, "vector-strict-align "},
    {MACHINE_ARM | MACHINE_PPC | MACHINE_MIPS | MACHINE_SPARC, true, "float-abi "},
    {MACHINE_ARM, true, "fpu "},
    {MACHINE_ARM64, true, "sve-vector-bits "},
    {MACHINE_X86 | MACHINE_ARM | MACHINE_ARM64 | MACHINE_RISCV | MACHINE_MIPS | MACHINE_LOONG | MACHINE_S390, true, "arch "},
    {MACHINE_ARM | MACHINE_ARM64 | MACHINE_RISCV | MACHINE_PPC | MACHINE_MIPS | MACHINE_SPARC | MACHINE_WASM, true, "cpu "},
    {MACHINE_ARM | MACHINE_ARM64 | MACHINE_RISCV | MACHINE_PPC | MACHINE_MIPS | MACHINE_LOONG, true, "abi "},
};

struct machine_row {
  const char *prefix;
  enum machine machine;
};

/* Longer names before those that they begin with. */
static const struct machine_row machine_rows[] = {
    {"aarch64", MACHINE_ARM64},   {"arm64", MACHINE_ARM64}, {"arm", MACHINE_ARM},       {"thumb", MACHINE_ARM},
    {"x86_64", MACHINE_X86},      {"amd64", MACHINE_X86},   {"i386", MACHINE_X86},      {"i486", MACHINE_X86},
    {"i586", MACHINE_X86},        {"i686", MACHINE_X86},    {"mips", MACHINE_MIPS},     {"powerpc", MACHINE_PPC},
    {"ppc", MACHINE_PPC},         {"riscv", MACHINE_RISCV}, {"s390x", MACHINE_S390},    {"sparc", MACHINE_SPARC},
    {"loongarch", MACHINE_LOONG}, {"wasm", MACHINE_WASM},   {"hexagon", MACHINE_OTHER}, {"m68k", MACHINE_OTHER},
    {"xtensa", MACHINE_OTHER},    {"avr", MACHINE_OTHER},   {"msp430", MACHINE_OTHER},  {"bpf", MACHINE_OTHER},
};

/* Machines of gcc's that clang has no target for. */
static const char *const foreign[] = {"alpha", "arc",        "csky",    "epiphany", "frv",     "h8300", "hppa", "ia64", "lm32",
                                      "m32r",  "microblaze", "mn10300", "moxie",    "nds32",   "nios2", "or1k", "pru",  "rl78",
                                      "rx-",   "sh4",        "sh-",     "sh2",      "tricore", "v850",  "vax"};

static const struct machine_row *row_of(const char *target) {
  for (size_t i = 0; i < sizeof machine_rows / sizeof *machine_rows; i++)
    if (strncmp(target, machine_rows[i].prefix, strlen(machine_rows[i].prefix)) == 0)
      return &machine_rows[i];
  return NULL;
}

enum machine machine_of(const char *target) {
#if defined(__aarch64__)
  enum machine here = MACHINE_ARM64;
#elif defined(__x86_64__) || defined(__i386__)
  enum machine here = MACHINE_X86;
#else
  enum machine here = MACHINE_OTHER;
#endif
  if (!target || !target[0])
    return here;
  const struct machine_row *row = row_of(target);
  return row ? row->machine : MACHINE_OTHER;
}

bool target_known(const char *target) {
  return row_of(target) != NULL;
}

bool target_foreign(const char *target) {
  for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
    if (strncmp(target, foreign[i], strlen(foreign[i])) == 0)
      return true;
  return false;
}

static bool in_words(const char *text, size_t length, const char *words) {
  for (const char *word = words; *word; word += strcspn(word, " ") + 1)
    if (strcspn(word, " ") == length && memcmp(word, text, length) == 0)
      return true;
  return false;
}

bool language_flag(const char *arg) {
  size_t length = strcspn(arg, "=");
  if (arg[length])
    return arg[length + 1] && in_words(arg, length, valued);
  if (strncmp(arg, "no-builtin-", 11) == 0)
    return arg[11];
  if (strncmp(arg, "no-", 3) == 0)
    return in_words(arg + 3, length - 3, switches);
  return in_words(arg, length, switches) || in_words(arg, length, alone);
}

bool target_flag(const char *arg, unsigned *ret_machines) {
  size_t length = strcspn(arg, "=");
  bool value = arg[length] == '=';
  if (value && !arg[length + 1])
    return false;
  if (!value && strncmp(arg, "no-", 3) == 0) {
    arg += 3;
    length -= 3;
  }
  /* Which calling convention a function has on x86: the only two values that clang knows there. */
  if (value && (strcmp(arg, "abi=sysv") == 0 || strcmp(arg, "abi=ms") == 0)) {
    *ret_machines = MACHINE_X86;
    return true;
  }
  for (size_t i = 0; i < sizeof target_rows / sizeof *target_rows; i++)
    if (target_rows[i].value == value && in_words(arg, length, target_rows[i].words)) {
      *ret_machines = target_rows[i].machines;
      return true;
    }
  return false;
}
