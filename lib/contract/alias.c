/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The section `aliases`: other names of a contract, which may be aliases themselves, of this file or of an earlier pack. */
#include "reader.h"

#include <string.h>

/* In the builder's map, while the section is read: the value of an alias whose contract is not yet known. */
#define LIEN_PENDING 0x80000000u

struct alias {
  const struct lien_node *node; /* key; the value is the target */
  uint32_t name, target;
  enum lien_key key, target_key;
};

static struct alias *alias_at(struct lien_reader *reader, uint32_t index) {
  return lien_array_at(&reader->builder->pending, index);
}

/* `_PyArg_ParseTuple_SizeT: PyArg_ParseTuple`; the target is of the same sort unless it says another. */
static bool read_alias(struct lien_reader *reader, const struct lien_node *key) {
  struct alias alias = {.node = key};
  struct lien_cursor cursor = lien_cursor_at(reader, key), target = lien_cursor_at(reader, key->next);
  if (!lien_reader_expect(reader, key->next, LIEN_SCALAR, "the name that has a contract") ||
      !lien_name_read(&cursor, &alias.key, &alias.name))
    return false;
  if (!lien_cursor_ended(&cursor))
    return lien_reader_fail(reader, key, cursor.at, "expected a name alone, without parameters");
  if (!lien_name_read(&target, &alias.target_key, &alias.target))
    return false;
  if (!lien_cursor_ended(&target))
    return lien_reader_fail(reader, key->next, target.at, "expected a name alone, without parameters");
  uint32_t *other = lien_builder_find(reader->builder, alias.key, alias.name);
  if (other && *other & LIEN_PENDING) /* with another spelling: `type x` and `type  x` */
    return lien_reader_fail(reader, key, 0, "'%s' is an alias already, at line %u", key->text,
                            alias_at(reader, *other & ~LIEN_PENDING)->node->line);
  if (other)
    return lien_reader_twice(reader, key, alias.name, *other);
  struct alias *added = lien_array_add(&reader->builder->pending, 1);
  if (!added)
    return lien_reader_memory(reader);
  *added = alias;
  lien_builder_set(reader->builder, alias.key, alias.name, LIEN_PENDING | (uint32_t)(reader->builder->pending.count - 1));
  return true;
}

/* The target of an alias: a value of the map, LIEN_PENDING or not; false: there is none. */
static bool find_target(struct lien_reader *reader, const struct alias *alias, uint32_t *ret) {
  struct lien_builder *builder = reader->builder;
  bool prefixed = alias->target_key == LIEN_KEY_MACRO || alias->target_key == LIEN_KEY_TYPE || alias->target_key == LIEN_KEY_SLOT;
  enum lien_key keys[] = {prefixed ? alias->target_key : alias->key, alias->target_key};
  const char *name = lien_builder_text(builder, alias->target);
  for (int i = 0; i < 2; i++) {
    uint32_t *found = lien_builder_find(builder, keys[i], alias->target);
    if (found) {
      *ret = *found;
      return true;
    }
    const struct lien_contract *base = builder->base ? lien_contract_of(builder->base, keys[i], name, strlen(name)) : NULL;
    if (base) { /* under its own name too, so that it is copied once */
      *ret = lien_builder_copy(builder, base);
      lien_builder_set(builder, keys[i], alias->target, *ret);
      return true;
    }
  }
  return lien_reader_fail(reader, alias->node->next, 0, "'%s' has no contract that '%s' could be an alias of", name,
                          alias->node->text);
}

/* Follows one alias to its contract, then says so of all that were met on the way. */
static bool settle(struct lien_reader *reader, uint32_t index) {
  uint32_t value = LIEN_PENDING | index;
  size_t steps = 0;
  while (value & LIEN_PENDING) {
    struct alias alias = *alias_at(reader, value & ~LIEN_PENDING);
    if (steps++ > reader->builder->pending.count) {
      const struct lien_node *node = alias_at(reader, index)->node;
      return lien_reader_fail(reader, node, 0, "'%s' leads to no contract: it is an alias of '%s', which leads back to an alias",
                              node->text, node->next->text);
    }
    if (!find_target(reader, &alias, &value))
      return false;
  }
  uint32_t contract = value;
  for (uint32_t at = LIEN_PENDING | index; at & LIEN_PENDING;) {
    struct alias alias = *alias_at(reader, at & ~LIEN_PENDING);
    lien_builder_set(reader->builder, alias.key, alias.name, contract);
    if (!find_target(reader, &alias, &at))
      return false;
  }
  return true;
}

bool lien_aliases_section(struct lien_reader *reader, const struct lien_node *section) {
  if (!lien_reader_expect(reader, section, LIEN_MAPPING, "a mapping of names to names"))
    return false;
  reader->builder->pending = (struct lien_array){
      .data = reader->builder->pending.data, .capacity = reader->builder->pending.capacity, .item = sizeof(struct alias)};
  for (const struct lien_node *key = section->first; key; key = key->next->next)
    if (!read_alias(reader, key))
      return false;
  for (uint32_t i = 0; i < reader->builder->pending.count; i++) {
    struct alias alias = *alias_at(reader, i);
    const uint32_t *value = lien_builder_find(reader->builder, alias.key, alias.name);
    if (value && *value & LIEN_PENDING && !settle(reader, i))
      return false;
  }
  return !reader->builder->failed || lien_reader_memory(reader);
}
