/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Whether a root is bounded, and by what. */
#ifndef LIEN_FACT_VERDICT_H
#define LIEN_FACT_VERDICT_H

#include "link.h"

/* A root that is judged. */
struct fact_case {
  struct fact_program *program;
  const struct fact_root *root; /* it, or what it is a part of */
  uint32_t id;
  const char *name; /* as a user writes it */
  const struct fact_event *events;
  size_t event_count;
};

/* Why a growth site does no harm: FACT_HARM when it does. */
enum fact_harm { FACT_HARM, FACT_HARM_LIMITED, FACT_HARM_ONCE, FACT_HARM_KEYS, FACT_HARM_START, FACT_HARM_END, FACT_HARM_COUNT };

enum fact_harm fact_case_harm(const struct fact_case *c, const struct fact_event *event);
/* Whether the event takes something out while the root lives. */
bool fact_case_evicts(const struct fact_case *c, const struct fact_event *event);
const struct fact_site *fact_case_site(const struct fact_case *c, const struct fact_event *event);
bool fact_sort_takes_out(uint8_t sort);

/* Fills the message, the places and the rule of a case that is not quiet; growth: the event at which the finding stands. */
bool fact_case_tell(const struct fact_case *c, const struct fact_event *growth, struct lien_cache *cache);

#endif
