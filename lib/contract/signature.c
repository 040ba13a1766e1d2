/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A contract's key: `macro NAME(a, *b, ...) since 3.12`. */
#include "reader.h"

#include <ctype.h>
#include <string.h>

static bool is_name_char(char c) {
  return isalnum((unsigned char)c) || c == '_';
}

/* The length of "operator" and its sign at text ("operator()", "operator new[]"), 0 when it is none. */
static size_t operator_size(const char *text) {
  static const char word[] = "operator";
  size_t size = sizeof word - 1;
  if (strncmp(text, word, size) != 0 || is_name_char(text[size]))
    return 0;
  if (strncmp(text + size, "()", 2) == 0)
    return size + 2;
  size_t end = size + strcspn(text + size, "(");
  while (end > size && text[end - 1] == ' ')
    end--;
  return end > size ? end : 0;
}

/* The length of a C++ or C name: identifiers joined by "::", "~" before the last, an operator as the last. */
static size_t name_size(const char *text, bool *ret_cxx) {
  size_t size = 0;
  *ret_cxx = false;
  for (;;) {
    size_t part = operator_size(text + size);
    if (part) {
      *ret_cxx = true;
      return size + part;
    }
    part = size && text[size] == '~';
    if (!isalpha((unsigned char)text[size + part]) && text[size + part] != '_')
      return 0;
    while (is_name_char(text[size + part]))
      part++;
    size += part;
    if (strncmp(text + size, "::", 2) != 0)
      return size;
    size += 2;
    *ret_cxx = true;
  }
}

bool lien_name_read(struct lien_cursor *cursor, enum lien_key *ret_key, uint32_t *ret_name) {
  static const struct {
    const char *word;
    enum lien_key key;
  } prefixes[] = {{"macro", LIEN_KEY_MACRO}, {"type", LIEN_KEY_TYPE}, {"slot", LIEN_KEY_SLOT}};
  *ret_key = LIEN_KEY_FUNCTION;
  for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
    struct lien_cursor ahead = *cursor;
    if (!lien_cursor_take_word(&ahead, prefixes[i].word) || ahead.text[ahead.at] != ' ')
      continue;
    *ret_key = prefixes[i].key;
    *cursor = ahead;
    break;
  }
  lien_cursor_take(cursor, "");
  const char *text = cursor->text + cursor->at;
  bool cxx;
  size_t size = name_size(text, &cxx);
  if (size && *ret_key == LIEN_KEY_SLOT && text[size] == '.') {
    size_t field = 1;
    while (is_name_char(text[size + field]))
      field++;
    size += field > 1 ? field : 0;
  } else if (*ret_key == LIEN_KEY_SLOT)
    return lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected RECORD.FIELD after 'slot'");
  if (!size)
    return lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected a function's name");
  if (cxx && *ret_key == LIEN_KEY_FUNCTION)
    *ret_key = LIEN_KEY_METHOD;
  *ret_name = lien_builder_string(cursor->reader->builder, text, size);
  cursor->at += size;
  return true;
}

int lien_signature_param(const struct lien_reader *reader, const struct lien_signature *signature, struct lien_word name) {
  for (unsigned i = 0; i < signature->param_count; i++)
    if (lien_word_is(name, lien_builder_text(reader->builder, signature->params[i])))
      return (int)i;
  return -1;
}

static bool read_param(struct lien_cursor *cursor, struct lien_signature *signature) {
  struct lien_reader *reader = cursor->reader;
  bool address = lien_cursor_take(cursor, "*"), reference = !address && lien_cursor_take(cursor, "&");
  size_t at = cursor->at;
  if (!reference && lien_cursor_take(cursor, "...")) {
    signature->variadic = address ? 2 : 1;
    return true;
  }
  struct lien_word word = lien_cursor_word(cursor);
  if (!word.text)
    return lien_reader_fail(reader, cursor->node, cursor->at, "expected a parameter: NAME, *NAME or ...");
  if (lien_word_is(word, "ret") || lien_word_is(word, "static") || (lien_word_is(word, "this")))
    return lien_reader_fail(reader, cursor->node, word.at, "a parameter cannot be called '%.*s', which is a place of its own",
                            (int)word.size, word.text);
  if (lien_signature_param(reader, signature, word) >= 0)
    return lien_reader_fail(reader, cursor->node, word.at, "two parameters are called '%.*s'", (int)word.size, word.text);
  unsigned index = signature->param_count;
  if (index == LIEN_PLACE_MAX_PARAM)
    return lien_reader_fail(reader, cursor->node, word.at, "more than %d parameters", LIEN_PLACE_MAX_PARAM);
  if (reference && (signature->key != LIEN_KEY_METHOD || index > 31))
    return lien_reader_fail(reader, cursor->node, at - 1,
                            "'&' marks one of the first 32 parameters of a C++ function (a name with ::)");
  signature->references |= (uint32_t)reference << (index & 31);
  signature->address[index] = address || reference;
  signature->params[index] = lien_builder_string(reader->builder, word.text, word.size);
  signature->param_count++;
  return true;
}

static bool read_params(struct lien_cursor *cursor, struct lien_signature *signature) {
  if (!lien_cursor_take(cursor, "("))
    return lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected '(' and the parameters");
  if (lien_cursor_take(cursor, ")"))
    return true;
  do {
    if (signature->variadic)
      return lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected ')': '...' is the last parameter");
    if (!read_param(cursor, signature))
      return false;
  } while (lien_cursor_take(cursor, ","));
  return lien_cursor_take(cursor, ")") ||
         lien_reader_fail(cursor->reader, cursor->node, cursor->at, "expected ',' or ')' after a parameter");
}

bool lien_signature_read(struct lien_reader *reader, const struct lien_node *node, struct lien_signature *ret) {
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  *ret = (struct lien_signature){.node = node};
  if (!lien_name_read(&cursor, &ret->key, &ret->name) || !read_params(&cursor, ret))
    return false;
  while (!lien_cursor_ended(&cursor)) {
    bool since = lien_cursor_take_word(&cursor, "since");
    if (!since && !lien_cursor_take_word(&cursor, "until"))
      return lien_reader_fail(reader, node, cursor.at, "expected 'since VERSION', 'until VERSION' or nothing after ')'");
    uint16_t *version = since ? &ret->since : &ret->until;
    if (*version)
      return lien_reader_fail(reader, node, cursor.at, "'%s' is said twice", since ? "since" : "until");
    if (!lien_cursor_version(&cursor, version))
      return false;
  }
  if (ret->since && ret->until && ret->since > ret->until)
    return lien_reader_fail(reader, node, 0, "ends ('until') before it begins ('since')");
  return true;
}

void lien_signature_place(const struct lien_reader *reader, const struct lien_signature *signature,
                          const struct lien_place *place, struct lien_buf *out) {
  static const char *const roots[] = {
      [LIEN_PLACE_RET] = "ret", [LIEN_PLACE_THIS] = "this", [LIEN_PLACE_VAR] = "...", [LIEN_PLACE_STATIC] = "static"};
  if (place->root < LIEN_PLACE_MAX_PARAM)
    lien_buf_puts(out, lien_builder_text(reader->builder, signature->params[place->root]));
  else if (place->root < LIEN_PLACE_NONE && roots[place->root])
    lien_buf_puts(out, roots[place->root]);
  if (place->field)
    lien_buf_printf(out, ".%s", lien_builder_text(reader->builder, place->field));
}
