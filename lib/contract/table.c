/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Looking up: the image has been validated, so indexes that come from it are in range. */
#include "image.h"

#include <string.h>

const char *lien_image_string(const struct lien_image *image, uint32_t string) {
  return (const char *)image->data[LIEN_STRINGS] + string;
}

static const char *word(const struct lien_image *image, uint32_t first, uint32_t index) {
  return lien_image_string(image, ((const uint32_t *)image->data[LIEN_WORDS])[first + index]);
}

size_t lien_image_contract_count(const struct lien_image *image) {
  return image->count[LIEN_CONTRACTS];
}

const struct lien_contract *lien_image_contract(const struct lien_image *image, size_t index) {
  return (const struct lien_contract *)image->data[LIEN_CONTRACTS] + index;
}

const struct lien_contract *lien_contract_of(const struct lien_image *image, enum lien_key key, const char *name, size_t length) {
  const struct lien_name *names = image->data[LIEN_NAMES];
  uint32_t mask = image->count[LIEN_NAMES] - 1;
  for (uint32_t at = lien_name_hash(key, name, length) & mask; names[at].contract; at = (at + 1) & mask) {
    const char *candidate = lien_image_string(image, names[at].name);
    if (names[at].key == key && strlen(candidate) == length && memcmp(candidate, name, length) == 0)
      return lien_image_contract(image, names[at].contract - 1);
  }
  return NULL;
}

const struct lien_contract *lien_contract_overload(const struct lien_image *image, const struct lien_contract *contract) {
  return contract->overload ? lien_image_contract(image, contract->overload) : NULL;
}

const char *lien_contract_name(const struct lien_image *image, const struct lien_contract *contract) {
  return lien_image_string(image, contract->name);
}

const char *lien_contract_param(const struct lien_image *image, const struct lien_contract *contract, unsigned index) {
  return index < contract->param_count ? word(image, contract->first_param, index) : "";
}

const struct lien_outcome *lien_contract_outcomes(const struct lien_image *image, const struct lien_contract *contract) {
  return (const struct lien_outcome *)image->data[LIEN_OUTCOMES] + contract->first_outcome;
}

const struct lien_effect *lien_outcome_effects(const struct lien_image *image, const struct lien_outcome *outcome) {
  return (const struct lien_effect *)image->data[LIEN_EFFECTS] + outcome->first_effect;
}

const struct lien_test *lien_outcome_tests(const struct lien_image *image, const struct lien_outcome *outcome) {
  return (const struct lien_test *)image->data[LIEN_TESTS] + outcome->first_test;
}

size_t lien_image_kind_count(const struct lien_image *image) {
  return image->count[LIEN_KINDS];
}

const struct lien_kind *lien_image_kind(const struct lien_image *image, size_t index) {
  return (const struct lien_kind *)image->data[LIEN_KINDS] + index;
}

const char *lien_kind_type(const struct lien_image *image, const struct lien_kind *kind, unsigned index) {
  return word(image, kind->first_type, index);
}

const char *lien_kind_immortal(const struct lien_image *image, const struct lien_kind *kind, unsigned index) {
  return word(image, kind->first_immortal, index);
}

size_t lien_image_pack_count(const struct lien_image *image) {
  return image->count[LIEN_PACKS];
}

const struct lien_pack *lien_image_pack(const struct lien_image *image, size_t index) {
  return (const struct lien_pack *)image->data[LIEN_PACKS] + index;
}

const struct lien_format *lien_image_format(const struct lien_image *image, size_t index) {
  return (const struct lien_format *)image->data[LIEN_FORMATS] + index;
}

const struct lien_unit *lien_format_units(const struct lien_image *image, const struct lien_format *format) {
  return (const struct lien_unit *)image->data[LIEN_UNITS] + format->first_unit;
}

const struct lien_effect *lien_unit_arguments(const struct lien_image *image, const struct lien_unit *unit) {
  return (const struct lien_effect *)image->data[LIEN_EFFECTS] + unit->first_argument;
}

const struct lien_unit *lien_format_unit_at(const struct lien_image *image, const struct lien_format *format, const char *text,
                                            size_t length) {
  const struct lien_unit *unit = lien_format_units(image, format), *longest = NULL;
  size_t most = 0;
  for (uint32_t i = 0; i < format->unit_count; i++, unit++) {
    const char *spelling = lien_image_string(image, unit->text);
    size_t size = strlen(spelling);
    if (size > most && size <= length && memcmp(spelling, text, size) == 0) {
      longest = unit;
      most = size;
    }
  }
  return longest;
}
