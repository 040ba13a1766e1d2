/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which flags of a database's command clang gets to see. Private to lib/compdb. */
#ifndef LIEN_FLAG_TABLE_H
#define LIEN_FLAG_TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum flag_shape {
  FLAG_ALONE,          /* -name */
  FLAG_JOINED,         /* -nameVALUE */
  FLAG_SEPARATE,       /* -name VALUE */
  FLAG_EITHER,         /* -nameVALUE or -name VALUE */
  FLAG_DROP_WITH_VALUE /* -nameANYTHING VALUE */
};

enum flag_action {
  FLAG_KEEP, /* handed on as one argument, -nameVALUE */
  FLAG_DROP,
  FLAG_LANGUAGE, /* -x: the language of the file */
  FLAG_PCH,      /* a precompiled header: the header itself instead, if it is there */
  FLAG_FOLDER,   /* -IVALUE */
  FLAG_SYSROOT,  /* --sysroot=VALUE */
  FLAG_DEFINE,   /* -DVALUE */
  FLAG_CONFIG,   /* a file of flags, read by Lien */
  FLAG_INCLUDE,  /* -include, which must not load a precompiled header that lies beside the header */
  FLAG_TARGET,   /* -target VALUE, handed on as --target=VALUE */
  FLAG_STANDARD, /* --std=VALUE, handed on as -std=VALUE */
  FLAG_DRIVER,   /* --driver-mode=g++ makes a C++ compiler of clang */
  FLAG_AGAIN,    /* VALUE is a flag itself */
  FLAG_COMMAS,   /* VALUE is a list of flags with commas between them */
  FLAG_CC1       /* VALUE is a flag of clang's inner compiler */
};

struct flag_row {
  const char *name;
  enum flag_shape shape;
  enum flag_action action;
  const char *reason; /* why it is dropped, or why it is harmless */
};

/* The row that fits arg, *ret_value what is joined to it (lent, "" when nothing is); NULL: unknown. */
const struct flag_row *flag_row_of(const char *arg, const char **ret_value);

#endif
