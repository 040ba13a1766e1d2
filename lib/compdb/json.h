/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* JSON read piece by piece, for databases that are larger than the memory that they deserve. Private to lib/compdb.
 *
 * - Strings are bytes: names of files need not be UTF-8. "\udc80" to "\udcff" alone are one byte each, as Python writes them.
 * - What is accepted beyond the standard: a BOM, and control characters in strings (but neither a newline nor a NUL).
 * - Nothing recurses: nesting costs a byte a level.
 * - Not here: numbers and what they mean; they are passed over. */
#ifndef LIEN_JSON_READER_H
#define LIEN_JSON_READER_H

#include "lien/base.h"

struct json {
  const char *path;
  FILE *file; /* NULL: all there is stands at `at` */
  const char *at, *end;
  size_t left;           /* bytes that may still be read */
  unsigned line, column; /* of *at */
  struct lien_error *err;
  char chunk[1 << 16];
};

/* Starts to read: a file (lent), or text. */
void jread_start(struct json *json, const char *path, FILE *file, const char *text, size_t size, struct lien_error *err);

/* "not JSON: WHAT", at the place where the reader stands. Returns false. */
bool jread_bad(struct json *json, const char *what);
/* The next byte that is not a space, not taken; -1 at the end. */
int jread_peek(struct json *json);
/* Takes one byte that jread_peek has seen. */
void jread_take(struct json *json);
/* Reads the string at '"' and appends it to text. *ret_nul becomes true when it holds a NUL. */
bool jread_string(struct json *json, struct lien_buf *text, bool *ret_nul);
/* Passes over one value. */
bool jread_skip(struct json *json);

#endif
