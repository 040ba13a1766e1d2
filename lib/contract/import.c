/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Copies out of another image: a user's file may use the kinds, formats and contracts of the packs, and becomes an image of
 * its own. */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

static uint32_t copy_string(struct lien_builder *builder, const struct lien_image *image, uint32_t string) {
  const char *text = lien_image_string(image, string);
  return lien_builder_string(builder, text, strlen(text));
}

/* `count` of the image's words. */
static uint32_t copy_words(struct lien_builder *builder, const struct lien_image *image, uint32_t first, uint32_t count) {
  uint32_t *words = malloc((count + (size_t)1) * sizeof *words);
  if (!words) {
    builder->failed = true;
    return 0;
  }
  for (uint32_t i = 0; i < count; i++)
    words[i] = copy_string(builder, image, ((const uint32_t *)image->data[LIEN_WORDS])[first + i]);
  uint32_t copy = lien_builder_run(builder, LIEN_WORDS, words, count);
  free(words);
  return copy;
}

static void copy_place(struct lien_builder *builder, const struct lien_image *image, struct lien_place *place) {
  place->field = copy_string(builder, image, place->field);
}

static uint32_t copy_effects(struct lien_builder *builder, const struct lien_image *image, const struct lien_effect *effects,
                             uint32_t count) {
  struct lien_effect *copy = malloc((count + (size_t)1) * sizeof *copy);
  if (!copy) {
    builder->failed = true;
    return 0;
  }
  memcpy(copy, effects, count * sizeof *copy);
  for (uint32_t i = 0; i < count; i++) {
    copy_place(builder, image, &copy[i].place);
    copy_place(builder, image, &copy[i].holder);
  }
  uint32_t first = lien_builder_run(builder, LIEN_EFFECTS, copy, count);
  free(copy);
  return first;
}

static uint32_t copy_tests(struct lien_builder *builder, const struct lien_image *image, const struct lien_test *tests,
                           uint32_t count) {
  struct lien_test *copy = malloc((count + (size_t)1) * sizeof *copy);
  if (!copy) {
    builder->failed = true;
    return 0;
  }
  memcpy(copy, tests, count * sizeof *copy);
  for (uint32_t i = 0; i < count; i++)
    copy_place(builder, image, &copy[i].place);
  uint32_t first = lien_builder_run(builder, LIEN_TESTS, copy, count);
  free(copy);
  return first;
}

/* Returns the format's index. */
static uint32_t copy_format(struct lien_builder *builder, const struct lien_image *image, const struct lien_format *format) {
  struct lien_unit *units = malloc((format->unit_count + (size_t)1) * sizeof *units);
  if (!units) {
    builder->failed = true;
    return 0;
  }
  memcpy(units, lien_format_units(image, format), format->unit_count * sizeof *units);
  for (uint32_t i = 0; i < format->unit_count; i++) {
    units[i].first_argument = copy_effects(builder, image, lien_unit_arguments(image, &units[i]), units[i].argument_count);
    units[i].text = copy_string(builder, image, units[i].text);
  }
  struct lien_format copy = *format;
  copy.name = copy_string(builder, image, format->name);
  copy.skip = copy_string(builder, image, format->skip);
  copy.stop = copy_string(builder, image, format->stop);
  copy.first_unit = lien_builder_run(builder, LIEN_UNITS, units, format->unit_count);
  free(units);
  return lien_builder_run(builder, LIEN_FORMATS, &copy, 1);
}

void lien_builder_import(struct lien_builder *builder, const struct lien_image *image) {
  builder->base = image;
  for (uint32_t i = 0; i < image->count[LIEN_KINDS] && !builder->failed; i++) { /* all, so that their indexes stay */
    struct lien_kind kind = *lien_image_kind(image, i);
    kind.first_type = copy_words(builder, image, kind.first_type, kind.type_count);
    kind.first_immortal = copy_words(builder, image, kind.first_immortal, kind.immortal_count);
    kind.name = copy_string(builder, image, kind.name);
    kind.noun = copy_string(builder, image, kind.noun);
    kind.object = copy_string(builder, image, kind.object);
    uint32_t index = lien_builder_add(builder, LIEN_KINDS, &kind);
    lien_builder_set(builder, LIEN_SORT_KIND, kind.name, index);
    if (!lien_array_add(&builder->kind_origins, 1))
      builder->failed = true;
  }
  for (uint32_t i = 0; i < image->count[LIEN_FORMATS] && !builder->failed; i++) {
    const struct lien_format *format = lien_image_format(image, i);
    uint32_t name = copy_string(builder, image, format->name);
    if (!lien_builder_find(builder, LIEN_SORT_FORMAT, name)) /* what has this name later are its bound copies */
      lien_builder_set(builder, LIEN_SORT_FORMAT, name, copy_format(builder, image, format));
  }
}

static uint32_t copy_pack(struct lien_builder *builder, const struct lien_image *image, const struct lien_pack *pack) {
  struct lien_pack copy = *pack;
  copy.name = copy_string(builder, image, pack->name);
  copy.file = copy_string(builder, image, pack->file);
  copy.version_macro = copy_string(builder, image, pack->version_macro);
  return lien_builder_run(builder, LIEN_PACKS, &copy, 1);
}

static uint32_t copy_outcomes(struct lien_builder *builder, const struct lien_image *image,
                              const struct lien_contract *contract) {
  const struct lien_outcome *outcomes = lien_contract_outcomes(image, contract);
  uint32_t first = (uint32_t)builder->sections[LIEN_OUTCOMES].count;
  for (unsigned i = 0; i < contract->outcome_count && !builder->failed; i++) {
    struct lien_outcome copy = outcomes[i];
    copy.first_test = copy_tests(builder, image, lien_outcome_tests(image, &outcomes[i]), copy.test_count);
    copy.first_effect = copy_effects(builder, image, lien_outcome_effects(image, &outcomes[i]), copy.effect_count);
    copy.format = copy.format ? copy_format(builder, image, lien_image_format(image, copy.format - 1)) + 1 : 0;
    lien_builder_add(builder, LIEN_OUTCOMES, &copy);
  }
  return first;
}

uint32_t lien_builder_copy(struct lien_builder *builder, const struct lien_contract *contract) {
  const struct lien_image *image = builder->base;
  uint32_t first = (uint32_t)builder->sections[LIEN_CONTRACTS].count;
  for (; contract && !builder->failed; contract = lien_contract_overload(image, contract)) {
    struct lien_contract copy = *contract;
    copy.first_param = copy_words(builder, image, contract->first_param, contract->param_count);
    copy.name = copy_string(builder, image, contract->name);
    copy.reason = copy_string(builder, image, contract->reason);
    copy.pack = (uint16_t)copy_pack(builder, image, lien_image_pack(image, contract->pack));
    copy.first_outcome = copy_outcomes(builder, image, contract);
    uint32_t index = lien_builder_add(builder, LIEN_CONTRACTS, &copy);
    if (!builder->failed)
      ((struct lien_contract *)lien_builder_at(builder, LIEN_CONTRACTS, index))->overload = contract->overload ? index + 1 : 0;
  }
  return first;
}
