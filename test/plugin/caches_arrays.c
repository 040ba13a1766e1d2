// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Arrays of one's own that are reallocated as they fill, and tables with open addressing.
#include <stdlib.h>
#include <string.h>

static char **array_bad, **popped_ok, **emptied_ok, **limited_ok, **freed_ok;
static int used, capacity, depth, space, filled, few, held;
static struct { char **items; size_t count, room; } pool_bad, pool_ok;

void append_bad(const char *name) {
  if (used == capacity) {
    capacity = capacity ? capacity * 2 : 8;
    array_bad = realloc(array_bad, capacity * sizeof *array_bad);
  }
  array_bad[used++] = strdup(name); // expected-warning {{'array_bad'}}
}
void append_pool_bad(const char *name) {
  if (pool_bad.count == pool_bad.room) {
    char **more = realloc(pool_bad.items, (pool_bad.room = pool_bad.room * 2 + 8) * sizeof *more);
    if (!more)
      return;
    pool_bad.items = more;
  }
  pool_bad.items[pool_bad.count++] = strdup(name); // expected-warning {{'pool_bad.items'}}
}
void append_pool_ok(const char *name) {
  pool_ok.items = realloc(pool_ok.items, (pool_ok.count + 1) * sizeof *pool_ok.items);
  pool_ok.items[pool_ok.count] = strdup(name);
  pool_ok.count++;
}
void drain_pool_ok(void) {
  while (pool_ok.count > 0)
    free(pool_ok.items[--pool_ok.count]);
}

void push_ok(const char *name) {
  if (depth == space)
    popped_ok = realloc(popped_ok, (space += 8) * sizeof *popped_ok);
  popped_ok[depth++] = strdup(name);
}
char *pop_ok(void) { return popped_ok[--depth]; }

void fill_ok(const char *name) {
  emptied_ok = realloc(emptied_ok, (filled + 1) * sizeof *emptied_ok);
  emptied_ok[filled++] = strdup(name);
}
void empty_ok(void) {
  for (int i = 0; i < filled; i++)
    free(emptied_ok[i]);
  filled = 0;
}

void limit_ok(const char *name) {
  if (few >= 10)
    return;
  limited_ok = realloc(limited_ok, (few + 1) * sizeof *limited_ok);
  limited_ok[few++] = strdup(name);
}

void hold_ok(const char *name) {
  freed_ok = realloc(freed_ok, (held + 1) * sizeof *freed_ok);
  freed_ok[held++] = strdup(name);
}
void start_anew_ok(void) {
  free(freed_ok);
  freed_ok = NULL;
  held = 0;
}

/* A table with open addressing: rehashed into a larger one when it is full. */
static char **FN_slots;
static size_t slot_count, slots_used;
static size_t place(const char *name) {
  size_t at = 0;
  while (*name)
    at = at * 31 + (unsigned char)*name++;
  return at;
}
void FN_enter(const char *name) { /* FIXME: another array takes the place of the table when it grows: no reallocation */
  if (slots_used * 2 >= slot_count) {
    size_t larger = slot_count ? slot_count * 2 : 16;
    char **fresh = calloc(larger, sizeof *fresh);
    for (size_t i = 0; i < slot_count; i++)
      if (FN_slots[i])
        fresh[place(FN_slots[i]) % larger] = FN_slots[i];
    free(FN_slots);
    FN_slots = fresh;
    slot_count = larger;
  }
  FN_slots[place(name) % slot_count] = strdup(name);
  slots_used++;
}
/* One whose places are a fixed number replaces in place. */
static char *direct_ok[256];
void enter_ok(const char *name) {
  char **at = &direct_ok[place(name) % 256];
  free(*at);
  *at = strdup(name);
}
