/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The words for a root that nothing bounds. */
#include "verdict.h"

#include <stdlib.h>
#include <string.h>

/* Places that are shown beside the declaration and the remedy. */
enum { PLACE_LIMIT = 64 };

struct telling {
  const struct fact_case *c;
  struct lien_facts *facts;
  struct fact_array places; /* struct lien_remark */
  bool failed;
};

static const char *life(const struct fact_case *c) {
  static const char *const words[FACT_STORAGE_COUNT] = {
      [FACT_THREAD] = "its thread", [FACT_MODULE] = "its module", [FACT_OBJECT] = "its object"};
  const char *word = words[c->root->storage];
  return word ? word : "the process";
}

static const char *text(struct telling *telling, struct lien_buf *buf) {
  telling->failed |= buf->failed;
  uint32_t id = buf->failed ? 0 : fact_intern(telling->facts, buf->data, buf->size);
  lien_buf_free(buf);
  return fact_text(telling->facts, id);
}

static void add_place(struct telling *telling, const struct fact_spot *at, struct lien_buf *message) {
  struct lien_remark *place = fact_array_add(&telling->places, sizeof *place);
  telling->failed |= !place;
  const char *words = text(telling, message);
  if (place)
    *place = (struct lien_remark){fact_text(telling->facts, at->file), at->line, at->column, words};
}

/* "an array", "a dict" */
static const char *article(const char *noun) {
  return noun[0] && strchr("aeiouAEIO", noun[0]) ? "an" : "a";
}

static void add_container(const struct fact_case *c, struct lien_buf *out) {
  const char *noun = fact_text(c->program->facts, c->root->container);
  noun = noun[0] ? noun : "container";
  lien_buf_printf(out, "%s %s", article(noun), noun);
}

static const char *grows_with(uint8_t key) {
  switch (key) {
  case FACT_KEY_CALLER:
    return "what callers pass";
  case FACT_KEY_PARSED:
    return "what is parsed from arguments";
  case FACT_KEY_NONE:
    return "every call";
  default:
    return "every new key";
  }
}

/* When a site that does not evict happens. */
static const char *when_word(const struct fact_case *c, const struct fact_event *event) {
  unsigned when = event->when;
  if (when & FACT_START)
    return "at start";
  if (when & FACT_ONCE)
    return "once in main";
  if (when & FACT_ANY)
    return "the first time";
  return c->root->storage == FACT_OBJECT ? "at its end" : "at exit";
}

static void add_counted(struct lien_buf *out, const char *before, unsigned count, const char *noun) {
  lien_buf_printf(out, "%s%u %s%s", before, count, noun, count == 1 ? "" : "s");
}

/* ", 1 clear at exit" for each sort and time of what takes out. */
static void add_outs(const struct fact_case *c, struct lien_buf *out) {
  static const char *const nouns[FACT_SORT_COUNT] = {
      [FACT_SHRINK] = "eviction", [FACT_CLEAR] = "clear", [FACT_RESET] = "replacement"};
  static const char *const times[] = {"at start", "once in main", "the first time", "at its end", "at exit"};
  for (uint8_t sort = FACT_SHRINK; sort <= FACT_RESET; sort++)
    for (size_t t = 0; t < sizeof times / sizeof *times; t++) {
      unsigned count = 0;
      for (size_t i = 0; i < c->event_count; i++)
        count += fact_case_site(c, &c->events[i])->sort == sort && strcmp(when_word(c, &c->events[i]), times[t]) == 0;
      if (!count || (sort == FACT_RESET && t == 2)) /* its making */
        continue;
      add_counted(out, ", ", count, nouns[sort]);
      lien_buf_printf(out, " %s", times[t]);
    }
}

static const char *message(struct telling *telling, const struct fact_event *growth) {
  const struct fact_case *c = telling->c;
  struct lien_buf out = {0};
  unsigned sites = 0, bounded = 0;
  for (size_t i = 0; i < c->event_count; i++)
    if (fact_case_site(c, &c->events[i])->sort == FACT_GROWTH) {
      sites++;
      bounded += fact_case_harm(c, &c->events[i]) != FACT_HARM;
    }
  lien_buf_printf(&out, "'%s' (", c->name);
  add_container(c, &out);
  lien_buf_printf(&out, " that lives as long as %s) grows with %s, and nothing takes an element out", life(c),
                  grows_with(growth->key));
  add_counted(&out, ": ", sites, "growth site");
  if (bounded)
    lien_buf_printf(&out, " (%u of them bounded)", bounded);
  add_outs(c, &out);
  if (c->root->intended)
    lien_buf_puts(&out, "; it is marked as meant to live for ever");
  else if (fact_case_is_published(c))
    lien_buf_puts(&out, "; it is also given to code that is not seen, at start");
  return text(telling, &out);
}

static void describe_growth(const struct fact_case *c, const struct fact_event *event, struct lien_buf *out) {
  static const char *const harms[FACT_HARM_COUNT] = {[FACT_HARM_LIMITED] = "only while a test of its size allows it",
                                                     [FACT_HARM_ONCE] = "only once",
                                                     [FACT_HARM_KEYS] = "with few different keys",
                                                     [FACT_HARM_START] = "only at start",
                                                     [FACT_HARM_END] = "only at exit"};
  static const char *const keys[FACT_KEY_ABSENT] = {[FACT_KEY_CALLER] = "under what callers pass",
                                                    [FACT_KEY_PARSED] = "under what is parsed from arguments",
                                                    [FACT_KEY_NONE] = "with every call"};
  enum fact_harm harm = fact_case_harm(c, event);
  const char *key =
      event->key < FACT_KEY_ABSENT && keys[event->key] ? keys[event->key] : "under a key of which there may be many";
  if (harm == FACT_HARM)
    lien_buf_printf(out, "puts an element in %s, and no test of its size stops it", key);
  else
    lien_buf_printf(out, "puts an element in, but %s: this is bounded", harms[harm]);
}

static void describe(const struct fact_case *c, const struct fact_event *event, struct lien_buf *out) {
  const struct fact_site *site = fact_case_site(c, event);
  const char *callee = fact_text(c->program->facts, site->callee);
  if (callee[0])
    lien_buf_printf(out, "'%s' ", callee);
  else
    lien_buf_puts(out, "this code ");
  if (site->sort == FACT_GROWTH)
    describe_growth(c, event, out);
  else if (site->sort == FACT_SHRINK)
    lien_buf_printf(out, "takes an element out, but only %s", when_word(c, event));
  else if (site->sort == FACT_CLEAR)
    lien_buf_printf(out, "takes all elements out, but only %s", when_word(c, event));
  else if (site->sort == FACT_RESET)
    lien_buf_printf(out, "puts another container in its place, but only %s", when_word(c, event));
  else
    lien_buf_puts(out, "asks for its size, but does not stop the growth");
}

static void add_event(struct telling *telling, const struct fact_event *event) {
  const struct lien_facts *facts = telling->facts;
  struct lien_buf out = {0};
  describe(telling->c, event, &out);
  if (event->pass) {
    const struct fact_pass *pass = (const struct fact_pass *)facts->passes.data + (event->pass - 1);
    const char *file = fact_text(facts, pass->at.file), *slash = strrchr(file, '/');
    lien_buf_printf(&out, " ('%s' comes here from %s:%u)", telling->c->name, slash ? slash + 1 : file, pass->at.line);
  }
  add_place(telling, &fact_case_site(telling->c, event)->at, &out);
}

static void add_events(struct telling *telling, bool growth, size_t *shown) {
  const struct fact_case *c = telling->c;
  for (size_t i = 0; i < c->event_count; i++) {
    uint8_t sort = fact_case_site(c, &c->events[i])->sort;
    if ((sort == FACT_GROWTH) == growth && sort < FACT_ESCAPE && (*shown)++ < PLACE_LIMIT)
      add_event(telling, &c->events[i]);
  }
}

static void add_remedy(struct telling *telling, const struct fact_spot *at, size_t shown) {
  const struct fact_case *c = telling->c;
  struct lien_buf out = {0};
  if (shown > PLACE_LIMIT)
    lien_buf_printf(&out, "%zu more places are not shown; ", shown - PLACE_LIMIT);
  if (c->root->storage == FACT_OBJECT)
    lien_buf_puts(&out,
                  "to bound it, take each element out when it has been dealt with, or keep only the newest up to a maximum");
  else
    lien_buf_printf(&out,
                    "to bound it, give it a maximum size and take out what was used least recently (LRU), hold its keys or "
                    "values weakly, or clear it when what it describes goes%s",
                    c->root->storage == FACT_MODULE ? " and in the module's clear function (m_clear)" : "");
  add_place(telling, at, &out);
}

static const char *function_of(const struct fact_case *c, const struct fact_site *site) {
  const char *id = fact_text(c->program->facts, site->function);
  uint32_t name = fact_reach_name(&c->program->reach, site->function);
  if (id[0] != '/' || !name)
    return id[0] != '/' ? id : "";
  return fact_text(c->program->facts, name);
}

bool fact_case_tell(const struct fact_case *c, const struct fact_event *growth, struct lien_cache *cache) {
  struct telling telling = {.c = c, .facts = c->program->facts};
  const struct fact_site *site = fact_case_site(c, growth);
  struct lien_buf out = {0};
  size_t shown = 0;
  cache->rule = c->root->storage == FACT_OBJECT ? "lien.GrowingState" : "lien.UnboundedCache";
  cache->message = message(&telling, growth);
  cache->function = function_of(c, site);
  lien_buf_printf(&out, "'%s' is declared here, and lives as long as %s", c->name, life(c));
  add_place(&telling, &c->root->at, &out);
  add_events(&telling, true, &shown);
  add_events(&telling, false, &shown);
  add_remedy(&telling, &site->at, shown);
  cache->places = telling.places.data;
  cache->place_count = telling.places.count;
  return !telling.failed;
}
