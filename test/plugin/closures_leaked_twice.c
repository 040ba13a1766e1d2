// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What a registration releases with its destroyer, also when it fails, its maker must not release.
#include "Inputs/registry.h"

static int reads(void *data) { return *(int *)data; }
static void called(Context *context) { puts_number(*(int *)function_data(context)); }

void released_after_bad(void) {
  int *data = calloc(1, sizeof *data);
  loop_add_full(1, reads, data, free);
  free(data); // expected-warning {{'data' is released twice: 'loop_add_full' releases it with its destroyer}}
}
void parameter_bad(int *data, int verbose) {
  loop_add_full(1, reads, data, free);
  if (verbose)
    puts_number(*data);
  free(data); // expected-warning {{'data' is released twice}}
}
int failed_bad(Base *base) {
  int *data = calloc(1, sizeof *data);
  int error = make_function(base, "f", data, called, free);
  if (error != 0)
    free(data); // expected-warning {{'data' is released twice: 'make_function' has released it when it failed}}
  return error;
}
int failed_goto_bad(Base *base) {
  int *data = malloc(sizeof *data);
  if (!data)
    return 1;
  if (make_function(base, "f", data, called, free))
    goto failed;
  return 0;
failed:
  free(data); // expected-warning {{'data' is released twice: 'make_function' has released it when it failed}}
  return 1;
}
void counted_bad(void) {
  Counted *object = capsule_new(malloc(4), free);
  loop_add_full(1, reads, object, counted_unref);
  counted_unref(object); // expected-warning {{'object' is released twice}}
}
static void give_back(int *data) { free(data); }
void helper_bad(void) {
  int *data = calloc(1, sizeof *data);
  loop_add_full(1, reads, data, free);
  give_back(data); // expected-warning {{'data' is released twice}}
}

void given_ok(void) {
  int *data = calloc(1, sizeof *data);
  loop_add_full(1, reads, data, free);
}
int failed_ok(Base *base) { return make_function(base, "f", calloc(1, 4), called, free); }
int failed_without_destroyer_ok(Base *base, int *data) {
  int error = make_function(base, "f", data, called, NULL);
  if (error)
    free(data);
  return error;
}
void either_ok(int add) {
  int *data = calloc(1, sizeof *data);
  if (add)
    loop_add_full(1, reads, data, free);
  else
    free(data);
}
void loop_ok(int count) {
  for (int i = 0; i < count; i++) {
    int *data = calloc(1, sizeof *data);
    if (i & 1)
      loop_add_full(1, reads, data, free);
    else
      free(data);
  }
}
void retained_ok(Counted *object) {
  counted_ref(object);
  loop_add_full(1, reads, object, counted_unref);
  counted_unref(object);
}
void own_reference_ok(void) {
  Counted *object = capsule_new(malloc(4), free);
  loop_add_full(1, reads, counted_ref(object), counted_unref);
  counted_unref(object);
}
void another_ok(void) {
  int *data = calloc(1, sizeof *data), *other = calloc(1, sizeof *other);
  loop_add_full(1, reads, data, free);
  free(other);
}
