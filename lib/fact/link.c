/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Passes resolved: "F#0.items" grows, and `root` is passed as F's first argument, so `root.items` grows. */
#include "link.h"

#include <stdlib.h>
#include <string.h>

/* How deep below a parameter a field may lie, and how many links there may be for each fact: a recursive function that passes
 * a field of its parameter has no end of them. Beyond that the root escapes. */
enum { DEPTH_LIMIT = 4, LINKS_A_FACT = 16 };

/* The parameter in a text "F#0.items": where its suffix begins; NULL when it is none. */
static const char *parameter_end(const char *id) {
  const char *hash = strrchr(id, '#');
  size_t digits = hash ? strspn(hash + 1, "0123456789") : 0;
  if (!digits || (hash[1 + digits] && hash[1 + digits] != '.'))
    return NULL;
  return hash + 1 + digits;
}

struct linking {
  struct lien_facts *facts;
  const struct fact_reach *reach;
  struct fact_array known; /* uint8_t by text: whether it has been queued */
  struct fact_array queue; /* uint32_t: texts that name a parameter */
  uint32_t *passes_to;     /* by text: where the passes with this target begin */
  uint32_t *pass_order;    /* passes by target */
  size_t text_count;
  bool failed;
};

static const struct fact_pass *pass_at(const struct lien_facts *facts, size_t index) {
  return (const struct fact_pass *)facts->passes.data + index;
}

static void note_known(struct linking *linking, uint32_t id) {
  if (!fact_array_fill(&linking->known, (size_t)id + 1, 1)) {
    linking->failed = true;
    return;
  }
  uint8_t *known = (uint8_t *)linking->known.data + id;
  if (*known)
    return;
  *known = 1;
  if (!parameter_end(fact_text(linking->facts, id)))
    return;
  uint32_t *to = fact_array_add(&linking->queue, sizeof *to);
  linking->failed |= !to;
  if (to)
    *to = id;
}

static void add_escape(struct linking *linking, const struct fact_pass *pass) {
  struct fact_site *site = fact_array_add(&linking->facts->sites, sizeof *site);
  linking->failed |= !site;
  if (site)
    *site = (struct fact_site){.root = pass->root,
                               .function = pass->function,
                               .callee = pass->to,
                               .at = pass->at,
                               .sort = FACT_ESCAPE,
                               .key = FACT_KEY_UNKNOWN,
                               .loop = pass->loop};
}

static void index_passes(struct linking *linking) {
  const struct lien_facts *facts = linking->facts;
  for (size_t i = 0; i < facts->passes.count; i++)
    linking->passes_to[pass_at(facts, i)->target + 1]++;
  for (size_t id = 0; id < linking->text_count; id++)
    linking->passes_to[id + 1] += linking->passes_to[id];
  uint32_t *next = linking->passes_to;
  for (size_t i = facts->passes.count; i-- > 0;) /* from behind, with the ends as cursors */
    linking->pass_order[--next[pass_at(facts, i)->target + 1]] = (uint32_t)i;
  /* Each cursor now is where its own passes begin, one place too far to the right. */
  memmove(linking->passes_to, linking->passes_to + 1, linking->text_count * sizeof *linking->passes_to);
  linking->passes_to[linking->text_count] = (uint32_t)facts->passes.count;
}

static size_t count_dots(const char *text) {
  size_t dots = 0;
  for (; *text; text++)
    dots += *text == '.';
  return dots;
}

/* `id` is `pass`'s target with a suffix: the same happens to the pass's root with this suffix. */
static void add_link(struct linking *linking, uint32_t id, size_t suffix_at, uint32_t index) {
  struct lien_facts *facts = linking->facts;
  struct fact_pass pass = *pass_at(facts, index);
  size_t limit = LINKS_A_FACT * (facts->passes.count + facts->sites.count);
  struct lien_buf from = {0};
  lien_buf_printf(&from, "%s%s", fact_text(facts, pass.root), fact_text(facts, id) + suffix_at);
  const char *end = from.failed ? NULL : parameter_end(from.data);
  if (facts->links.count >= limit || (end && count_dots(end) > DEPTH_LIMIT))
    add_escape(linking, &pass);
  else {
    struct fact_link *link = fact_array_add(&facts->links, sizeof *link);
    uint32_t text = from.failed ? 0 : fact_intern(facts, from.data, from.size);
    linking->failed |= !link || from.failed;
    if (link)
      *link = (struct fact_link){text, id, index};
    note_known(linking, text);
  }
  lien_buf_free(&from);
}

static void follow(struct linking *linking) {
  struct lien_facts *facts = linking->facts;
  for (size_t i = 0; i < linking->queue.count && !linking->failed; i++) {
    uint32_t id = ((uint32_t *)linking->queue.data)[i];
    const char *text = fact_text(facts, id);
    size_t end = (size_t)(parameter_end(text) - text);
    uint32_t base = fact_texts_find(&facts->texts, text, end);
    if (!base || base >= linking->text_count)
      continue;
    for (uint32_t k = linking->passes_to[base]; k < linking->passes_to[base + 1]; k++)
      add_link(linking, id, end, linking->pass_order[k]);
  }
}

static void start(struct linking *linking) {
  struct lien_facts *facts = linking->facts;
  index_passes(linking);
  size_t count = facts->sites.count;
  for (size_t i = 0; i < count; i++)
    note_known(linking, ((struct fact_site *)facts->sites.data)[i].root);
  for (size_t i = 0; i < facts->passes.count; i++) {
    struct fact_pass pass = *pass_at(facts, i);
    note_known(linking, pass.root);
    if (!fact_reach_defines(linking->reach, pass.to))
      add_escape(linking, &pass);
  }
}

static bool resolve(struct lien_facts *facts, const struct fact_reach *reach) {
  struct linking linking = {.facts = facts, .reach = reach, .text_count = facts->texts.count};
  linking.passes_to = calloc(linking.text_count + 2, sizeof *linking.passes_to);
  linking.pass_order = calloc(facts->passes.count + 1, sizeof *linking.pass_order);
  linking.failed = !linking.passes_to || !linking.pass_order;
  if (!linking.failed) {
    start(&linking);
    follow(&linking);
  }
  free(linking.known.data);
  free(linking.queue.data);
  free(linking.passes_to);
  free(linking.pass_order);
  return !linking.failed && !facts->texts.failed;
}

/* qsort has no context; these are the facts that this thread sorts. */
static _Thread_local const struct lien_facts *sorted;

static int compare_texts(uint32_t a, uint32_t b) {
  return a == b ? 0 : strcmp(fact_text(sorted, a), fact_text(sorted, b));
}

static int compare_numbers(uint32_t a, uint32_t b) {
  return (a > b) - (a < b);
}

static int compare_spots(const struct fact_spot *x, const struct fact_spot *y) {
  int order = compare_texts(x->file, y->file);
  order = order ? order : compare_numbers(x->line, y->line);
  return order ? order : compare_numbers(x->column, y->column);
}

static int compare_sites(const void *a, const void *b) {
  const struct fact_site *x = a, *y = b;
  int order = compare_numbers(x->root, y->root);
  order = order ? order : compare_spots(&x->at, &y->at);
  order = order ? order : compare_numbers(x->sort, y->sort);
  order = order ? order : compare_texts(x->callee, y->callee);
  order = order ? order : compare_texts(x->function, y->function);
  order = order ? order : compare_numbers(x->key, y->key);
  order = order ? order : compare_numbers(x->guard, y->guard);
  return order ? order : compare_numbers(x->loop, y->loop);
}

static int compare_passes(const void *a, const void *b) {
  const struct fact_pass *x = a, *y = b;
  int order = compare_spots(&x->at, &y->at);
  order = order ? order : compare_texts(x->root, y->root);
  order = order ? order : compare_texts(x->target, y->target);
  order = order ? order : compare_texts(x->function, y->function);
  order = order ? order : compare_numbers(x->key, y->key);
  order = order ? order : compare_numbers(x->guard, y->guard);
  order = order ? order : compare_numbers(x->value, y->value);
  return order ? order : compare_numbers(x->loop, y->loop);
}

static int compare_links(const void *a, const void *b) {
  const struct fact_link *x = a, *y = b;
  int order = compare_numbers(x->from, y->from);
  order = order ? order : compare_numbers(x->pass, y->pass);
  return order ? order : compare_texts(x->to, y->to);
}

static void sort(struct fact_array *array, size_t item, int (*compare)(const void *, const void *)) {
  if (array->count > 1)
    qsort(array->data, array->count, item, compare);
}

/* offsets[id]: the first item with a text of at least id; the array is sorted by it. */
static uint32_t *offsets_of(const struct fact_array *array, size_t item, size_t text_count) {
  uint32_t *offsets = calloc(text_count + 2, sizeof *offsets);
  for (size_t i = 0; offsets && i < array->count; i++) {
    uint32_t id;
    memcpy(&id, (char *)array->data + i * item, sizeof id); /* `root` and `from` stand first */
    offsets[id + 1]++;
  }
  for (size_t id = 0; offsets && id <= text_count; id++)
    offsets[id + 1] += offsets[id];
  return offsets;
}

static int compare_ranked(const void *a, const void *b) {
  const struct fact_site *sites = sorted->sites.data;
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  int order = compare_spots(&sites[x].at, &sites[y].at);
  order = order ? order : compare_texts(sites[x].callee, sites[y].callee);
  order = order ? order : compare_texts(sites[x].root, sites[y].root);
  return order ? order : compare_numbers(x, y); /* of one root, and in its order */
}

static uint32_t *rank(const struct lien_facts *facts) {
  size_t count = facts->sites.count;
  uint32_t *order = malloc((count + 1) * sizeof *order), *ranks = malloc((count + 1) * sizeof *ranks);
  if (order && ranks) {
    for (size_t i = 0; i < count; i++)
      order[i] = (uint32_t)i;
    qsort(order, count, sizeof *order, compare_ranked);
    for (size_t i = 0; i < count; i++)
      ranks[order[i]] = (uint32_t)i;
    free(order);
    return ranks;
  }
  free(order);
  free(ranks);
  return NULL;
}

static bool make_tables(struct fact_program *program) {
  const struct lien_facts *facts = program->facts;
  size_t texts = program->text_count = facts->texts.count, sites = facts->sites.count + 1;
  program->sites_of = offsets_of(&facts->sites, sizeof(struct fact_site), texts);
  program->links_of = offsets_of(&facts->links, sizeof(struct fact_link), texts);
  program->ranks = rank(facts);
  program->met = calloc(sites, sizeof *program->met);
  program->events_at = calloc(sites, sizeof *program->events_at);
  program->walked = calloc(texts, sizeof *program->walked);
  program->ways = calloc(texts, sizeof *program->ways);
  return program->sites_of && program->links_of && program->ranks && program->met && program->events_at && program->walked &&
         program->ways;
}

bool fact_program_make(struct lien_facts *facts, bool whole, struct fact_program *ret) {
  *ret = (struct fact_program){.facts = facts};
  sorted = facts;
  sort(&facts->passes, sizeof(struct fact_pass), compare_passes);
  bool ok = fact_reach_find(facts, whole, &ret->reach) && resolve(facts, &ret->reach);
  if (ok) {
    sort(&facts->sites, sizeof(struct fact_site), compare_sites);
    sort(&facts->links, sizeof(struct fact_link), compare_links);
    ok = make_tables(ret);
  }
  sorted = NULL;
  if (!ok)
    fact_program_free(ret);
  return ok;
}

void fact_program_free(struct fact_program *program) {
  fact_reach_free(&program->reach);
  free(program->sites_of);
  free(program->links_of);
  free(program->ranks);
  free(program->met);
  free(program->events_at);
  free(program->walked);
  free(program->ways);
  free(program->events.data);
  free(program->stack.data);
  *program = (struct fact_program){0};
}
