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

/* Entries that are not Lien's, counted by what they are. */
struct other {
  const char *name; /* of the language, or of the compiler whose flags are not known */
  bool compiler;
  size_t count;
};

/* compdb.count = count + others + unknown + duplicates + unselected. */
struct units {
  struct lien_compdb compdb;
  char *folder; /* real path of the database's folder */
  struct unit *items;
  size_t count;
  size_t others;       /* entries that are neither C nor C++ */
  size_t unknown;      /* entries for compilers whose flags are not known */
  size_t duplicates;   /* entries that say the same as one before */
  size_t unselected;   /* units that were not asked for */
  struct other *kinds; /* of others and unknown, by name */
  size_t kind_count;
  struct lien_list shown; /* real paths: only findings in these files and folders are shown; empty: all are */
  bool part;              /* some units of the database were not selected */
};

/* Path of the database file at `given` (a folder or a file; NULL: the usual places), malloc'ed; NULL and *err when there is
 * none. */
char *units_database(const char *given, struct lien_error *err);
/* Reads the database at `path` (as above). With `selected` (files and folders) only their units are kept, and for a header a unit
 * that includes it; one that selects nothing is an error. On success *ret is the caller's to free. */
bool units_read(const char *path, const struct lien_list *selected, struct units *ret, struct lien_error *err);
void units_free(struct units *units);
/* Appends what became of the entries that are not among the units: "; 1 entry repeats another". */
void units_left_out(const struct units *units, struct lien_buf *out);

#endif
