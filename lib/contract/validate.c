/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Sees to it that an image holds no index that leads out of it: afterwards look-ups need no checks.
 *
 * Each section is walked once, by itself, so that the time is linear whatever the image says. Two things therefore hold only of
 * images that a builder made, and their readers check them: a place's parameter is one of the contract's
 * (lien_contract_param gives "" for others), and a format's `unbound` places stand only in unbound formats. */
#include "image.h"

#include <string.h>

/* first + count may not wrap: both have at most 32 bits. */
static bool in(const struct lien_image *image, enum lien_section section, uint32_t first, uint32_t count) {
  return (uint64_t)first + count <= image->count[section];
}

static bool string_ok(const struct lien_image *image, uint32_t string) {
  return string < image->count[LIEN_STRINGS];
}

static bool strings_ok(const struct lien_image *image) {
  uint32_t size = image->count[LIEN_STRINGS];
  const char *text = image->data[LIEN_STRINGS];
  if (!size || text[0] || text[size - 1])
    return false;
  const uint32_t *words = image->data[LIEN_WORDS];
  bool ok = true;
  for (uint32_t i = 0; i < image->count[LIEN_WORDS]; i++)
    ok &= words[i] < size;
  return ok;
}

static bool packs_ok(const struct lien_image *image) {
  const struct lien_pack *pack = image->data[LIEN_PACKS];
  bool ok = true;
  for (uint32_t i = 0; i < image->count[LIEN_PACKS]; i++, pack++) {
    ok &= string_ok(image, pack->name) && string_ok(image, pack->file) && string_ok(image, pack->version_macro);
    ok &= pack->version_shift < 64 && (pack->default_kind == LIEN_NO_KIND || pack->default_kind < image->count[LIEN_KINDS]);
    ok &= pack->claims_unknown <= 1;
  }
  return ok;
}

static bool kinds_ok(const struct lien_image *image) {
  const struct lien_kind *kind = image->data[LIEN_KINDS];
  bool ok = image->count[LIEN_KINDS] < LIEN_NO_KIND;
  for (uint32_t i = 0; i < image->count[LIEN_KINDS]; i++, kind++) {
    ok &= string_ok(image, kind->name) && string_ok(image, kind->noun) && string_ok(image, kind->object) && kind->object;
    ok &= in(image, LIEN_WORDS, kind->first_type, kind->type_count);
    ok &= in(image, LIEN_WORDS, kind->first_immortal, kind->immortal_count);
    ok &= kind->shared <= 1 && kind->invalid_op <= LIEN_GE;
  }
  return ok;
}

static bool formats_ok(const struct lien_image *image) {
  const struct lien_format *format = image->data[LIEN_FORMATS];
  bool ok = true;
  for (uint32_t i = 0; i < image->count[LIEN_FORMATS]; i++, format++) {
    ok &= string_ok(image, format->name) && string_ok(image, format->skip) && string_ok(image, format->stop);
    ok &= in(image, LIEN_UNITS, format->first_unit, format->unit_count);
  }
  const struct lien_unit *unit = image->data[LIEN_UNITS];
  const char *text = image->data[LIEN_STRINGS];
  for (uint32_t i = 0; i < image->count[LIEN_UNITS]; i++, unit++) {
    /* An empty unit would fit everywhere, and a reader would never come to the format's end. */
    ok &= string_ok(image, unit->text) && text[unit->text];
    ok &= in(image, LIEN_EFFECTS, unit->first_argument, unit->argument_count) && unit->converter <= 1;
    if (!ok)
      return false;
  }
  return ok;
}

static bool place_ok(const struct lien_image *image, const struct lien_place *place) {
  return (place->root < LIEN_PLACE_MAX_PARAM || place->root >= LIEN_PLACE_NAMED) && string_ok(image, place->field);
}

static bool effects_ok(const struct lien_image *image) {
  const struct lien_effect *effect = image->data[LIEN_EFFECTS];
  bool ok = true;
  for (uint32_t i = 0; i < image->count[LIEN_EFFECTS]; i++, effect++) {
    ok &= place_ok(image, &effect->place) && place_ok(image, &effect->holder) && effect->verb < LIEN_VERB_COUNT;
    ok &= effect->kind == LIEN_NO_KIND || effect->kind < image->count[LIEN_KINDS];
  }
  const struct lien_test *test = image->data[LIEN_TESTS];
  for (uint32_t i = 0; i < image->count[LIEN_TESTS]; i++, test++)
    ok &= place_ok(image, &test->place) && test->op <= LIEN_GE;
  return ok;
}

static bool outcomes_ok(const struct lien_image *image) {
  const struct lien_outcome *outcome = image->data[LIEN_OUTCOMES];
  bool ok = true;
  for (uint32_t i = 0; i < image->count[LIEN_OUTCOMES]; i++, outcome++) {
    ok &= in(image, LIEN_TESTS, outcome->first_test, outcome->test_count);
    ok &= in(image, LIEN_EFFECTS, outcome->first_effect, outcome->effect_count);
    ok &= outcome->format <= image->count[LIEN_FORMATS];
  }
  return ok;
}

static bool contracts_ok(const struct lien_image *image) {
  const struct lien_contract *contract = image->data[LIEN_CONTRACTS];
  uint32_t count = image->count[LIEN_CONTRACTS];
  bool ok = true;
  for (uint32_t i = 0; i < count; i++, contract++) {
    ok &= string_ok(image, contract->name) && string_ok(image, contract->reason);
    ok &= in(image, LIEN_WORDS, contract->first_param, contract->param_count);
    ok &= in(image, LIEN_OUTCOMES, contract->first_outcome, contract->outcome_count);
    ok &= contract->key <= LIEN_KEY_METHOD && contract->pack < image->count[LIEN_PACKS];
    /* The chain of overloads only goes forward, and so it ends. */
    ok &= !contract->overload || (contract->overload > i && contract->overload < count);
  }
  return ok;
}

static bool names_ok(const struct lien_image *image) {
  const struct lien_name *slot = image->data[LIEN_NAMES];
  uint32_t count = image->count[LIEN_NAMES], used = 0;
  bool ok = count && !(count & (count - 1));
  for (uint32_t i = 0; i < count; i++, slot++) {
    ok &= string_ok(image, slot->name) && slot->contract <= image->count[LIEN_CONTRACTS];
    used += slot->contract != 0;
  }
  return ok && used < count; /* an empty slot ends a search */
}

const char *lien_image_damage(const struct lien_image *image) {
  bool ok = strings_ok(image) && packs_ok(image) && kinds_ok(image) && formats_ok(image) && effects_ok(image) &&
            outcomes_ok(image) && contracts_ok(image) && names_ok(image);
  return ok ? NULL : "is damaged: an index in it leads nowhere";
}
