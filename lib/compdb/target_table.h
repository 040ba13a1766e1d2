/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Targets, and the flags -f... and -m... that clang takes for them. Private to lib/compdb. */
#ifndef LIEN_TARGET_TABLE_H
#define LIEN_TARGET_TABLE_H

#include <stdbool.h>

/* Kinds of machine, as bits. */
enum machine {
  MACHINE_X86 = 1,
  MACHINE_ARM = 2,
  MACHINE_ARM64 = 4,
  MACHINE_RISCV = 8,
  MACHINE_PPC = 16,
  MACHINE_MIPS = 32,
  MACHINE_S390 = 64,
  MACHINE_LOONG = 128,
  MACHINE_SPARC = 256,
  MACHINE_WASM = 512,
  MACHINE_OTHER = 1024,
  MACHINE_ALL = 2047
};

/* The machine of a target triple ("" or NULL: of this machine). */
enum machine machine_of(const char *target);
/* Whether a triple begins with a machine that clang knows / that no clang knows, but other compilers do. */
bool target_known(const char *target);
bool target_foreign(const char *target);

/* Whether -fNAME (arg: what is behind "-f") changes the language, in a form that clang takes. */
bool language_flag(const char *arg);
/* Whether -mNAME (arg: what is behind "-m") chooses the target; *ret_machines: those for which clang takes it. */
bool target_flag(const char *arg, unsigned *ret_machines);

#endif
