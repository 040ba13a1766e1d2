/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The command line: one table makes the parser and the help. */
#ifndef LIEN_OPTIONS_H
#define LIEN_OPTIONS_H

#include "lien/base.h"

enum command { COMMAND_CHECK, COMMAND_CACHES, COMMAND_EXPLAIN, COMMAND_HELP, COMMAND_VERSION };

struct options {
  enum command command;
  const char *database, *sarif, *root, *clang, *plugin; /* lent from argv; NULL: not given */
  unsigned jobs, seconds, max_nodes, large_capture;     /* 0: not given */
  bool stats, quiet, notes, verbose, help, version;
  struct lien_list contracts, arguments;
  struct lien_list build; /* what stands behind "--": a command to run and to watch */
};

/* Reads argv. On success *ret is the caller's to free. */
bool options_read(int argc, char **argv, struct options *ret, struct lien_error *err);
void options_free(struct options *options);
/* Appends the help text. */
void options_help(struct lien_buf *out);

#endif
