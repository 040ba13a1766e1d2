/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The section `formats`, and how a contract uses one.
 *
 * A unit may name a parameter of the functions that use the format (`O: [borrowed from args]`). Such a format is kept unbound,
 * and each contract that uses it gets a copy in which the names are that function's parameters. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

/* One C argument of a unit: `-`, an effect, or a list of one effect and a flag. */
static bool read_argument(struct lien_reader *reader, const struct lien_node *node, bool addresses, struct lien_array *effects) {
  struct lien_place place = {.root = LIEN_PLACE_VAR, .deref = addresses};
  struct lien_effect effect = {.place = place, .holder.root = LIEN_PLACE_NONE, .verb = LIEN_UNCHANGED, .kind = LIEN_NO_KIND};
  if (!lien_node_is(node, "-")) {
    reader->effects.count = 0;
    if (!lien_effects_read(reader, node, NULL, place, node))
      return false;
    if (reader->effects.count != 1)
      return lien_reader_fail(reader, node, 0, "a unit's argument has one effect only");
    effect = *(struct lien_effect *)lien_array_at(&reader->effects, 0);
  }
  struct lien_effect *added = lien_array_add(effects, 1);
  if (!added)
    return lien_reader_memory(reader);
  *added = effect;
  return true;
}

static bool read_arguments(struct lien_reader *reader, const struct lien_node *list, bool addresses, struct lien_unit *unit,
                           struct lien_array *effects) {
  if (!lien_reader_expect(reader, list, LIEN_SEQUENCE, "a list with an item for each C argument, such as [borrowed from args]"))
    return false;
  if (list->count > 240)
    return lien_reader_fail(reader, list, 0, "no unit takes so many arguments");
  effects->count = 0;
  const struct lien_node *first = list->first;
  unit->converter = list->count == 2 && lien_node_is(first, "converter") && lien_node_is(first->next, "converted");
  for (const struct lien_node *node = first; node; node = node->next) {
    if (unit->converter || (!lien_node_is(node, "converter") && !lien_node_is(node, "converted")))
      continue;
    return lien_reader_fail(reader, node, 0, "'converter' and 'converted' stand together: [converter, converted]");
  }
  static const struct lien_node nothing = {.type = LIEN_SCALAR, .text = "-", .size = 1};
  for (const struct lien_node *node = first; node; node = node->next)
    if (!read_argument(reader, unit->converter ? &nothing : node, addresses, effects))
      return false;
  unit->argument_count = (uint16_t)effects->count;
  unit->first_argument = lien_builder_run(reader->builder, LIEN_EFFECTS, effects->data, effects->count);
  return true;
}

static bool names_parameter(const struct lien_array *effects) {
  for (size_t i = 0; i < effects->count; i++)
    if (((const struct lien_effect *)lien_array_at(effects, i))->holder.root == LIEN_PLACE_NAMED)
      return true;
  return false;
}

static bool read_units(struct lien_reader *reader, const struct lien_node *section, struct lien_format *format) {
  struct lien_array units = {.item = sizeof(struct lien_unit)}, effects = {.item = sizeof(struct lien_effect)};
  bool ok = true;
  for (const struct lien_node *key = section->first; ok && key; key = key->next->next) {
    struct lien_unit unit = {.text = lien_reader_string(reader, key)};
    ok = (key->size || lien_reader_fail(reader, key, 0, "expected a unit's characters, not nothing")) &&
         read_arguments(reader, key->next, format->addresses, &unit, &effects);
    struct lien_unit *added = ok ? lien_array_add(&units, 1) : NULL;
    if (added)
      *added = unit;
    else if (ok)
      ok = lien_reader_memory(reader);
    format->unbound |= names_parameter(&effects);
  }
  format->unit_count = (uint32_t)units.count;
  format->first_unit = lien_builder_run(reader->builder, LIEN_UNITS, units.data, units.count);
  free(units.data);
  free(effects.data);
  return ok;
}

/* Appends a format under its name. */
static bool read_format(struct lien_reader *reader, const struct lien_node *key) {
  const struct lien_node *body = key->next;
  if (!lien_reader_identifier(reader, key, "a format's name") ||
      !lien_reader_expect(reader, body, LIEN_MAPPING, "a format with passes, skip, stop and units") ||
      !lien_reader_keys(reader, body, "|passes|skip|stop|units|", "a format"))
    return false;
  struct lien_format format = {.name = lien_reader_string(reader, key)};
  if (lien_builder_find(reader->builder, LIEN_SORT_FORMAT, format.name))
    return lien_reader_fail(reader, key, 0, "a format '%s' is defined already", key->text);
  const struct lien_node *passes = lien_node_value(body, "passes"), *units = lien_node_value(body, "units");
  const struct lien_node *skip = lien_node_value(body, "skip"), *stop = lien_node_value(body, "stop");
  if (!passes || !units)
    return lien_reader_fail(reader, key, 0, "the format '%s' needs '%s'", key->text, passes ? "units" : "passes");
  if (!lien_node_is(passes, "addresses") && !lien_node_is(passes, "values"))
    return lien_reader_fail(reader, passes, 0, "expected 'addresses' or 'values'");
  if ((skip && !lien_reader_expect(reader, skip, LIEN_SCALAR, "characters")) ||
      (stop && !lien_reader_expect(reader, stop, LIEN_SCALAR, "characters")) ||
      !lien_reader_expect(reader, units, LIEN_MAPPING, "a mapping of units"))
    return false;
  format.addresses = lien_node_is(passes, "addresses");
  format.skip = skip ? lien_reader_string(reader, skip) : 0;
  format.stop = stop ? lien_reader_string(reader, stop) : 0;
  if (!read_units(reader, units, &format))
    return false;
  lien_builder_set(reader->builder, LIEN_SORT_FORMAT, format.name, lien_builder_add(reader->builder, LIEN_FORMATS, &format));
  return true;
}

bool lien_formats_section(struct lien_reader *reader, const struct lien_node *section) {
  if (!lien_reader_expect(reader, section, LIEN_MAPPING, "a mapping of formats"))
    return false;
  for (const struct lien_node *key = section->first; key; key = key->next->next)
    if (!read_format(reader, key))
      return false;
  return true;
}

/* Finds the parameter that the effect's holder names. */
static bool bind_effect(struct lien_reader *reader, const struct lien_node *node, const struct lien_format *format,
                        const struct lien_signature *signature, struct lien_effect *effect) {
  if (effect->holder.root != LIEN_PLACE_NAMED)
    return true;
  const char *name = lien_builder_text(reader->builder, effect->holder.field);
  int index = lien_signature_param(reader, signature, (struct lien_word){.text = name, .size = strlen(name)});
  if (index < 0)
    return lien_reader_fail(reader, node, 0, "the format '%s' names '%s', which is no parameter of %s",
                            lien_builder_text(reader->builder, format->name), name,
                            lien_builder_text(reader->builder, signature->name));
  effect->holder = (struct lien_place){.root = (uint8_t)index, .deref = signature->address[index]};
  return true;
}

static bool bind_unit(struct lien_reader *reader, const struct lien_node *node, const struct lien_format *format,
                      const struct lien_signature *signature, struct lien_unit *unit) {
  if (!unit->argument_count)
    return true;
  struct lien_effect effects[240]; /* copies: the section may move when it grows */
  memcpy(effects, lien_builder_at(reader->builder, LIEN_EFFECTS, unit->first_argument), unit->argument_count * sizeof *effects);
  for (unsigned i = 0; i < unit->argument_count; i++)
    if (!bind_effect(reader, node, format, signature, &effects[i]))
      return false;
  unit->first_argument = lien_builder_run(reader->builder, LIEN_EFFECTS, effects, unit->argument_count);
  return true;
}

bool lien_format_bind(struct lien_reader *reader, const struct lien_node *node, uint32_t index,
                      const struct lien_signature *signature, uint32_t *ret) {
  struct lien_format format = *(struct lien_format *)lien_builder_at(reader->builder, LIEN_FORMATS, index);
  *ret = index + 1;
  if (!format.unbound)
    return true;
  struct lien_unit *units = malloc(format.unit_count * sizeof *units);
  if (!units)
    return lien_reader_memory(reader);
  memcpy(units, lien_builder_at(reader->builder, LIEN_UNITS, format.first_unit), format.unit_count * sizeof *units);
  bool ok = true;
  for (uint32_t i = 0; ok && i < format.unit_count; i++)
    ok = bind_unit(reader, node, &format, signature, &units[i]);
  if (ok) {
    format.unbound = 0;
    format.first_unit = lien_builder_run(reader->builder, LIEN_UNITS, units, format.unit_count);
    *ret = lien_builder_run(reader->builder, LIEN_FORMATS, &format, 1) + 1;
  }
  free(units);
  return ok;
}
