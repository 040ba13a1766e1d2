/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What every part of Lien uses: errors as values, growing strings and lists, paths, JSON output.
 *
 * Libraries never print and never exit: they fill a struct lien_error and return false (or NULL). Only tools/lien prints. */
#ifndef LIEN_BASE_H
#define LIEN_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One error: where, and one sentence that says what was expected. A plain value that owns nothing; long texts are cut.
 * line and column count from 1; 0 means "not known". file is "" when the error is not about a file. */
struct lien_error {
  char file[1024];
  unsigned line, column;
  char text[1024];
};

/* Fills *err (which may be NULL). Always returns false, so that `return lien_fail(...)` reads well. */
bool lien_fail(struct lien_error *err, const char *file, unsigned line, unsigned column, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 5, 6)))
#endif
    ;

/* Writes "file:line:column: error: text" (the parts that are known) without a newline into out; returns out. */
const char *lien_error_text(const struct lien_error *err, char *out, size_t size);

/* A growing, always NUL-terminated string of bytes. Start with `struct lien_buf b = {0};`, end with lien_buf_free.
 * data is NULL until the first byte is added. When memory runs out `failed` is set and stays set; further additions are
 * ignored, so that one test at the end is enough. */
struct lien_buf {
  char *data;
  size_t size; /* bytes, without the NUL */
  size_t capacity;
  bool failed;
};

void lien_buf_add(struct lien_buf *buf, const void *bytes, size_t size);
void lien_buf_puts(struct lien_buf *buf, const char *text);
void lien_buf_printf(struct lien_buf *buf, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;
void lien_buf_free(struct lien_buf *buf); /* accepts NULL; leaves an empty buffer */

/* Appends text[0..size) as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD; control characters and
 * everything JSON demands are escaped. */
void lien_json_string(struct lien_buf *buf, const char *text, size_t size);

/* Reads a whole file. On success *ret_data (malloc'ed, a NUL after the last byte) is the caller's. limit: the most bytes
 * accepted; a larger file is an error. */
bool lien_file_read(const char *path, size_t limit, char **ret_data, size_t *ret_size, struct lien_error *err);

/* True when path is a regular file that can be looked at: what is not (a pipe, a device) must not be opened on the word of
 * untrusted input, as reading it may never end. */
bool lien_file_regular(const char *path);

/* A growing list of strings that it owns. items[count] is NULL, so that a list can be handed to exec; items is NULL while
 * the list is empty. `failed` as in struct lien_buf. */
struct lien_list {
  char **items;
  size_t count, capacity;
  bool failed;
};

void lien_list_add(struct lien_list *list, const char *text);
void lien_list_addn(struct lien_list *list, const char *text, size_t size);
/* Adds "PREFIX" "TEXT" as one string. */
void lien_list_add_joined(struct lien_list *list, const char *prefix, const char *text);
void lien_list_free(struct lien_list *list); /* accepts NULL; leaves an empty list */

/* Paths as text: none of these looks at the file system, except lien_path_real. Results are malloc'ed, the caller's; NULL:
 * out of memory. */

/* path if it is absolute, else directory/path. */
char *lien_path_join(const char *directory, const char *path);
/* Without "//", "/./" and "x/../". */
char *lien_path_normal(const char *path);
/* Absolute, with symbolic links followed when the file exists; else only made absolute and normal. */
char *lien_path_real(const char *path);
/* The part of path below directory (lent, without a leading '/'), or NULL when it is not below it. Both normal. */
const char *lien_path_below(const char *path, const char *directory);

/* FNV-1a, 64 bits, continued from `hash` (start with LIEN_HASH_START). Names things in reports: it must never change. */
#define LIEN_HASH_START 0xcbf29ce484222325u
uint64_t lien_hash(uint64_t hash, const void *bytes, size_t size);

/* Appends untrusted text for a terminal: control characters (but not tabs) and bytes that are not UTF-8 as \xHH. */
void lien_buf_printable(struct lien_buf *buf, const char *text, size_t size);

#ifdef __cplusplus
}
#endif
#endif
