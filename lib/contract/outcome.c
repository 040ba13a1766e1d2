/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* One row of a contract: `{ when: ret == 0, runs: code, item: stolen by list }`. */
#include "reader.h"

#include <string.h>

static bool read_version(struct lien_reader *reader, const struct lien_node *node, uint16_t *ret) {
  if (!reader->versioned)
    return lien_reader_fail(reader, node, 0,
                            "a row can depend on a version only when the pack says 'version: { macro: ..., shift: ... }'");
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, "a version, such as 3.12"))
    return false;
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  return lien_cursor_version(&cursor, ret) &&
         (lien_cursor_ended(&cursor) || lien_reader_fail(reader, node, cursor.at, "expected nothing after the version"));
}

/* `units: FORMAT of PARAM` */
static bool read_units(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature,
                       struct lien_outcome *outcome) {
  if (!lien_reader_expect(reader, node, LIEN_SCALAR, "'FORMAT of PARAMETER'"))
    return false;
  struct lien_cursor cursor = lien_cursor_at(reader, node);
  struct lien_word format = lien_cursor_word(&cursor);
  if (!format.text || !lien_cursor_take_word(&cursor, "of"))
    return lien_reader_fail(reader, node, 0, "expected 'FORMAT of PARAMETER'");
  struct lien_word param = lien_cursor_word(&cursor);
  int index = lien_signature_param(reader, signature, param);
  if (index < 0)
    return lien_reader_fail(reader, node, param.at, "'%.*s' is no parameter of %s", (int)param.size, param.text ? param.text : "",
                            lien_builder_text(reader->builder, signature->name));
  if (!lien_cursor_ended(&cursor))
    return lien_reader_fail(reader, node, cursor.at, "expected nothing after 'FORMAT of PARAMETER'");
  if (!signature->variadic)
    return lien_reader_fail(reader, node, 0, "a format spells variable arguments: '...' must end the signature of %s",
                            lien_builder_text(reader->builder, signature->name));
  uint32_t name = lien_builder_string(reader->builder, format.text, format.size);
  uint32_t *found = lien_builder_find(reader->builder, LIEN_SORT_FORMAT, name);
  if (!found)
    return lien_reader_fail(reader, node, 0, "unknown format '%.*s': it must be under 'formats:' here or in an earlier pack",
                            (int)format.size, format.text);
  outcome->format_param = (uint8_t)index;
  return lien_format_bind(reader, node, *found, signature, &outcome->format);
}

static const struct {
  const char *key, *value;
  uint8_t flag;
} flags[] = {
    {"runs", "code", LIEN_RUNS_CODE},
    {"returns", "never", LIEN_NO_RETURN},
    {"exception", "set", LIEN_EXCEPTION_SET},
    {"exception", "unset", LIEN_EXCEPTION_UNSET},
    {"exception", "cleared", LIEN_EXCEPTION_CLEARED},
    {"tells", "exception", LIEN_TELLS_EXCEPTION},
    {"role", "init", LIEN_ROLE_INIT},
    {"role", "exit", LIEN_ROLE_EXIT},
    {"role", "end", LIEN_ROLE_END},
};

/* Whether the key is one of the flags'. */
static bool is_flag(const struct lien_node *key) {
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
    if (lien_node_is(key, flags[i].key))
      return true;
  return false;
}

/* `exception: set` and its like. */
static bool read_flag(struct lien_reader *reader, const struct lien_node *key, struct lien_outcome *outcome) {
  struct lien_buf values = {0};
  for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
    if (!lien_node_is(key, flags[i].key))
      continue;
    if (lien_node_is(key->next, flags[i].value)) {
      outcome->flags |= flags[i].flag;
      lien_buf_free(&values);
      return true;
    }
    lien_buf_printf(&values, "%s'%s'", values.size ? " or " : "", flags[i].value);
  }
  lien_reader_fail(reader, key->next, 0, "expected %s after '%s:'", values.data ? values.data : "", key->text);
  lien_buf_free(&values);
  return false;
}

static bool read_member(struct lien_reader *reader, const struct lien_node *key, const struct lien_signature *signature,
                        struct lien_outcome *outcome) {
  if (is_flag(key))
    return read_flag(reader, key, outcome);
  if (lien_node_is(key, "when"))
    return lien_tests_read(reader, key->next, signature);
  if (lien_node_is(key, "since"))
    return read_version(reader, key->next, &outcome->since);
  if (lien_node_is(key, "until"))
    return read_version(reader, key->next, &outcome->until);
  if (lien_node_is(key, "units"))
    return read_units(reader, key->next, signature, outcome);
  struct lien_cursor cursor = lien_cursor_at(reader, key);
  struct lien_place place;
  if (!lien_place_read(&cursor, signature, LIEN_USE_KEY, &place))
    return false;
  if (!lien_cursor_ended(&cursor))
    return lien_reader_fail(reader, key, cursor.at, "expected nothing after the place");
  return lien_effects_read(reader, key->next, signature, place, key);
}

bool lien_outcome_read(struct lien_reader *reader, const struct lien_node *node, const struct lien_signature *signature) {
  struct lien_row row = {.node = node};
  if (!lien_reader_expect(reader, node, LIEN_MAPPING, "an outcome, such as { when: ret == 0, item: stolen by list }"))
    return false;
  row.outcome.first_test = (uint32_t)reader->tests.count;
  row.outcome.first_effect = (uint32_t)reader->effects.count;
  row.outcome.line = node->line > UINT16_MAX ? 0 : (uint16_t)node->line;
  for (const struct lien_node *key = node->first; key; key = key->next->next)
    if (!read_member(reader, key, signature, &row.outcome))
      return false;
  size_t tests = reader->tests.count - row.outcome.first_test, effects = reader->effects.count - row.outcome.first_effect;
  if (tests > 16 || effects > UINT16_MAX)
    return lien_reader_fail(reader, node, 0, "has too many tests (at most 16) or effects");
  row.outcome.test_count = (uint16_t)tests;
  row.outcome.effect_count = (uint16_t)effects;
  if (row.outcome.since && row.outcome.until && row.outcome.since > row.outcome.until)
    return lien_reader_fail(reader, node, 0, "ends ('until') before it begins ('since')");
  struct lien_row *added = lien_array_add(&reader->rows, 1);
  if (!added)
    return lien_reader_memory(reader);
  *added = row;
  return lien_check_row(reader, &row);
}
