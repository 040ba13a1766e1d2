/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The least set of keys in which every line whose `if` holds makes its key hold.
 *
 * - Round by round: what needs nothing, what needs only that, and so on. Each line is looked at once for each key of its `if`.
 * - Of several lines the one of the earliest round makes the key hold, which is the shortest chain and has no cycle; of several
 *   of one round the smallest, so that the order of lines does not show.
 *
 * Not here: what the keys mean; only their writers know. */
#include "keys.h"

#include <stdlib.h>
#include <string.h>

struct finding_keys {
  const struct lien_facts *facts;
  const struct fact_holds *lines;
  size_t line_count;
  uint32_t *makers;      /* the result */
  bool *settled;         /* by text: the key holds since an earlier round */
  uint32_t *waiting_at;  /* by text: where the lines with this key in their `if` begin */
  uint32_t *waiting;     /* lines by key */
  uint32_t *unmet;       /* by line: keys of its `if` that do not hold yet */
  uint32_t *ready, *new; /* lines whose `if` holds; keys, as they came to hold */
  size_t ready_count, new_count;
};

static const uint32_t *ifs_of(const struct finding_keys *f, const struct fact_holds *line) {
  return (const uint32_t *)f->facts->keys.data + line->first_key;
}

static int compare_texts(const struct finding_keys *f, uint32_t a, uint32_t b) {
  return a == b ? 0 : strcmp(fact_text(f->facts, a), fact_text(f->facts, b));
}

static int compare_numbers(uint32_t a, uint32_t b) {
  return (a > b) - (a < b);
}

/* Lines without a note come last: they explain nothing. */
static int compare_lines(const struct finding_keys *f, const struct fact_holds *x, const struct fact_holds *y) {
  int order = compare_numbers(!x->message, !y->message);
  order = order ? order : compare_texts(f, x->at.file, y->at.file);
  order = order ? order : compare_numbers(x->at.line, y->at.line);
  order = order ? order : compare_numbers(x->at.column, y->at.column);
  order = order ? order : compare_texts(f, x->message, y->message);
  for (uint32_t i = 0; !order && i < x->if_count && i < y->if_count; i++)
    order = compare_texts(f, ifs_of(f, x)[i], ifs_of(f, y)[i]);
  return order ? order : compare_numbers(x->if_count, y->if_count);
}

/* Fills waiting_at, waiting, unmet and the lines of the first round. */
static void start(struct finding_keys *f) {
  size_t total = 0;
  for (size_t i = 0; i < f->line_count; i++) {
    f->unmet[i] = f->lines[i].if_count;
    if (!f->unmet[i])
      f->ready[f->ready_count++] = (uint32_t)i;
    for (uint32_t k = 0; k < f->unmet[i]; k++)
      f->waiting_at[ifs_of(f, &f->lines[i])[k]]++;
  }
  for (size_t id = 0; id <= f->facts->texts.count; id++)
    f->waiting_at[id] = (uint32_t)(total += f->waiting_at[id]);
  for (size_t i = f->line_count; i-- > 0;) /* from behind, with the ends as cursors, which then are where each begins */
    for (uint32_t k = 0; k < f->unmet[i]; k++)
      f->waiting[--f->waiting_at[ifs_of(f, &f->lines[i])[k]]] = (uint32_t)i;
}

static void take(struct finding_keys *f, uint32_t index) {
  const struct fact_holds *line = &f->lines[index];
  uint32_t *maker = &f->makers[line->key];
  if (f->settled[line->key])
    return;
  if (!*maker)
    f->new[f->new_count++] = line->key;
  if (!*maker || compare_lines(f, line, &f->lines[*maker - 1]) < 0)
    *maker = index + 1;
}

static void settle(struct finding_keys *f, uint32_t key) {
  f->settled[key] = true;
  for (uint32_t i = f->waiting_at[key]; i < f->waiting_at[key + 1]; i++)
    if (!--f->unmet[f->waiting[i]])
      f->ready[f->ready_count++] = f->waiting[i];
}

static void run(struct finding_keys *f) {
  start(f);
  for (size_t line = 0, key = 0; line < f->ready_count;) {
    for (size_t end = f->ready_count; line < end; line++)
      take(f, f->ready[line]);
    for (; key < f->new_count; key++)
      settle(f, f->new[key]);
  }
}

uint32_t *fact_keys_find(const struct lien_facts *facts) {
  size_t texts = facts->texts.count + 2, lines = facts->holds.count + 1;
  struct finding_keys f = {.facts = facts, .lines = facts->holds.data, .line_count = facts->holds.count};
  f.makers = calloc(texts, sizeof *f.makers);
  f.settled = calloc(texts, sizeof *f.settled);
  f.waiting_at = calloc(texts, sizeof *f.waiting_at);
  f.waiting = malloc((facts->keys.count + 1) * sizeof *f.waiting);
  f.unmet = malloc(lines * sizeof *f.unmet);
  f.ready = malloc(lines * sizeof *f.ready);
  f.new = malloc(lines * sizeof *f.new);
  bool ok = f.makers && f.settled && f.waiting_at && f.waiting && f.unmet && f.ready && f.new;
  if (ok)
    run(&f);
  free(f.settled);
  free(f.waiting_at);
  free(f.waiting);
  free(f.unmet);
  free(f.ready);
  free(f.new);
  if (ok)
    return f.makers;
  free(f.makers);
  return NULL;
}
