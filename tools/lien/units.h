/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which units of a compile database are to be analysed, and how. */
#ifndef LIEN_UNITS_H
#define LIEN_UNITS_H

#include "lien/compdb.h"

struct unit {
  const struct lien_command *command; /* lent by the database */
  struct lien_flags flags;
  char *file;   /* its real path */
  char *broken; /* why its flags cannot be read; NULL: they can */
};

struct units {
  struct lien_compdb compdb;
  char *folder; /* real path of the database's folder */
  struct unit *items;
  size_t count;
  size_t others;     /* entries that are neither C nor C++ */
  size_t duplicates; /* entries that say the same as one before */
  bool part;         /* some units of the database were not selected */
};

/* Reads the database at `path` (a folder or a file; NULL: the usual places). With `selected` (files and folders) only their
 * units are kept; one that selects nothing is an error. On success *ret is the caller's to free. */
bool units_read(const char *path, const struct lien_list *selected, struct units *ret, struct lien_error *err);
void units_free(struct units *units);

#endif
