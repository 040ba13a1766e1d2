/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Reads the small texts that stand in YAML's scalars: signatures, tests, effects. */
#include "reader.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct lien_cursor lien_cursor_at(struct lien_reader *reader, const struct lien_node *node) {
  return (struct lien_cursor){.reader = reader, .node = node, .text = node->text};
}

static void skip_spaces(struct lien_cursor *cursor) {
  while (cursor->text[cursor->at] == ' ' || cursor->text[cursor->at] == '\t' || cursor->text[cursor->at] == '\n')
    cursor->at++;
}

bool lien_cursor_ended(struct lien_cursor *cursor) {
  skip_spaces(cursor);
  return !cursor->text[cursor->at];
}

bool lien_cursor_take(struct lien_cursor *cursor, const char *sign) {
  skip_spaces(cursor);
  size_t size = strlen(sign);
  if (strncmp(cursor->text + cursor->at, sign, size) != 0)
    return false;
  cursor->at += size;
  return true;
}

struct lien_word lien_cursor_word(struct lien_cursor *cursor) {
  skip_spaces(cursor);
  const char *text = cursor->text + cursor->at;
  struct lien_word word = {.at = cursor->at};
  if (!isalpha((unsigned char)text[0]) && text[0] != '_')
    return word;
  while (isalnum((unsigned char)text[word.size]) || text[word.size] == '_')
    word.size++;
  word.text = text;
  cursor->at += word.size;
  return word;
}

bool lien_word_is(struct lien_word word, const char *text) {
  return word.text && strlen(text) == word.size && memcmp(word.text, text, word.size) == 0;
}

bool lien_cursor_take_word(struct lien_cursor *cursor, const char *word) {
  struct lien_cursor ahead = *cursor;
  if (!lien_word_is(lien_cursor_word(&ahead), word))
    return false;
  *cursor = ahead;
  return true;
}

bool lien_cursor_number(struct lien_cursor *cursor, int64_t *ret) {
  skip_spaces(cursor);
  const char *text = cursor->text + cursor->at;
  if (!isdigit((unsigned char)text[text[0] == '-']))
    return false;
  bool hex = strncmp(text + (text[0] == '-'), "0x", 2) == 0; /* no octal: 010 would be read as 8 by nobody */
  char *end;
  errno = 0;
  long long value = strtoll(text, &end, hex ? 16 : 10);
  if (errno || isalnum((unsigned char)*end) || *end == '_' || *end == '.')
    return false;
  *ret = value;
  cursor->at += (size_t)(end - text);
  return true;
}

bool lien_cursor_version(struct lien_cursor *cursor, uint16_t *ret) {
  skip_spaces(cursor);
  const char *text = cursor->text + cursor->at;
  char *end = NULL;
  unsigned long major = isdigit((unsigned char)text[0]) ? strtoul(text, &end, 10) : 256, minor = 256;
  if (end && end[0] == '.' && isdigit((unsigned char)end[1]))
    minor = strtoul(end + 1, &end, 10);
  if (!major || major > 255 || minor > 255 || *end == '.' || isalnum((unsigned char)*end))
    return lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected a version, MAJOR.MINOR, such as 3.12");
  cursor->at += (size_t)(end - text);
  *ret = (uint16_t)(major << 8 | minor);
  return true;
}

bool lien_cursor_op(struct lien_cursor *cursor, enum lien_op *ret) {
  static const struct {
    const char *sign;
    enum lien_op op;
  } ops[] = {{"==", LIEN_EQ}, {"!=", LIEN_NE}, {"<=", LIEN_LE}, {">=", LIEN_GE}, {"<", LIEN_LT}, {">", LIEN_GT}};
  for (size_t i = 0; i < sizeof ops / sizeof *ops; i++)
    if (lien_cursor_take(cursor, ops[i].sign)) {
      *ret = ops[i].op;
      return true;
    }
  return false;
}
