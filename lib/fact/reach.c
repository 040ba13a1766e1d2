/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "reach.h"

#include <stdlib.h>
#include <string.h>

struct fact_node {
  uint32_t first, count; /* its records, in `order` */
  uint32_t name;
  uint8_t uses, when, pending; /* pending: the part of `when` that has not been passed on */
  bool external, called, loops_known, queued;
};

struct work {
  const struct lien_facts *facts;
  struct fact_reach *reach;
  uint32_t *order; /* records by node */
  uint32_t *queue; /* a ring of nodes, each in it once at most */
  size_t first, waiting;
};

static const struct fact_function *record(const struct work *work, size_t index) {
  return (const struct fact_function *)work->facts->functions.data + index;
}

static struct fact_node *node_of(const struct fact_reach *reach, uint32_t function) {
  uint32_t node = function < reach->text_count ? reach->nodes[function] : 0;
  return node ? &reach->items[node - 1] : NULL;
}

/* C++ writes destructors so; a pack says it of others. */
static bool is_destructor(const struct lien_facts *facts, const struct fact_function *function) {
  return fact_text(facts, function->name)[0] == '~';
}

static void join(const struct lien_facts *facts, struct fact_node *node, const struct fact_function *function) {
  bool first = !node->count++;
  node->uses |= function->uses | (is_destructor(facts, function) ? FACT_DESTROY : 0);
  node->external |= function->external;
  node->loops_known = (first || node->loops_known) && function->loops_known;
  if (first || strcmp(fact_text(facts, function->name), fact_text(facts, node->name)) < 0)
    node->name = function->name;
}

/* A node for each ID: several units may define one function, and one project several programs. */
static void make_nodes(struct work *work) {
  struct fact_reach *reach = work->reach;
  size_t count = work->facts->functions.count;
  for (size_t i = 0; i < count; i++) {
    const struct fact_function *function = record(work, i);
    if (function->declared)
      continue;
    if (!reach->nodes[function->id])
      reach->nodes[function->id] = (uint32_t)++reach->count;
    join(work->facts, node_of(reach, function->id), function);
  }
  for (size_t i = 0; i < count; i++) { /* registered in one unit, defined in another */
    const struct fact_function *function = record(work, i);
    struct fact_node *node = function->declared ? node_of(reach, function->id) : NULL;
    if (node)
      node->uses |= function->uses;
  }
  uint32_t first = 0;
  for (size_t i = 0; i < reach->count; i++) {
    reach->items[i].first = first;
    first += reach->items[i].count;
    reach->items[i].count = 0;
  }
  for (size_t i = 0; i < count; i++) {
    struct fact_node *node = record(work, i)->declared ? NULL : node_of(reach, record(work, i)->id);
    if (node)
      work->order[node->first + node->count++] = (uint32_t)i;
  }
}

static const uint32_t *calls_of(const struct work *work, const struct fact_function *function) {
  return (const uint32_t *)work->facts->calls.data + function->first_call;
}

static void mark_called(struct work *work) {
  for (size_t i = 0; i < work->facts->functions.count; i++) {
    const struct fact_function *function = record(work, i);
    for (size_t k = 0; k < function->call_count; k++) {
      uint32_t callee = calls_of(work, function)[k] & ~FACT_LOOP;
      struct fact_node *node = callee != function->id ? node_of(work->reach, callee) : NULL;
      if (node)
        node->called = true;
    }
  }
}

static void reach_node(struct work *work, struct fact_node *node, unsigned when) {
  uint8_t fresh = (uint8_t)(when & ~(unsigned)node->when);
  if (!fresh)
    return;
  node->when |= fresh;
  node->pending |= fresh;
  if (node->queued)
    return;
  node->queued = true;
  work->queue[(work->first + work->waiting++) % work->reach->count] = (uint32_t)(node - work->reach->items);
}

/* When something in a function happens that is called `when`. */
static unsigned when_in(unsigned when, bool loops_known, bool loop) {
  if (loop && when & (FACT_ONCE | FACT_MAYBE))
    when |= FACT_ANY;
  return when & FACT_ONCE && !loops_known ? (when & ~(unsigned)FACT_ONCE) | FACT_MAYBE : when;
}

/* What destroys an object is reached by the object's end: who ends it does not matter. */
static void pass_on(struct work *work, const struct fact_function *function, unsigned when) {
  for (size_t k = 0; k < function->call_count; k++) {
    uint32_t call = calls_of(work, function)[k];
    struct fact_node *callee = node_of(work->reach, call & ~FACT_LOOP);
    if (callee && !(callee->uses & FACT_DESTROY))
      reach_node(work, callee, when_in(when, function->loops_known, (call & FACT_LOOP) != 0));
  }
}

static void settle(struct work *work) {
  while (work->waiting) {
    struct fact_node *node = &work->reach->items[work->queue[work->first]];
    work->first = (work->first + 1) % work->reach->count;
    work->waiting--;
    node->queued = false;
    unsigned when = node->pending;
    node->pending = 0;
    for (size_t i = 0; i < node->count; i++)
      pass_on(work, record(work, work->order[node->first + i]), when);
  }
}

static unsigned entry(const struct fact_node *node, bool whole) {
  unsigned when = (node->uses & FACT_INIT ? FACT_START : 0) | (node->uses & FACT_EXIT ? FACT_END : 0) |
                  (node->uses & FACT_DESTROY ? FACT_DEATH : 0) | (node->uses & FACT_MAIN ? FACT_ONCE : 0) |
                  (node->uses & (FACT_METHOD | FACT_CALLBACK) ? FACT_ANY : 0);
  bool from_outside = !node->called || (!whole && node->external);
  return when ? when : from_outside ? FACT_ANY : 0;
}

static void find(struct work *work, bool whole) {
  make_nodes(work);
  mark_called(work);
  for (size_t i = 0; i < work->reach->count; i++)
    reach_node(work, &work->reach->items[i], entry(&work->reach->items[i], whole));
  settle(work);
  /* What is left call only each other: somebody calls one of them whom we do not see. */
  for (size_t i = 0; i < work->reach->count; i++)
    if (!work->reach->items[i].when)
      reach_node(work, &work->reach->items[i], FACT_ANY);
  settle(work);
}

bool fact_reach_find(const struct lien_facts *facts, bool whole, struct fact_reach *ret) {
  size_t count = facts->functions.count;
  *ret = (struct fact_reach){.nodes = calloc(facts->texts.count, sizeof *ret->nodes),
                             .text_count = facts->texts.count,
                             .items = calloc(count + 1, sizeof *ret->items)};
  struct work work = {.facts = facts,
                      .reach = ret,
                      .order = calloc(count + 1, sizeof *work.order),
                      .queue = calloc(count + 1, sizeof *work.queue)};
  bool ok = ret->nodes && ret->items && work.order && work.queue;
  if (ok)
    find(&work, whole);
  else
    fact_reach_free(ret);
  free(work.order);
  free(work.queue);
  return ok;
}

void fact_reach_free(struct fact_reach *reach) {
  free(reach->nodes);
  free(reach->items);
  *reach = (struct fact_reach){0};
}

bool fact_reach_defines(const struct fact_reach *reach, uint32_t function) {
  return node_of(reach, function) != NULL;
}

unsigned fact_reach_when(const struct fact_reach *reach, uint32_t function, bool loop) {
  const struct fact_node *node = node_of(reach, function);
  return node ? when_in(node->when, node->loops_known, loop) : FACT_ANY;
}

unsigned fact_reach_below(const struct fact_reach *reach, unsigned when, uint32_t function, bool loop) {
  const struct fact_node *node = node_of(reach, function);
  return when_in(when, node && node->loops_known, loop);
}

uint32_t fact_reach_name(const struct fact_reach *reach, uint32_t function) {
  const struct fact_node *node = node_of(reach, function);
  return node ? node->name : 0;
}
