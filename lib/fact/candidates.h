/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Candidates that hold become findings. */
#ifndef LIEN_FACT_CANDIDATES_H
#define LIEN_FACT_CANDIDATES_H

#include "facts.h"

/* Fills facts->found. whole: as for lien_facts_link. False: out of memory. */
bool fact_candidates_judge(struct lien_facts *facts, bool whole);

#endif
