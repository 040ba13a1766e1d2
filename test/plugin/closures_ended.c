// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// What ends a registration before the frame: its id, its code and data, its holder, another in its place, a function that does.
#include "Inputs/registrations.h"

struct self { unsigned id, other; object *o; };

void other_id_bad(void) {
  int count;
  unsigned first, second;
  first = timer_add(10, tick, &count); // expected-warning {{'count' is captured}}
  second = timer_add(20, tick, 0);
  timer_remove(second);
}

void other_data_bad(object *o) {
  int a, b;
  connect(o, tick, &a); // expected-warning {{'a' is captured}}
  connect(o, tick, &b);
  disconnect_by(o, tick, &b);
}

void other_option_bad(void *handle) {
  char error[10];
  set_option(handle, 10010, error); // expected-warning {{the address of 'error' is registered with 'set_option' and is kept longer than 'error' lives}}
  set_option(handle, 11, (void *) 0);
}

void id_ok(void) {
  int count;
  unsigned id = timer_add(10, tick, &count), copy = id;
  timer_remove(copy);
}

void field_ok(struct self *self) {
  int count;
  self->id = timer_add(10, tick, &count);
  if (self->id)
    timer_remove(self->id);
}

void code_and_data_ok(object *o) {
  int count;
  connect(o, tick, &count);
  disconnect_by(o, &tick, (void *) &count);
}

void replaced_ok(object *o, void *handle) {
  char error[10];
  set_handler(o, tick, error);
  set_option(handle, 10010, error);
  set_handler(o, 0, 0);
  set_option(handle, 10010, (void *) 0);
}

static void stop(struct self *self) {
  if (self->id == 0)
    return;
  timer_remove(self->id);
  self->id = 0;
}
static void stop_all(struct self *self) { stop(self); }
static void off(object *o, void *data) { disconnect_by(o, tick, data); }

void helper_ok(struct self *self) {
  int count, other;
  self->id = timer_add(10, tick, &count);
  connect(self->o, tick, &other);
  off(self->o, &other);
  stop_all(self);
}

void holder_ok(struct self *self) {
  int count;
  connect(self->o, tick, &count);
  object_unref(self->o);
}

void unseen_ok(void) { /* who has the id may end it; who has the data may wait */
  int count, data;
  unsigned id = timer_add(10, tick, &count);
  timer_add(10, tick, &data);
  unseen_number(id);
  unseen(&data);
}

void never_returns_ok(void) {
  int count;
  timer_add(10, tick, &count);
  fail();
}
