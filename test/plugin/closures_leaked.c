// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Data that this code must release, registered without a destroyer, is leaked when neither the function nor the callback releases it.
#include "Inputs/registry.h"

struct state { int count; char *name; };

static int reads(void *data) { return ((struct state *)data)->count; }
static int frees(void *data) {
  struct state *state = data;
  free(state);
  return 0;
}
static void finish(struct state *state) { free(state); }
static int frees_there(void *data) {
  finish(data);
  return 0;
}
int seen_elsewhere(void *data);
static struct state *last;
static int keeps(void *data) { last = data; return 1; }
static void *works(void *data) { return (void *)(long)((struct state *)data)->count; }

void direct_bad(const char *name) {
  loop_add(1, reads, strdup(name)); // expected-warning {{the data is given to 'loop_add' without a destroyer, and nothing releases it: neither this function nor 'reads'}}
}
void variable_bad(void) {
  struct state *state = malloc(sizeof *state);
  if (!state)
    return;
  state->count = 1;
  loop_add(1, reads, state); // expected-warning {{'state' is given to 'loop_add'}}
}
int worker_bad(Worker *worker) {
  struct state *state = calloc(1, sizeof *state);
  int error = worker_start(worker, works, state); // expected-warning {{'state' is given to 'worker_start'}}
  if (error)
    free(state);
  return error;
}
void waited_bad(void) {
  Worker worker;
  struct state *state = calloc(1, sizeof *state);
  if (worker_start(&worker, works, state) != 0) { // expected-warning {{'state' is given to 'worker_start'}}
    free(state);
    return;
  }
  worker_wait(worker);
}
Counted *capsule_bad(void) {
  char *block = malloc(16);
  Counted *capsule = capsule_new(block, NULL); // expected-warning {{'block' is given to 'capsule_new' without a destroyer, and nothing releases it}}
  if (!capsule)
    goto failed;
  return capsule;
failed:
  free(block);
  return NULL;
}
void cast_bad(int number) {
  struct state *state = (struct state *)malloc(sizeof *state);
  state->count = number;
  loop_add_full(1, reads, (void *)state, 0); // expected-warning {{'state' is given to 'loop_add_full'}}
}

void destroyer_ok(const char *name) { loop_add_full(1, reads, strdup(name), free); }
void callback_ok(void) { loop_add(1, frees, malloc(8)); }
void callback_helper_ok(void) { loop_add(1, frees_there, malloc(8)); }
void callback_unknown_ok(void) { loop_add(1, seen_elsewhere, malloc(8)); }
void callback_keeps_ok(void) { loop_add(1, keeps, malloc(8)); }
void waited_ok(void) {
  Worker worker;
  struct state *state = calloc(1, sizeof *state);
  if (worker_start(&worker, works, state) == 0)
    worker_wait(worker);
  free(state);
}
struct state *returned_ok(void) {
  struct state *state = calloc(1, sizeof *state);
  loop_add(1, reads, state);
  return state;
}
void stored_ok(void) {
  struct state *state = calloc(1, sizeof *state);
  last = state;
  loop_add(1, reads, state);
}
void borrowed_ok(struct state *state) { loop_add(1, reads, state); }
void nothing_ok(void) { loop_add(1, reads, NULL); }
int main(void) {
  struct state *state = calloc(1, sizeof *state);
  loop_add(1, reads, state); // it lives as long as the process
}
