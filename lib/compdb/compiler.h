/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the words before the flags say: launchers, then the compiler. Private to lib/compdb. */
#ifndef LIEN_COMPILER_H
#define LIEN_COMPILER_H

#include "lien/base.h"

enum dialect {
  DIALECT_GNU, /* gcc, clang, and all whose flags are like theirs */
  DIALECT_CL,  /* cl and clang-cl */
  DIALECT_NONE /* its flags are not known */
};

struct compiler {
  size_t index; /* in the command's words; the flags follow */
  enum dialect dialect;
  bool cxx;            /* compiles C++ whatever the file is called */
  const char *unknown; /* the name of one whose flags are not known, lent for ever; otherwise NULL */
  char target[128];    /* of a cross compiler's name; "" for none */
  char name[256];      /* without folder, version and ".exe" */
};

void compiler_read(const struct lien_list *args, struct compiler *ret);

/* Adds --sysroot= (unless `sysroot`: the command says one) and --gcc-toolchain= of a cross compiler that is installed somewhere,
 * as far as these folders exist. The compiler is looked for, not run. */
void compiler_add_folders(const struct compiler *compiler, const struct lien_list *command, const char *directory, bool sysroot,
                          struct lien_list *args);

#endif
