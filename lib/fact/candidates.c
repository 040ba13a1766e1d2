/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Which candidates hold, and what explains it.
 *
 * - Each key of `if` must hold, and no key of `unless`.
 * - What a unit that is not there would say may be in `unless`: only a local candidate is judged then. A key that holds holds
 *   whatever is missing, so that `if` alone can always be judged.
 * - What explains a key is the note of the line that makes it hold, then what explains the keys of this line, in their order. */
#include "candidates.h"

#include "keys.h"

#include <stdlib.h>
#include <string.h>

/* Keys that are explained for one candidate: a long chain is not read to its end. */
enum { KEY_LIMIT = 32 };

/* What explains one candidate. */
struct explaining {
  const struct lien_facts *facts;
  const uint32_t *makers;
  uint32_t keys[KEY_LIMIT];
  const struct fact_holds *notes[KEY_LIMIT];
  size_t key_count, note_count;
};

/* Without keys there is nothing to point to. */
static const uint32_t *keys_at(const struct lien_facts *facts, uint32_t first) {
  return facts->keys.count ? (const uint32_t *)facts->keys.data + first : NULL;
}

static bool is_same_note(const struct fact_holds *x, const struct fact_holds *y) {
  return x->message == y->message && x->at.file == y->at.file && x->at.line == y->at.line && x->at.column == y->at.column;
}

static void add_note(struct explaining *e, const struct fact_holds *line) {
  for (size_t i = 0; i < e->note_count; i++)
    if (is_same_note(e->notes[i], line))
      return;
  if (line->message)
    e->notes[e->note_count++] = line;
}

/* As deep as KEY_LIMIT. */
static void explain(struct explaining *e, const uint32_t *keys, uint32_t count) {
  for (uint32_t i = 0; i < count && e->key_count < KEY_LIMIT; i++) {
    bool known = false;
    for (size_t k = 0; k < e->key_count; k++)
      known |= e->keys[k] == keys[i];
    if (known)
      continue;
    e->keys[e->key_count++] = keys[i];
    const struct fact_holds *line = (const struct fact_holds *)e->facts->holds.data + (e->makers[keys[i]] - 1);
    add_note(e, line);
    explain(e, keys_at(e->facts, line->first_key), line->if_count);
  }
}

static bool is_held(const struct lien_facts *facts, const uint32_t *makers, const struct fact_candidate *candidate, bool whole) {
  const uint32_t *keys = keys_at(facts, candidate->first_key);
  const uint32_t *unless = keys_at(facts, candidate->first_key + candidate->if_count);
  if (candidate->unless_count && !whole && !candidate->local)
    return false;
  for (uint32_t i = 0; i < candidate->if_count; i++)
    if (!makers[keys[i]])
      return false;
  for (uint32_t i = 0; i < candidate->unless_count; i++)
    if (makers[unless[i]])
      return false;
  return true;
}

static struct lien_step step(const struct lien_facts *facts, const struct fact_step *from) {
  return (struct lien_step){
      .place = {fact_text(facts, from->at.file), from->at.line, from->at.column, fact_text(facts, from->message)},
      .end_line = from->end_line,
      .end_column = from->end_column,
      .depth = from->depth};
}

/* The candidate's own path with the notes before its last entry, where it goes wrong. */
static bool fill_path(const struct explaining *e, const struct fact_candidate *candidate, struct lien_candidate *ret) {
  const struct fact_step *own = e->facts->steps.data;
  own = candidate->step_count ? own + candidate->first_step : NULL;
  size_t before = candidate->step_count ? candidate->step_count - 1 : 0;
  ret->path = calloc(candidate->step_count + e->note_count + 1, sizeof *ret->path);
  if (!ret->path)
    return false;
  for (size_t i = 0; i < before; i++)
    ret->path[ret->path_count++] = step(e->facts, &own[i]);
  for (size_t i = 0; i < e->note_count; i++)
    ret->path[ret->path_count++] = step(e->facts, &(struct fact_step){.at = e->notes[i]->at, .message = e->notes[i]->message});
  if (candidate->step_count)
    ret->path[ret->path_count++] = step(e->facts, &own[before]);
  return true;
}

static bool tell(struct lien_facts *facts, const uint32_t *makers, const struct fact_candidate *candidate) {
  struct lien_candidate *to = fact_array_add(&facts->found, sizeof *to);
  if (!to)
    return false;
  *to = (struct lien_candidate){.rule = fact_text(facts, candidate->rule),
                                .message = fact_text(facts, candidate->message),
                                .function = fact_text(facts, candidate->function),
                                .object = fact_text(facts, candidate->object),
                                .kind = fact_text(facts, candidate->kind),
                                .level = candidate->note ? LIEN_VERDICT_NOTE : LIEN_VERDICT_WARNING,
                                .at = step(facts, &candidate->at),
                                .begin = step(facts, &candidate->begin)};
  struct explaining e = {.facts = facts, .makers = makers};
  explain(&e, keys_at(facts, candidate->first_key), candidate->if_count);
  return fill_path(&e, candidate, to);
}

static int compare_numbers(size_t a, size_t b) {
  return (a > b) - (a < b);
}

static int compare_steps(const struct lien_step *x, const struct lien_step *y) {
  int order = strcmp(x->place.file, y->place.file);
  order = order ? order : compare_numbers(x->place.line, y->place.line);
  order = order ? order : compare_numbers(x->place.column, y->place.column);
  order = order ? order : strcmp(x->place.message, y->place.message);
  order = order ? order : compare_numbers(x->end_line, y->end_line);
  order = order ? order : compare_numbers(x->end_column, y->end_column);
  return order ? order : compare_numbers(x->depth, y->depth);
}

/* What makes two of them the same. */
static int compare_places(const struct lien_candidate *x, const struct lien_candidate *y) {
  int order = strcmp(x->at.place.file, y->at.place.file);
  order = order ? order : compare_numbers(x->at.place.line, y->at.place.line);
  order = order ? order : compare_numbers(x->at.place.column, y->at.place.column);
  order = order ? order : strcmp(x->rule, y->rule);
  return order ? order : strcmp(x->message, y->message);
}

/* Of those that are the same the first is kept: a warning, with the shortest path. */
static int compare(const void *a, const void *b) {
  const struct lien_candidate *x = a, *y = b;
  int order = compare_places(x, y);
  order = order ? order : compare_numbers(y->level, x->level);
  if (!order)
    order = compare_numbers(x->path_count, y->path_count);
  if (order)
    return order;
  order = strcmp(x->function, y->function);
  for (size_t i = 0; !order && i < x->path_count; i++)
    order = compare_steps(&x->path[i], &y->path[i]);
  order = order ? order : strcmp(x->object, y->object);
  order = order ? order : strcmp(x->kind, y->kind);
  order = order ? order : compare_steps(&x->at, &y->at);
  return order ? order : compare_steps(&x->begin, &y->begin);
}

static void sort_found(struct fact_array *found) {
  struct lien_candidate *items = found->data;
  size_t kept = 0;
  if (found->count > 1)
    qsort(items, found->count, sizeof *items, compare);
  for (size_t i = 0; i < found->count; i++) {
    if (kept && compare_places(&items[kept - 1], &items[i]) == 0)
      free(items[i].path);
    else
      items[kept++] = items[i];
  }
  found->count = kept;
}

bool fact_candidates_judge(struct lien_facts *facts, bool whole) {
  const struct fact_candidate *candidates = facts->candidates.data;
  uint32_t *makers = facts->candidates.count ? fact_keys_find(facts) : NULL;
  bool ok = makers || !facts->candidates.count;
  for (size_t i = 0; ok && i < facts->candidates.count; i++)
    if (is_held(facts, makers, &candidates[i], whole))
      ok = tell(facts, makers, &candidates[i]);
  free(makers);
  if (ok)
    sort_found(&facts->found);
  return ok;
}
