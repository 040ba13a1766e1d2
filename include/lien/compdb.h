/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* compile_commands.json as a list of commands, and what of a command is safe to hand to our own clang.
 *
 * Everything here is untrusted input: nothing is executed, no variable or pattern is expanded, and of the flags only those
 * of an allow-list pass (lib/compdb/flag_table.c), none of which makes clang run, load or write anything. */
#ifndef LIEN_COMPDB_H
#define LIEN_COMPDB_H

#include "lien/base.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One entry of the database. Its texts are the database's. */
struct lien_command {
  const char *directory; /* absolute */
  const char *file; /* absolute: `file` below `directory`, otherwise as it stands there; the database itself when it has none */
  struct lien_list args; /* the compiler and its arguments, response files not yet read */
  const char *broken;    /* why it is no command, with its place; NULL: it is one */
  unsigned line;         /* where the entry begins in the database */
};

struct lien_pool;

struct lien_compdb {
  struct lien_command *commands;
  size_t count;
  struct lien_pool *pool; /* owns all texts: one copy of each */
};

/* Reads a database; an entry's relative or missing `directory` is taken from the folder of `path`. On success *ret is the
 * caller's to free. What is not a list of JSON values is an error, with the line and column in the file; an entry that is no
 * command is broken. */
bool lien_compdb_read(const char *path, struct lien_compdb *ret, struct lien_error *err);
/* The same for text in memory; folder: absolute, for relative directories. */
bool lien_compdb_parse(const char *path, const char *folder, const char *text, size_t size, struct lien_compdb *ret,
                       struct lien_error *err);
void lien_compdb_free(struct lien_compdb *compdb); /* accepts NULL */

/* Splits as a POSIX shell does (quotes and backslashes), and expands nothing. Fails on a quote that does not end. */
bool lien_words_split(const char *text, struct lien_list *ret, struct lien_error *err);

enum lien_language { LIEN_LANGUAGE_OTHER, LIEN_LANGUAGE_C, LIEN_LANGUAGE_CXX };

/* A flag of the command that clang does not get to see, and why. */
struct lien_dropped {
  char *flag;
  const char *reason; /* lent, for ever */
  bool shared;        /* flag is a database's */
};

/* What is to be run for one command. */
struct lien_flags {
  struct lien_list args; /* for clang, without the program and the file; each is one whole argument */
  enum lien_language language;
  const char *other;    /* what it is, when it is neither C nor C++: "assembler"; lent, for ever */
  const char *compiler; /* the name of a compiler whose flags are not known (the language is then OTHER); otherwise NULL */
  struct lien_dropped *dropped;
  size_t dropped_count;
  bool shared; /* all of it is a database's */
};

/* Reads a command's arguments through the allow-list; response files (@file) and clang's configuration files are expanded,
 * relative to its directory. Fails when one of these cannot be read. The command must not be broken. On success *ret is the
 * caller's to free. */
bool lien_flags_read(const struct lien_command *command, struct lien_flags *ret, struct lien_error *err);
void lien_flags_free(struct lien_flags *flags); /* accepts NULL */
/* Puts the database's copies in the place of the texts of *flags, which lives no longer than the database then: tens of
 * thousands of units have the same flags. False: out of memory; *flags can still be freed. */
bool lien_flags_share(struct lien_compdb *compdb, struct lien_flags *flags);

#ifdef __cplusplus
}
#endif
#endif
