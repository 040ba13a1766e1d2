// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// Only ways on which the registration was made count, and on which it is not ended.
#include "Inputs/registrations.h"

int early_bad(int stop) {
  int count;
  unsigned id = timer_add(10, tick, &count); // expected-warning {{'count' is captured}}
  if (stop)
    return 1;
  timer_remove(id);
  return 0;
}

void other_condition_bad(int on, int off) {
  int count;
  unsigned id = 0;
  if (on)
    id = timer_add(10, tick, &count); // expected-warning {{'count' is captured}}
  if (off)
    timer_remove(id);
}

void written_between_bad(int on) {
  int count = 0;
  unsigned id = 0;
  if (on)
    id = timer_add(10, tick, &count); // expected-warning {{'count' is captured}}
  on = !on;
  if (on)
    timer_remove(id);
}

int failed_ok(void *base) {
  int count, ok;
  thread t;
  if (thread_start(&t, work, &count) != 0)
    return 1;
  thread_join(t);
  int code = thread_start(&t, work, &count);
  if (code)
    return code;
  thread_join(t);
  if ((code = thread_start(&t, work, &count)))
    return code;
  thread_join(t);
  ok = thread_start(&t, work, &count) == 0;
  if (!ok)
    return 2;
  thread_join(t);
  switch (thread_start(&t, work, &count)) {
  case 0:
    thread_join(t);
    return 0;
  default:
    return 1;
  }
}

void same_condition_ok(int on, int *mode) {
  int count, other;
  unsigned id = 0, second = 0;
  if (on && *mode > 2)
    id = timer_add(10, tick, &count);
  if (!on)
    return;
  second = timer_add(10, tick, &other);
  if (*mode > 2)
    timer_remove(id);
  if (on)
    timer_remove(second);
}

void flag_ok(int on) {
  int count, started = 0;
  thread t;
  if (on && thread_start(&t, work, &count) == 0)
    started = 1;
  unseen(0);
  if (started)
    thread_join(t);
}

void id_ok(int on) {
  int count;
  unsigned id = 0;
  if (on)
    id = timer_add(10, tick, &count);
  if (id != 0)
    timer_remove(id);
}
