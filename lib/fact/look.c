/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* All that happens to one root, over links. */
#include "link.h"

#include <stdlib.h>
#include <string.h>

/* A text that the root has become, and how. */
struct step {
  uint32_t text, pass; /* pass: as in struct fact_event */
  uint8_t when, key;   /* key: what the calls say of the arguments beside the root; FACT_KEY_ABSENT: nothing */
};

/* A key that is a parameter is what the caller passes, when that is known. */
static uint8_t key_of(uint8_t key, uint8_t passed) {
  bool parameter = key == FACT_KEY_CALLER || key == FACT_KEY_PARAMETER;
  if (passed == FACT_KEY_GUARDED || (parameter && passed != FACT_KEY_ABSENT))
    return passed;
  return key == FACT_KEY_PARAMETER ? FACT_KEY_UNKNOWN : key;
}

static void push(struct fact_program *program, struct step step) {
  struct step *to = fact_array_add(&program->stack, sizeof step);
  program->failed |= !to;
  if (to)
    *to = step;
}

static void follow(struct fact_program *program, const struct step *from) {
  const struct fact_link *links = program->facts->links.data;
  for (uint32_t i = program->links_of[from->text + 1]; i-- > program->links_of[from->text];) { /* the last pushed is the next */
    const struct fact_pass *pass = (const struct fact_pass *)program->facts->passes.data + links[i].pass;
    struct step step = {.text = links[i].to, .pass = from->pass ? from->pass : links[i].pass + 1};
    step.when = (uint8_t)(from->pass ? fact_reach_below(&program->reach, from->when, pass->function, pass->loop)
                                     : fact_reach_when(&program->reach, pass->function, pass->loop));
    step.key = pass->guard ? FACT_KEY_GUARDED : key_of(pass->key, from->key);
    push(program, step);
  }
}

static void meet(struct fact_program *program, const struct step *step, uint32_t index) {
  const struct fact_site *site = (const struct fact_site *)program->facts->sites.data + index;
  unsigned when = step->pass ? fact_reach_below(&program->reach, step->when, site->function, site->loop)
                             : fact_reach_when(&program->reach, site->function, site->loop);
  struct fact_event *event;
  if (program->met[index] != program->look) {
    program->met[index] = program->look;
    program->events_at[index] = (uint32_t)program->events.count;
    event = fact_array_add(&program->events, sizeof *event);
    program->failed |= !event;
    if (event)
      *event = (struct fact_event){.rank = program->ranks[index], .site = index, .pass = step->pass};
  } else
    event = (struct fact_event *)program->events.data + program->events_at[index];
  if (!event)
    return;
  uint8_t key = key_of(site->key, step->key);
  event->when |= (uint8_t)when;
  event->key = key > event->key ? key : event->key;
  event->pass = step->pass < event->pass ? step->pass : event->pass;
}

/* Whether the step's text has not been come to in this way. */
static bool is_new(struct fact_program *program, const struct step *step) {
  uint64_t way = (uint64_t)step->when << (6 * step->key); /* six bits for each of nine keys */
  uint64_t *ways = &program->ways[step->text];
  if (program->walked[step->text] != program->walk)
    *ways = 0;
  program->walked[step->text] = program->walk;
  if ((*ways & way) == way && way)
    return false;
  *ways |= way;
  return true;
}

/* What happens to `id`. part_of: the root is only a part of it, so what it grows by is not the root's. */
static void walk(struct fact_program *program, uint32_t id, bool part_of) {
  const struct fact_site *sites = program->facts->sites.data;
  program->walk++;
  push(program, (struct step){.text = id, .key = FACT_KEY_ABSENT});
  while (program->stack.count && !program->failed) {
    struct step step = ((struct step *)program->stack.data)[--program->stack.count];
    if (step.pass && !is_new(program, &step))
      continue;
    for (uint32_t i = program->sites_of[step.text]; i < program->sites_of[step.text + 1]; i++)
      if (!part_of || (sites[i].sort != FACT_GROWTH && sites[i].sort != FACT_SIZE))
        meet(program, &step, i);
    follow(program, &step);
  }
}

static int compare_events(const void *a, const void *b) {
  const struct fact_event *x = a, *y = b;
  return (x->rank > y->rank) - (x->rank < y->rank);
}

void fact_program_look(struct fact_program *program, uint32_t id) {
  program->look++;
  program->events.count = 0;
  const char *text = fact_text(program->facts, id);
  for (const char *dot = fact_last_dot(text); dot && !program->failed;) {
    struct lien_buf whole = {0};
    lien_buf_add(&whole, text, (size_t)(dot - text));
    uint32_t above = whole.failed ? 0 : fact_texts_find(&program->facts->texts, whole.data, whole.size);
    program->failed |= whole.failed;
    if (above && above < program->text_count)
      walk(program, above, true);
    const char *next = whole.failed ? NULL : fact_last_dot(whole.data);
    dot = next ? text + (next - whole.data) : NULL;
    lien_buf_free(&whole);
  }
  walk(program, id, false);
  if (program->events.count > 1)
    qsort(program->events.data, program->events.count, sizeof(struct fact_event), compare_events);
}
