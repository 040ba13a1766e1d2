/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What happens to each root, in the function that names it and in those that it is passed to. */
#ifndef LIEN_FACT_LINK_H
#define LIEN_FACT_LINK_H

#include "reach.h"

/* One thing that happens to a root. */
struct fact_event {
  uint32_t rank; /* of its place, among all sites */
  uint32_t site; /* index */
  uint32_t pass; /* 1 + the index of the call by which the root gets there; 0: the root itself is named there */
  uint8_t when, key;
};

struct fact_program {
  struct lien_facts *facts;
  struct fact_reach reach;
  uint32_t *sites_of, *links_of; /* by text: where its sites and links begin */
  uint32_t *ranks;               /* by site */
  uint32_t *met, *events_at;     /* by site: the look that last met it, and where in `events` it put it */
  uint32_t *walked;              /* by text: the walk that last came to it, */
  uint64_t *ways;                /* and in which ways */
  size_t text_count;
  uint32_t look, walk;
  struct fact_array events, stack;
  bool failed; /* out of memory */
};

/* Sorts the facts, so that nothing depends on the order of the units, and resolves all passes. */
bool fact_program_make(struct lien_facts *facts, bool whole, struct fact_program *ret);
void fact_program_free(struct fact_program *program);

/* Fills program->events with what happens to the text `id`, and to what it is a part of, by place. */
void fact_program_look(struct fact_program *program, uint32_t id);

#endif
