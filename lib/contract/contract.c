/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The sections `contracts` and `no contract`. */
#include "reader.h"

enum { LIEN_MOST_ROWS = 64, LIEN_MOST_OVERLOADS = 64 };

bool lien_reader_twice(struct lien_reader *reader, const struct lien_node *node, uint32_t name, uint32_t index) {
  const struct lien_contract *other = lien_builder_at(reader->builder, LIEN_CONTRACTS, index);
  const struct lien_pack *pack = lien_builder_at(reader->builder, LIEN_PACKS, other->pack);
  return lien_reader_fail(reader, node, 0, "'%s' %s already, at %s:%u", lien_builder_text(reader->builder, name),
                          other->reason         ? "stands under 'no contract'"
                          : other->name == name ? "has a contract"
                                                : "is an alias",
                          lien_builder_text(reader->builder, pack->file), other->line);
}

/* Names a new contract. C++ functions of one name that can be told apart are chained. */
static bool enter(struct lien_reader *reader, const struct lien_node *node, const struct lien_contract *contract,
                  uint32_t index) {
  struct lien_builder *builder = reader->builder;
  uint32_t *first = lien_builder_find(builder, contract->key, contract->name);
  if (!first) {
    lien_builder_set(builder, contract->key, contract->name, index);
    return true;
  }
  for (uint32_t at = *first, count = 0;; count++) {
    struct lien_contract *other = lien_builder_at(builder, LIEN_CONTRACTS, at);
    bool alike = other->param_count == contract->param_count && other->references == contract->references &&
                 !other->variadic == !contract->variadic;
    if (contract->key != LIEN_KEY_METHOD || other->reason || contract->reason || other->name != contract->name || alike)
      return lien_reader_twice(reader, node, contract->name, at);
    if (count == LIEN_MOST_OVERLOADS)
      return lien_reader_fail(reader, node, 0, "more than %d overloads of one function", LIEN_MOST_OVERLOADS);
    if (!other->overload) {
      other->overload = index;
      return true;
    }
    at = other->overload;
  }
}

static bool read_rows(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature) {
  reader->rows.count = reader->effects.count = reader->tests.count = 0;
  if (node->type == LIEN_MAPPING)
    return lien_outcome_read(reader, node, signature) && lien_check_rows(reader, signature);
  if (node->type != LIEN_SEQUENCE || !node->count)
    return lien_reader_fail(reader, node->type == LIEN_SEQUENCE ? node : signature->node, 0,
                            "expected an outcome, { ret: owned }, or a list of them, not %s ({} says that nothing happens)",
                            node->type == LIEN_SEQUENCE || !node->size ? "nothing" : "a text");
  if (node->count > LIEN_MOST_ROWS)
    return lien_reader_fail(reader, node, 0, "more than %d outcomes", LIEN_MOST_ROWS);
  for (const struct lien_node *row = node->first; row; row = row->next)
    if (!lien_outcome_read(reader, row, signature))
      return false;
  return lien_check_rows(reader, signature);
}

/* Moves the rows that were read into the builder. */
static uint32_t store_rows(struct lien_reader *reader) {
  struct lien_builder *builder = reader->builder;
  uint32_t first = (uint32_t)builder->sections[LIEN_OUTCOMES].count;
  for (size_t i = 0; i < reader->rows.count; i++) {
    struct lien_outcome outcome = ((struct lien_row *)lien_array_at(&reader->rows, i))->outcome;
    outcome.first_test =
        lien_builder_run(builder, LIEN_TESTS, lien_array_at(&reader->tests, outcome.first_test), outcome.test_count);
    outcome.first_effect =
        lien_builder_run(builder, LIEN_EFFECTS, lien_array_at(&reader->effects, outcome.first_effect), outcome.effect_count);
    lien_builder_add(builder, LIEN_OUTCOMES, &outcome);
  }
  return first;
}

static bool read_contract(struct lien_reader *reader, const struct lien_node *key) {
  struct lien_signature signature;
  if (!lien_signature_read(reader, key, &signature) || !read_rows(reader, key->next, &signature))
    return false;
  struct lien_contract contract = {
      .name = signature.name,
      .key = (uint8_t)signature.key,
      .first_param = lien_builder_run(reader->builder, LIEN_WORDS, signature.params, signature.param_count),
      .param_count = (uint8_t)signature.param_count,
      .references = signature.references,
      .variadic = signature.variadic,
      .since = signature.since,
      .until = signature.until,
      .first_outcome = store_rows(reader),
      .outcome_count = (uint16_t)reader->rows.count,
      .pack = (uint16_t)reader->pack,
      .line = key->line,
  };
  uint32_t index = lien_builder_add(reader->builder, LIEN_CONTRACTS, &contract);
  return !reader->builder->failed ? enter(reader, key, &contract, index) : lien_reader_memory(reader);
}

bool lien_contracts_section(struct lien_reader *reader, const struct lien_node *section) {
  if (!lien_reader_expect(reader, section, LIEN_MAPPING, "a mapping of contracts"))
    return false;
  for (const struct lien_node *key = section->first; key; key = key->next->next)
    if (!read_contract(reader, key))
      return false;
  return true;
}

bool lien_no_contract_section(struct lien_reader *reader, const struct lien_node *section) {
  if (!lien_reader_expect(reader, section, LIEN_MAPPING, "a mapping of names to reasons"))
    return false;
  for (const struct lien_node *key = section->first; key; key = key->next->next) {
    struct lien_cursor cursor = lien_cursor_at(reader, key);
    enum lien_key sort;
    struct lien_contract contract = {.pack = (uint16_t)reader->pack, .line = key->line};
    if (!lien_name_read(&cursor, &sort, &contract.name))
      return false;
    if (!lien_cursor_ended(&cursor))
      return lien_reader_fail(reader, key, cursor.at, "expected a name alone under 'no contract', without parameters");
    if (!lien_reader_expect(reader, key->next, LIEN_SCALAR, "the reason why there is no contract"))
      return false;
    if (!key->next->size)
      return lien_reader_fail(reader, key->next, 0, "expected the reason why there is no contract for '%s'", key->text);
    contract.key = (uint8_t)sort;
    contract.reason = lien_reader_string(reader, key->next);
    uint32_t index = lien_builder_add(reader->builder, LIEN_CONTRACTS, &contract);
    if (reader->builder->failed)
      return lien_reader_memory(reader);
    if (!enter(reader, key, &contract, index))
      return false;
  }
  return true;
}
