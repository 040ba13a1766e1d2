/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Reads packs from texts. */
#ifndef LIEN_TEST_CONTRACT_H
#define LIEN_TEST_CONTRACT_H

#include "../unit.h"
#include "lien/contract.h"

#include <stdlib.h>
#include <string.h>

/* Two lines before the contracts: line 3 is the first of `contracts:`, line 4 the first contract. */
#define HEAD                                                                                                                     \
  "pack: test\nkinds: { object: { noun: reference, shared: yes }, fd: { noun: descriptor, shared: no, invalid: '< 0' } }\n"
#define CONTRACTS HEAD "contracts:\n"

static inline struct lien_image *read_over(const char *text, const struct lien_image *base) {
  struct lien_error err = {.text = ""};
  struct lien_image *image = lien_contracts_read_text("t.yaml", text, strlen(text), base, &err);
  if (!image) {
    char line[2200];
    print_error("%s\n", lien_error_text(&err, line, sizeof line));
  }
  assert_non_null(image);
  return image;
}

static inline struct lien_image *read_ok(const char *text) {
  return read_over(text, NULL);
}

/* The error must begin with `wanted`: "4:3: error: ...". */
static inline void expect_error_over(const char *text, const char *wanted, const struct lien_image *base) {
  struct lien_error err = {.text = ""};
  struct lien_image *image = lien_contracts_read_text("t.yaml", text, strlen(text), base, &err);
  char line[2200];
  lien_error_text(&err, line, sizeof line);
  if (image || strncmp(line, "t.yaml:", 7) != 0 || strncmp(line + 7, wanted, strlen(wanted)) != 0)
    fail_msg("wanted t.yaml:%s\n   got %s", wanted, image ? "no error" : line);
}

static inline void expect_error(const char *text, const char *wanted) {
  expect_error_over(text, wanted, NULL);
}

static inline const struct lien_contract *contract_of(const struct lien_image *image, enum lien_key key, const char *name) {
  return lien_contract_of(image, key, name, strlen(name));
}

static inline const struct lien_contract *function(const struct lien_image *image, const char *name) {
  const struct lien_contract *contract = contract_of(image, LIEN_KEY_FUNCTION, name);
  assert_non_null(contract);
  return contract;
}

/* The effect of row `row`, at `index` in it. */
static inline const struct lien_effect *effect_at(const struct lien_image *image, const char *name, unsigned row,
                                                  unsigned index) {
  const struct lien_contract *contract = function(image, name);
  assert_true(row < contract->outcome_count);
  const struct lien_outcome *outcome = lien_contract_outcomes(image, contract) + row;
  assert_true(index < outcome->effect_count);
  return lien_outcome_effects(image, outcome) + index;
}

#endif
