/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
#include "immortal.h"

#include <stdlib.h>
#include <string.h>

/* NAME_LIMIT: variables that a message names; ROOT_LIMIT: whose places are shown. */
enum { NAME_LIMIT = 8, ROOT_LIMIT = 32 };

static bool lives_with_process(const struct fact_root *root) {
  return root->storage == FACT_FILE || root->storage == FACT_FUNCTION || root->storage == FACT_EXTERN ||
         root->storage == FACT_CLASS;
}

/* Whether the claim may end there. What only the start does belongs to the first making: it undoes what has failed. */
static bool may_release(const struct fact_case *c, const struct fact_event *event) {
  const struct fact_site *site = fact_case_site(c, event);
  const struct fact_pass *passes = c->program->facts->passes.data;
  if (site->sort == FACT_RELEASE)
    return event->when != FACT_START;
  /* Whoever gets the address may release, and a function that is not seen may take over what it is given. */
  if (site->sort == FACT_ESCAPE)
    return site->callee || (event->pass && !passes[event->pass - 1].value);
  return site->sort == FACT_MOVED;
}

bool fact_case_is_immortal(const struct fact_case *c, bool whole, struct fact_immortal *ret) {
  const struct fact_root *root = c->root;
  if (c->id != root->id || root->intended || root->weak || !lives_with_process(root) || !(whole || root->local))
    return false;
  *ret = (struct fact_immortal){.root = root};
  for (size_t i = 0; i < c->event_count; i++) {
    const struct fact_site *site = fact_case_site(c, &c->events[i]);
    if (may_release(c, &c->events[i]))
      return false;
    if (site->sort != FACT_CLAIM)
      continue;
    ret->claim = ret->claim ? ret->claim : site;
    /* What a header declares belongs to the file that fills it. */
    if (!ret->module || site->at.file == root->at.file)
      ret->module = site->at.file;
  }
  return ret->claim != NULL;
}

/* qsort has no context; these are the facts that this thread sorts. */
static _Thread_local const struct lien_facts *sorted;

static int compare_immortals(const void *a, const void *b) {
  const struct fact_immortal *x = a, *y = b;
  const struct fact_spot *p = &x->root->at, *q = &y->root->at;
  int order = strcmp(fact_text(sorted, x->module), fact_text(sorted, y->module));
  order = order ? order : strcmp(fact_text(sorted, p->file), fact_text(sorted, q->file));
  order = order ? order : (p->line > q->line) - (p->line < q->line);
  order = order ? order : (p->column > q->column) - (p->column < q->column);
  return order ? order : strcmp(fact_text(sorted, x->root->id), fact_text(sorted, y->root->id));
}

/* The immortals of one file. */
struct group {
  struct lien_facts *facts;
  const struct fact_immortal *items;
  size_t count;
  bool starts; /* something of the file runs when a module starts */
};

/* By text: whether the file has a function that runs when a module starts. NULL: out of memory. */
static bool *find_starts(const struct lien_facts *facts) {
  const struct fact_function *functions = facts->functions.data;
  bool *starts = calloc(facts->texts.count + 1, sizeof *starts);
  for (size_t i = 0; starts && i < facts->functions.count; i++)
    if (functions[i].file)
      starts[functions[i].file] = true;
  return starts;
}

static const char *keep(struct lien_facts *facts, struct lien_buf *buf) {
  uint32_t id = buf->failed ? 0 : fact_intern(facts, buf->data, buf->size);
  facts->texts.failed |= buf->failed;
  lien_buf_free(buf);
  return fact_text(facts, id);
}

static const char *message(const struct group *group) {
  struct lien_buf out = {0};
  bool one = group->count == 1;
  lien_buf_printf(&out, "%zu static variable%s of this %s keep%s for ever, and nothing releases %s: ", group->count,
                  one ? "" : "s", group->starts ? "module" : "file", one ? "s an object alive" : " objects alive",
                  one ? "it" : "them");
  for (size_t i = 0; i < group->count && i < NAME_LIMIT; i++)
    lien_buf_printf(&out, "%s'%s'", i ? ", " : "", fact_text(group->facts, group->items[i].root->name));
  if (group->count > NAME_LIMIT)
    lien_buf_printf(&out, " and %zu more", group->count - NAME_LIMIT);
  return keep(group->facts, &out);
}

static void add_place(struct lien_module *module, const struct lien_facts *facts, const struct fact_spot *at, const char *words) {
  module->places[module->place_count++] = (struct lien_remark){fact_text(facts, at->file), at->line, at->column, words};
}

static void add_root(struct lien_module *module, struct lien_facts *facts, const struct fact_immortal *item) {
  const char *name = fact_text(facts, item->root->name), *callee = fact_text(facts, item->claim->callee);
  struct lien_buf declared = {0}, filled = {0};
  lien_buf_printf(&declared, "'%s' is declared here", name);
  if (callee[0])
    lien_buf_printf(&filled, "'%s' keeps what '%s' returns here, and nothing releases it", name, callee);
  else
    lien_buf_printf(&filled, "'%s' keeps an object from here on, and nothing releases it", name);
  add_place(module, facts, &item->root->at, keep(facts, &declared));
  add_place(module, facts, &item->claim->at, keep(facts, &filled));
}

static const char *remedy(const struct group *group, size_t shown) {
  struct lien_buf out = {0};
  if (group->count > shown)
    lien_buf_printf(&out, "%zu more are not shown; ", group->count - shown);
  if (group->starts)
    lien_buf_puts(&out, "to let them go with the module, keep them in the module's state and release them in its clear function "
                        "(m_clear, PEP 630)");
  else
    lien_buf_puts(&out, "to let them go, release them in a function that runs at the end, or keep them in an object that ends");
  lien_buf_puts(&out, "; if they are meant to live for ever, say so: LIEN_LIVES_FOREVER");
  return keep(group->facts, &out);
}

static bool tell(const struct group *group) {
  struct lien_facts *facts = group->facts;
  struct lien_module *module = fact_array_add(&facts->modules, sizeof *module);
  size_t shown = group->count < ROOT_LIMIT ? group->count : ROOT_LIMIT;
  const struct fact_spot *at = &group->items[0].root->at;
  if (!module)
    return false;
  module->rule = "lien.ImmortalRoot";
  module->message = message(group);
  module->at = (struct lien_remark){fact_text(facts, at->file), at->line, at->column, ""};
  module->places = calloc(2 * shown + 1, sizeof *module->places);
  if (!module->places)
    return false;
  for (size_t i = 0; i < shown; i++)
    add_root(module, facts, &group->items[i]);
  add_place(module, facts, at, remedy(group, shown));
  return !facts->texts.failed;
}

bool fact_immortals_tell(struct lien_facts *facts) {
  const struct fact_immortal *items = facts->immortals.data;
  size_t count = facts->immortals.count;
  sorted = facts;
  if (count > 1)
    qsort(facts->immortals.data, count, sizeof *items, compare_immortals);
  sorted = NULL;
  bool *starts = find_starts(facts), ok = starts;
  for (size_t first = 0, end; ok && first < count; first = end) {
    for (end = first + 1; end < count && items[end].module == items[first].module;)
      end++;
    ok = tell(&(struct group){facts, items + first, end - first, starts[items[first].module]});
  }
  free(starts);
  return ok;
}
