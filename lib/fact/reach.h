/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* When each function may run: from whom it can be reached over calls. */
#ifndef LIEN_FACT_REACH_H
#define LIEN_FACT_REACH_H

#include "facts.h"

/* Bits. FACT_ANY: at any time, again and again. FACT_ONCE: from main, outside of loops; FACT_MAYBE: from main, but whether in
 * a loop is not said. FACT_DEATH: when one object ends. */
enum { FACT_ANY = 1, FACT_START = 2, FACT_END = 4, FACT_DEATH = 8, FACT_ONCE = 16, FACT_MAYBE = 32 };

struct fact_reach {
  uint32_t *nodes; /* by text: 1 + the node of the function with this ID; 0: nobody defines it */
  size_t text_count;
  struct fact_node *items;
  size_t count;
};

/* whole: as for lien_facts_link. On success *ret is the caller's to free. False: out of memory. */
bool fact_reach_find(const struct lien_facts *facts, bool whole, struct fact_reach *ret);
void fact_reach_free(struct fact_reach *reach);

bool fact_reach_defines(const struct fact_reach *reach, uint32_t function);
/* When something in the function happens; loop: it stands in a loop. What is not known of happens at any time. */
unsigned fact_reach_when(const struct fact_reach *reach, uint32_t function, bool loop);
/* The same for a function of which it is known when it is called. */
unsigned fact_reach_below(const struct fact_reach *reach, unsigned when, uint32_t function, bool loop);
/* The function's name without its scope or file: 0 when it is not known. */
uint32_t fact_reach_name(const struct fact_reach *reach, uint32_t function);

#endif
