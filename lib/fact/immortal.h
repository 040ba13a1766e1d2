/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Static variables that keep an object for ever: lien.ImmortalRoot. */
#ifndef LIEN_FACT_IMMORTAL_H
#define LIEN_FACT_IMMORTAL_H

#include "verdict.h"

/* A root that holds a claim, and nothing releases it. */
struct fact_immortal {
  const struct fact_root *root;
  const struct fact_site *claim; /* the first one */
  uint32_t module;               /* its file */
};

/* Whether the root of the case is one; then *ret is filled. */
bool fact_case_is_immortal(const struct fact_case *c, bool whole, struct fact_immortal *ret);
/* Makes one summary for each module of facts->immortals, in facts->modules. False: out of memory. */
bool fact_immortals_tell(struct lien_facts *facts);

#endif
