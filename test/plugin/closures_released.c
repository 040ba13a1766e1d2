// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// An object that this code releases while a closure that lives longer has a pointer to it.
#include "Inputs/registrations.h"

void freed_bad(void) {
  int *data = block_new(4);
  timer_add(10, tick, data); // expected-warning {{'data' is captured by pointer by a closure that is registered with 'timer_add' and is still there when 'data' is released}}
  block_free(data);
}

int error_path_bad(object *o, int bad) {
  int *data = block_new(4);
  connect(o, tick, data); // expected-warning {{'data' is captured}}
  if (bad) {
    block_free(data);
    return 1;
  }
  return 0;
}

void parameter_bad(int *data) {
  timer_add(10, tick, data); // expected-warning {{'data' is captured}}
  block_free(data);
}

void last_reference_bad(object *o) {
  object *made = object_new();
  connect(o, tick, made); // expected-warning {{'made' is captured}}
  object_unref(made);
}

void removed_ok(void) {
  int *data = block_new(4);
  unsigned id = timer_add(10, tick, data);
  timer_remove(id);
  block_free(data);
}

void not_last_reference_ok(object *o, object *parent) {
  object *made = object_new(), *put = object_new();
  connect(o, tick, object_ref(made));
  object_unref(made);
  object_put(put, parent);
  connect(o, tick, put);
  object_unref(put);
  connect(parent, tick, o);
  object_unref(o);
}

void another_ok(object *o) {
  int *data = block_new(4);
  connect(o, tick, data);
  data = block_new(8);
  block_free(data);
}

void before_ok(object *o, int *data, int on) {
  if (!on)
    block_free(data);
  else
    connect(o, tick, data);
}

int failed_ok(int *data) {
  thread t;
  if (thread_start(&t, work, data) != 0) {
    block_free(data);
    return 1;
  }
  return 0;
}

void stolen_ok(void *base, int *data) {
  if (function_add(base, "f", tick, data, block_free) != 0)
    unseen(0);
}

void holder_first_ok(void) {
  object *o = object_new();
  int *data = block_new(4);
  connect(o, tick, data);
  object_unref(o);
  block_free(data);
}
