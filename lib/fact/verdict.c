/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "candidates.h"
#include "immortal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

const struct fact_site *fact_case_site(const struct fact_case *c, const struct fact_event *event) {
  return (const struct fact_site *)c->program->facts->sites.data + event->site;
}

bool fact_sort_takes_out(uint8_t sort) {
  return sort == FACT_SHRINK || sort == FACT_CLEAR || sort == FACT_RESET;
}

/* The end of one object is the end of its own fields; to a container of the process it is a time like any other, at which
 * the object may take itself out. */
static unsigned when_of(const struct fact_case *c, const struct fact_event *event) {
  if (!(event->when & FACT_DEATH))
    return event->when;
  unsigned others = event->when & ~(unsigned)FACT_DEATH;
  return others | (c->root->storage == FACT_OBJECT ? FACT_END : FACT_ANY);
}

enum fact_harm fact_case_harm(const struct fact_case *c, const struct fact_event *event) {
  const struct fact_site *site = fact_case_site(c, event);
  unsigned when = when_of(c, event);
  if (site->guard == FACT_GUARD_SIZE || event->key == FACT_KEY_GUARDED)
    return FACT_HARM_LIMITED;
  if (site->guard == FACT_GUARD_ONCE)
    return FACT_HARM_ONCE;
  if (event->key <= FACT_KEY_SMALL)
    return FACT_HARM_KEYS;
  if (when & FACT_ANY)
    return FACT_HARM;
  return when & ~(unsigned)FACT_END ? FACT_HARM_START : FACT_HARM_END;
}

bool fact_case_evicts(const struct fact_case *c, const struct fact_event *event) {
  const struct fact_site *site = fact_case_site(c, event);
  bool first_time = site->sort == FACT_RESET && site->guard == FACT_GUARD_ONCE; /* it is made here, not made anew */
  return fact_sort_takes_out(site->sort) && !first_time && when_of(c, event) & (FACT_ANY | FACT_MAYBE);
}

/* What escapes at the end no longer grows; what is only published at the start (an attribute of a module) is judged by what is
 * seen, and never more than a note. */
static bool escapes(const struct fact_case *c, const struct fact_event *event) {
  return fact_case_site(c, event)->sort == FACT_ESCAPE && when_of(c, event) & (FACT_ANY | FACT_MAYBE | FACT_ONCE);
}

bool fact_case_is_published(const struct fact_case *c) {
  for (size_t i = 0; i < c->event_count; i++)
    if (fact_case_site(c, &c->events[i])->sort == FACT_ESCAPE && when_of(c, &c->events[i]) & FACT_START)
      return true;
  return false;
}

/* Whether the name has one of these words in it: what is interned or registered is meant to stay. */
static bool means_to_stay(const char *name) {
  static const char *const words[] = {"intern", "quark", "regist", "atom", "install", "symbol"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    for (const char *at = name; *at; at++)
      if (strncasecmp(at, words[i], strlen(words[i])) == 0)
        return true;
  return false;
}

/* What an object gathers while it lives may be what it is for (a list's items): how many objects live how long is not known. */
static bool is_warning(const struct fact_case *c, const struct fact_event *growth, const char *function) {
  return growth->key >= FACT_KEY_PARSED && !c->root->intended && c->root->storage != FACT_OBJECT && !means_to_stay(c->name) &&
         !means_to_stay(function) && !fact_case_is_published(c);
}

static bool is_worse(const struct fact_event *event, const struct fact_event *than) {
  return !than || (event->key >= FACT_KEY_PARSED && than->key < FACT_KEY_PARSED);
}

/* Why all growth sites do no harm. */
static const char *bound_by(const unsigned counts[FACT_HARM_COUNT]) {
  static const char *const words[] = {[FACT_HARM_LIMITED] = "a test of its size",
                                      [FACT_HARM_ONCE] = "grows only once",
                                      [FACT_HARM_KEYS] = "few keys",
                                      [FACT_HARM_START] = "grows only at start",
                                      [FACT_HARM_END] = "grows only at exit"};
  const char *bound = "does not grow";
  bool any = false;
  for (unsigned i = FACT_HARM + 1; i < FACT_HARM_COUNT; i++)
    if (counts[i]) {
      bound = any ? "every growth is bounded" : words[i];
      any = true;
    }
  return bound;
}

static struct lien_remark place_of(const struct lien_facts *facts, const struct fact_spot *at) {
  return (struct lien_remark){fact_text(facts, at->file), at->line, at->column, ""};
}

static void count(const struct fact_case *c, struct lien_cache *cache) {
  for (size_t i = 0; i < c->event_count; i++) {
    const struct fact_site *site = fact_case_site(c, &c->events[i]);
    if (site->sort == FACT_GROWTH && !cache->growth++)
      cache->first_growth = place_of(c->program->facts, &site->at);
    if (fact_sort_takes_out(site->sort) && !cache->out++)
      cache->first_out = place_of(c->program->facts, &site->at);
  }
}

/* "" when nothing bounds the case; then *ret_growth is where it is told. */
static const char *find_bound(const struct fact_case *c, bool whole, const struct fact_event **ret_growth) {
  unsigned harms[FACT_HARM_COUNT] = {0};
  bool escaped = false, evicted = false;
  *ret_growth = NULL;
  for (size_t i = 0; i < c->event_count; i++) {
    const struct fact_event *event = &c->events[i];
    escaped |= escapes(c, event);
    evicted |= fact_case_evicts(c, event);
    if (fact_case_site(c, event)->sort != FACT_GROWTH)
      continue;
    enum fact_harm harm = fact_case_harm(c, event);
    harms[harm]++;
    if (harm == FACT_HARM && is_worse(event, *ret_growth))
      *ret_growth = event;
  }
  if (c->root->weak)
    return "holds weakly";
  if (evicted)
    return "eviction";
  if (!*ret_growth)
    return bound_by(harms);
  if (escaped)
    return "unknown: it escapes";
  return whole || c->root->local ? "" : "unknown: other units can see it";
}

static bool judge(const struct fact_case *c, bool whole, struct lien_cache *cache) {
  static const char *const storages[FACT_STORAGE_COUNT] = {"file",   "function",     "extern", "class",
                                                           "thread", "module-state", "object"};
  const struct lien_facts *facts = c->program->facts;
  const struct fact_event *growth;
  *cache = (struct lien_cache){.id = fact_text(facts, c->id),
                               .name = c->name,
                               .container = fact_text(facts, c->root->container),
                               .storage = storages[c->root->storage],
                               .at = place_of(facts, &c->root->at),
                               .first_growth = {.file = "", .message = ""},
                               .first_out = {.file = "", .message = ""},
                               .rule = "",
                               .message = "",
                               .function = "",
                               .growth_at = {.file = "", .message = ""}};
  count(c, cache);
  cache->bound = find_bound(c, whole, &growth);
  if (cache->bound[0])
    return true;
  cache->growth_at = place_of(facts, &fact_case_site(c, growth)->at);
  if (!fact_case_tell(c, growth, cache))
    return false;
  cache->verdict = is_warning(c, growth, cache->function) ? LIEN_VERDICT_WARNING : LIEN_VERDICT_NOTE;
  return true;
}

/* The root that `id` is, or is a part of; NULL: none that is declared. roots: by text, 1 + the index. */
static const struct fact_root *root_of(const struct lien_facts *facts, const uint32_t *roots, size_t text_count, uint32_t id) {
  const char *text = fact_text(facts, id);
  for (size_t size = strlen(text); id;) {
    if (id < text_count && roots[id])
      return (const struct fact_root *)facts->roots.data + (roots[id] - 1);
    struct lien_buf part = {0};
    lien_buf_add(&part, text, size);
    const char *dot = part.failed ? NULL : fact_last_dot(part.data);
    size = dot ? (size_t)(dot - part.data) : 0;
    lien_buf_free(&part);
    id = fact_texts_find(&facts->texts, text, size);
  }
  return NULL;
}

/* What several units say of one root: the declaration that comes first, and all marks. */
static void join_root(const struct lien_facts *facts, struct fact_root *to, const struct fact_root *from) {
  int order = strcmp(fact_text(facts, from->at.file), fact_text(facts, to->at.file));
  order = order ? order : (from->at.line > to->at.line) - (from->at.line < to->at.line);
  order = order ? order : (from->at.column > to->at.column) - (from->at.column < to->at.column);
  order = order ? order : strcmp(fact_text(facts, from->container), fact_text(facts, to->container));
  order = order ? order : strcmp(fact_text(facts, from->name), fact_text(facts, to->name));
  order = order ? order : from->storage - to->storage;
  struct fact_root joined = order < 0 ? *from : *to;
  joined.intended = from->intended || to->intended;
  joined.weak = from->weak || to->weak;
  joined.local = from->local && to->local;
  *to = joined;
}

static void join_roots(const struct lien_facts *facts, uint32_t *roots) {
  struct fact_root *items = facts->roots.data;
  for (size_t i = 0; i < facts->roots.count; i++) {
    uint32_t *at = &roots[items[i].id];
    if (*at)
      join_root(facts, &items[*at - 1], &items[i]);
    else
      *at = (uint32_t)i + 1;
  }
}

/* "reg.items" of the root `reg` and its part `reg.items`. */
static const char *name_of(struct lien_facts *facts, const struct fact_root *root, uint32_t id) {
  struct lien_buf name = {0};
  lien_buf_puts(&name, fact_text(facts, root->name));
  lien_buf_puts(&name, fact_text(facts, id) + strlen(fact_text(facts, root->id)));
  uint32_t text = name.failed ? 0 : fact_intern(facts, name.data, name.size);
  lien_buf_free(&name);
  return fact_text(facts, text);
}

/* Whether something of these sorts happens to it. */
static bool has(const struct fact_case *c, uint8_t first, uint8_t last) {
  for (size_t i = 0; i < c->event_count; i++) {
    uint8_t sort = fact_case_site(c, &c->events[i])->sort;
    if (sort >= first && sort <= last)
      return true;
  }
  return false;
}

static bool note_immortal(const struct fact_case *c, bool whole, bool *ret) {
  struct fact_immortal immortal;
  *ret = fact_case_is_immortal(c, whole, &immortal);
  struct fact_immortal *to = *ret ? fact_array_add(&c->program->facts->immortals, sizeof immortal) : NULL;
  if (to)
    *to = immortal;
  return to || !*ret;
}

/* Judges `id` if it is a root, or a part of one that grows by itself. */
static bool take(struct fact_program *program, const uint32_t *roots, uint32_t id, bool whole) {
  struct lien_facts *facts = program->facts;
  struct fact_case c = {.program = program, .root = root_of(facts, roots, program->text_count, id), .id = id};
  if (!c.root)
    return true;
  fact_program_look(program, id);
  c.events = program->events.data;
  c.event_count = program->events.count;
  if (program->failed || (!roots[id] && !has(&c, FACT_GROWTH, FACT_GROWTH)))
    return !program->failed;
  bool immortal = false;
  if (!note_immortal(&c, whole, &immortal))
    return false;
  if (!immortal && has(&c, FACT_CLAIM, FACT_SORT_COUNT) && !has(&c, FACT_GROWTH, FACT_ESCAPE))
    return true; /* no container */
  c.name = name_of(facts, c.root, id);
  struct lien_cache *cache = fact_array_add(&facts->caches, sizeof *cache);
  if (!cache || !judge(&c, whole, cache))
    return false;
  cache->immortal = immortal;
  return !facts->texts.failed;
}

static int compare_caches(const void *a, const void *b) {
  return strcmp(((const struct lien_cache *)a)->id, ((const struct lien_cache *)b)->id);
}

static bool judge_all(struct fact_program *program, const uint32_t *roots, bool whole) {
  struct lien_facts *facts = program->facts;
  bool ok = true;
  for (uint32_t id = 1; ok && id < program->text_count; id++)
    if (roots[id] || program->sites_of[id] < program->sites_of[id + 1] || program->links_of[id] < program->links_of[id + 1])
      ok = take(program, roots, id, whole);
  if (facts->caches.count > 1)
    qsort(facts->caches.data, facts->caches.count, sizeof(struct lien_cache), compare_caches);
  return ok;
}

bool lien_facts_link(struct lien_facts *facts, bool whole, struct lien_error *err) {
  struct fact_program program;
  bool ok = fact_program_make(facts, whole, &program);
  uint32_t *roots = ok ? calloc(facts->texts.count, sizeof *roots) : NULL;
  if (roots) {
    join_roots(facts, roots);
    ok = judge_all(&program, roots, whole) && fact_immortals_tell(facts);
  }
  ok = ok && roots && fact_candidates_judge(facts, whole);
  free(roots);
  fact_program_free(&program);
  return ok ? true : lien_fail(err, "", 0, 0, "out of memory");
}
