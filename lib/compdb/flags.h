/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What the files that read a command's flags share. Private to lib/compdb. */
#ifndef LIEN_FLAGS_H
#define LIEN_FLAGS_H

#include "compiler.h"
#include "lien/compdb.h"

enum { RESPONSE_DEPTH = 10 };

struct flags_state {
  const struct lien_command *command;
  struct compiler compiler;
  struct lien_list args;   /* what clang gets */
  struct lien_list config; /* the same, of configuration files: it stands before the rest */
  struct lien_dropped *dropped;
  size_t dropped_count, dropped_capacity;
  const char *base;       /* the folder that @files are named from */
  char language[40];      /* of -x, "" for none */
  char file_language[40]; /* the same where the file stands, if file_seen */
  char target[128];       /* of the last --target, "" for none */
  char cc1_pending[16];   /* the flag of clang's inner compiler that waits for its value */
  bool cxx_driver, sysroot, file_seen, failed;
  size_t seen, bytes; /* arguments, and bytes of response files, that were read: both are limited */
  struct lien_error *err;
};

void flags_drop(struct flags_state *s, const char *flag, const char *reason);
/* Reads args[first..]. False and *s->err: the command cannot be read. */
bool flags_read_args(struct flags_state *s, const struct lien_list *args, size_t first, unsigned depth);
/* Reads the words of @name. */
bool flags_read_response(struct flags_state *s, const char *name, unsigned depth);
/* Reads --config=name. */
bool flags_read_config(struct flags_state *s, const char *flag, const char *name, unsigned depth);
/* The words of cl's command, as gcc would have them. */
void flags_translate_cl(struct flags_state *s, const struct lien_list *args, size_t first, struct lien_list *ret);

/* x: of -x, "" for none. *ret_other: what it is instead (lent, for ever); NULL for C and C++. */
enum lien_language language_of(const char *file, const char *x, bool cxx_driver, const char **ret_other);

#endif
