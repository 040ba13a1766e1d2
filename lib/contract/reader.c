/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Errors with their place, and what each section asks of its nodes. */
#include "reader.h"

#include <ctype.h>
#include <stdarg.h>
#include <string.h>

bool lien_reader_fail(struct lien_reader *reader, const struct lien_node *node, size_t offset, const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  unsigned column = node->column;
  if (offset && !strchr(node->text, '\n')) /* a folded text's columns are not those of the file */
    column += node->quote + (unsigned)offset;
  return lien_fail(reader->err, reader->file, node->line, column, "%s", text);
}

bool lien_reader_memory(struct lien_reader *reader) {
  return lien_fail(reader->err, reader->file, 0, 0, "out of memory");
}

uint32_t lien_reader_string(struct lien_reader *reader, const struct lien_node *node) {
  return lien_builder_string(reader->builder, node->text, node->size);
}

bool lien_reader_expect(struct lien_reader *reader, const struct lien_node *node, enum lien_node_type type, const char *what) {
  static const char *const types[] = {"a text", "a list", "a mapping"};
  if (node->type == type)
    return true;
  bool nothing = node->type == LIEN_SCALAR && !node->size && !node->quote;
  return lien_reader_fail(reader, node, 0, "expected %s, not %s", what, nothing ? "nothing" : types[node->type]);
}

bool lien_reader_identifier(struct lien_reader *reader, const struct lien_node *node, const char *what) {
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, what))
    return false;
  bool ok = node->size && !isdigit((unsigned char)node->text[0]);
  for (size_t i = 0; i < node->size; i++)
    ok &= isalnum((unsigned char)node->text[i]) || node->text[i] == '_';
  return ok || lien_reader_fail(reader, node, 0, "expected %s (letters, digits and _), not '%s'", what, node->text);
}

bool lien_reader_keys(struct lien_reader *reader, const struct lien_node *mapping, const char *allowed, const char *what) {
  for (const struct lien_node *key = mapping->first; key; key = key->next->next) {
    const char *found = key->size && !strchr(key->text, '|') ? strstr(allowed, key->text) : NULL;
    while (found && (found[-1] != '|' || found[key->size] != '|'))
      found = strstr(found + 1, key->text);
    if (found)
      continue;
    struct lien_buf list = {0};
    for (const char *s = allowed + 1; *s; s++)
      lien_buf_puts(&list, *s == '|' ? s[1] ? ", " : "" : (char[]){*s, '\0'});
    lien_reader_fail(reader, key, 0, "unknown key '%s' of %s: expected %s", key->text, what, list.data ? list.data : "");
    lien_buf_free(&list);
    return false;
  }
  return true;
}
