// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// A variable of the frame whose address is registered with what outlives the frame.
#include "Inputs/registrations.h"

struct self { object *o; unsigned id; void *handle; };
struct point { int x, y, all[4]; };
static object *global;
static int shared_count;

void process_bad(void) {
  int count = 0;
  timer_add(10, tick, &count); // expected-warning {{'count' is captured by address by a closure that is registered with 'timer_add' and outlives it}}
}

void parameter_bad(object *o) {
  struct point p;
  connect(o, tick, &p.all[1]); // expected-warning {{'p' is captured by address by a closure that is registered with 'connect' and outlives it}}
}

void own_parameter_bad(int count) {
  timer_add(10, (callback) tick, (void *) &count); // expected-warning {{'count' is captured}}
}

void field_bad(struct self *self) {
  char text[10];
  self->id = connect(self->o, &tick, text); // expected-warning {{'text' is captured}}
}

void global_bad(void) {
  struct point p, *pointer = &p;
  set_handler(global, tick, pointer); // expected-warning {{'p' is captured}}
}

object *returned_bad(void) {
  int count;
  object *o = object_new();
  connect(o, tick, &count); // expected-warning {{'count' is captured}}
  return o;
}

void put_away_bad(object *parent) {
  int count;
  object *o = object_new();
  connect(o, tick, &count); // expected-warning {{'count' is captured}}
  object_put(o, parent);
  object_unref(o);
}

int stolen_bad(void *base) {
  int count;
  return function_add(base, "f", tick, &count, block_free); // expected-warning {{'count' is captured}}
}

void static_ok(object *o) {
  static int count;
  timer_add(10, tick, &count);
  connect(o, tick, &shared_count);
}

void only_called_ok(int *array, int n) {
  int sum = 0;
  each(array, n, tick, &sum);
}

void own_object_ok(void) {
  int count;
  object *o = object_new();
  connect(o, tick, &count);
  object_unref(o);
}

void pointed_to_ok(struct self *self, struct point *p) {
  timer_add(10, tick, self);
  timer_add(10, tick, &p->x);
  timer_add(10, tick, p->all);
}

void lost_ok(void) { /* nobody knows where it goes */
  int count;
  object *o = object_new();
  connect(o, tick, &count);
  unseen(o);
}

void no_data_ok(object *o) {
  connect(o, tick, 0);
  timer_add(10, 0, &o);
}
