/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The section `kinds`. */
#include "reader.h"

#include <stdlib.h>

static bool read_bool(struct lien_reader *reader, const struct lien_node *node, uint8_t *ret) {
  if (lien_node_is(node, "yes") || lien_node_is(node, "true"))
    *ret = 1;
  else if (lien_node_is(node, "no") || lien_node_is(node, "false"))
    *ret = 0;
  else
    return lien_reader_fail(reader, node, 0, "expected yes (reference counted) or no (one owner)");
  return true;
}

/* A list of identifiers into the section of words. */
static bool read_words(struct lien_reader *reader, const struct lien_node *list, uint32_t *ret_first, uint32_t *ret_count) {
  if (!lien_reader_expect(reader, list, LIEN_SEQUENCE, "a list of names, such as [FILE]"))
    return false;
  struct lien_array words = {.item = sizeof(uint32_t)};
  bool ok = true;
  for (const struct lien_node *node = list->first; ok && node; node = node->next) {
    ok = lien_reader_identifier(reader, node, "a name");
    uint32_t *word = ok ? lien_array_add(&words, 1) : NULL;
    if (word)
      *word = lien_reader_string(reader, node);
    else if (ok)
      ok = lien_reader_memory(reader);
  }
  *ret_count = (uint32_t)words.count;
  *ret_first = lien_builder_run(reader->builder, LIEN_WORDS, words.data, words.count);
  free(words.data);
  return ok;
}

/* A type belongs to one kind only, or an object's kind could not be told. */
static bool claim_types(struct lien_reader *reader, const struct lien_node *list, uint32_t kind) {
  for (const struct lien_node *node = list->first; node; node = node->next) {
    uint32_t name = lien_reader_string(reader, node), *other = lien_builder_find(reader->builder, LIEN_SORT_TYPE, name);
    if (other) {
      const struct lien_kind *owner = lien_builder_at(reader->builder, LIEN_KINDS, *other);
      return lien_reader_fail(reader, node, 0, "the type '%s' belongs to the kind '%s' already", node->text,
                              *other == kind ? "that is being defined" : lien_builder_text(reader->builder, owner->name));
    }
    lien_builder_set(reader->builder, LIEN_SORT_TYPE, name, kind);
  }
  return true;
}

/* `invalid: "< 0"` */
static bool read_invalid(struct lien_reader *reader, const struct lien_node *node, struct lien_kind *kind) {
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, "a test, such as \"< 0\""))
    return false;
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  enum lien_op op;
  int64_t value = 0;
  if (!lien_cursor_op(&cursor, &op) || !(lien_cursor_take_word(&cursor, "NULL") || lien_cursor_number(&cursor, &value)) ||
      !lien_cursor_ended(&cursor) || value < INT32_MIN || value > INT32_MAX)
    return lien_reader_fail(reader, node, 0, "expected a comparison with a number, such as \"< 0\", or \"== NULL\"");
  kind->invalid_op = (uint8_t)op;
  kind->invalid_value = (int32_t)value;
  return true;
}

/* `immortal since: 3.12`: before, references to them count like any other's. */
static bool read_immortal_since(struct lien_reader *reader, const struct lien_node *node, uint16_t *ret) {
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, "a version, such as 3.12"))
    return false;
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  if (!lien_cursor_version(&cursor, ret))
    return false;
  return lien_cursor_ended(&cursor) || lien_reader_fail(reader, node, cursor.at, "expected nothing after the version");
}

static bool read_members(struct lien_reader *reader, const struct lien_node *key, const struct lien_node *body, uint32_t index,
                         struct lien_kind *kind) {
  const struct lien_node *noun = lien_node_value(body, "noun"), *object = lien_node_value(body, "object");
  const struct lien_node *shared = lien_node_value(body, "shared"), *types = lien_node_value(body, "types");
  const struct lien_node *immortal = lien_node_value(body, "immortal"), *invalid = lien_node_value(body, "invalid");
  if (!noun)
    return lien_reader_fail(reader, key, 0, "the kind '%s' needs a noun, which is what users read: 'noun: reference'", key->text);
  if (!shared)
    return lien_reader_fail(reader, key, 0, "the kind '%s' needs 'shared: yes' (reference counted) or 'shared: no' (one owner)",
                            key->text);
  if (!lien_reader_expect(reader, noun, LIEN_SCALAR, "a noun") ||
      (object && !lien_reader_expect(reader, object, LIEN_SCALAR, "a noun")) || !read_bool(reader, shared, &kind->shared))
    return false;
  if (!noun->size || (object && !object->size))
    return lien_reader_fail(reader, noun->size ? object : noun, 0, "expected a noun, not nothing");
  kind->noun = lien_reader_string(reader, noun);
  kind->object = object ? lien_reader_string(reader, object) : lien_builder_string(reader->builder, "object", 6);
  if (types && (!read_words(reader, types, &kind->first_type, &kind->type_count) || !claim_types(reader, types, index)))
    return false;
  if (immortal && !read_words(reader, immortal, &kind->first_immortal, &kind->immortal_count))
    return false;
  const struct lien_node *since = lien_node_value(body, "immortal since");
  if (since && !read_immortal_since(reader, since, &kind->immortal_since))
    return false;
  return !invalid || read_invalid(reader, invalid, kind);
}

static bool twice(struct lien_reader *reader, const struct lien_node *key, uint32_t kind) {
  const struct lien_origin *origin = lien_array_at(&reader->builder->kind_origins, kind);
  if (!origin->line)
    return lien_reader_fail(reader, key, 0, "the kind '%s' is defined by Lien's packs already", key->text);
  const struct lien_pack *pack = lien_builder_at(reader->builder, LIEN_PACKS, origin->pack);
  return lien_reader_fail(reader, key, 0, "the kind '%s' is defined already, at %s:%u", key->text,
                          lien_builder_text(reader->builder, pack->file), origin->line);
}

static bool read_kind(struct lien_reader *reader, const struct lien_node *key) {
  if (!lien_reader_identifier(reader, key, "a kind's name") ||
      !lien_reader_expect(reader, key->next, LIEN_MAPPING, "a kind, such as { noun: file, shared: no }") ||
      !lien_reader_keys(reader, key->next, "|noun|object|types|shared|immortal|immortal since|invalid|", "a kind"))
    return false;
  struct lien_kind kind = {.name = lien_reader_string(reader, key), .invalid_op = LIEN_EQ};
  uint32_t *other = lien_builder_find(reader->builder, LIEN_SORT_KIND, kind.name);
  if (other)
    return twice(reader, key, *other);
  uint32_t index = (uint32_t)reader->builder->sections[LIEN_KINDS].count;
  if (index >= LIEN_NO_KIND - 1)
    return lien_reader_fail(reader, key, 0, "more kinds than anybody needs");
  /* Known before its members are read, as another kind's message may name it. */
  lien_builder_add(reader->builder, LIEN_KINDS, &kind);
  struct lien_origin *origin = lien_array_add(&reader->builder->kind_origins, 1);
  if (!origin || reader->builder->failed)
    return lien_reader_memory(reader);
  *origin = (struct lien_origin){reader->pack, key->line};
  lien_builder_set(reader->builder, LIEN_SORT_KIND, kind.name, index);
  if (!read_members(reader, key, key->next, index, &kind))
    return false;
  *(struct lien_kind *)lien_builder_at(reader->builder, LIEN_KINDS, index) = kind;
  return true;
}

bool lien_kinds_section(struct lien_reader *reader, const struct lien_node *section) {
  if (!lien_reader_expect(reader, section, LIEN_MAPPING, "a mapping of kinds"))
    return false;
  for (const struct lien_node *key = section->first; key; key = key->next->next)
    if (!read_kind(reader, key))
      return false;
  return true;
}
