// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-disable-checker=core.StackAddressEscape -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// Code and the address of a variable of the frame, where no contract says what becomes of them: bodies do, and stores.
#include "Inputs/registrations.h"

struct handler { callback function; void *data; };
struct widget { struct handler on_click; int shown; };
static struct handler on_exit_handler;
static callback current;
static void *current_data;

static void on_exit_call(callback function, void *data) {
  on_exit_handler.function = function;
  on_exit_handler.data = data;
}
static void on_click(struct widget *w, callback function, void *data) {
  w->on_click.function = function;
  w->on_click.data = data;
}
static void call_now(callback function, void *data) { function(data); }
static void start(thread *t, int *counter) { thread_start(t, work, counter); }
static void every(int *counter) { timer_add(10, tick, counter); }
static void show(struct widget *w, int *sizes) { w->shown = sizes[0]; }

void kept_bad(void) {
  int count;
  on_exit_call(tick, &count); // expected-warning {{'count' is captured by address by a closure that is}}
}

void kept_by_object_bad(struct widget *w) {
  int count;
  on_click(w, tick, &count); // expected-warning {{'count' is captured}}
}

void helper_registers_bad(void) {
  int count;
  every(&count); // expected-warning {{'count'}}
}

void stored_bad(struct widget *w) {
  int count;
  w->on_click.function = tick;
  w->on_click.data = &count; // expected-warning {{'count' is captured by address by a closure that is stored in 'data' and outlives it}}
}

void stored_global_bad(void) {
  int count;
  on_exit_handler.data = &count; // expected-warning {{'count' is captured}}
  on_exit_handler.function = tick;
}

struct job { int *result; };
void in_a_field_bad(void) {
  int count;
  struct job *job = block_new(sizeof *job);
  job->result = &count;
  timer_add(10, tick, job); // expected-warning {{'count' is captured}}
}

void called_ok(void) {
  int count;
  call_now(tick, &count);
}

void own_object_ok(void) {
  struct widget w;
  int count;
  on_click(&w, tick, &count);
  w.on_click.function = tick;
  w.on_click.data = &count;
}

void joined_ok(void) {
  int count;
  thread t;
  start(&t, &count);
  thread_join(t);
}

void reset_ok(struct widget *w) {
  int count;
  w->on_click.function = tick;
  w->on_click.data = &count;
  w->on_click.data = 0;
}

void replaced_ok(void) {
  int count;
  on_exit_call(tick, &count);
  on_exit_call(0, 0);
}

void no_code_ok(struct widget *w) {
  int sizes[2] = {1, 2};
  show(w, sizes);
}

int in_a_field_ok(void) {
  int count = 0;
  struct job *job = block_new(sizeof *job);
  unsigned id = timer_add(10, tick, job);
  job->result = &count;
  timer_remove(id);
  return count;
}
