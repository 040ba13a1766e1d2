/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Words for the parts of a contract. All of them append to a buffer. */
#ifndef LIEN_CONTRACT_EXPLAIN_H
#define LIEN_CONTRACT_EXPLAIN_H

#include "lien/contract.h"

struct lien_words {
  const struct lien_image *image;
  const struct lien_contract *contract;
  struct lien_buf *out;
  const char *variable, *pointee; /* what the variable arguments, and what they point to, are called */
};

/* "'item'", "the result", "'key_destroy' of 'table'" */
void lien_words_place(const struct lien_words *words, const struct lien_place *place);
/* "the result is 0 and 'destroy' is NULL" */
void lien_words_tests(const struct lien_words *words, const struct lien_outcome *outcome);
void lien_words_effect(const struct lien_words *words, const struct lien_effect *effect);

#endif
