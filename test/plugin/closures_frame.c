// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// What is registered with a variable of the frame may end before it, when it is not used any more; loops that run let it end.
#include "Inputs/registrations.h"

void block_bad(void) {
  loop l;
  {
    int count;
    loop_add(&l, tick, &count); // expected-warning {{'count' is captured}}
  }
  loop_run(&l);
}

void branch_bad(int on) {
  loop l, *pointer = &l;
  if (on) {
    char text[10];
    loop_add(pointer, tick, text); // expected-warning {{'text' is captured}}
  }
  loop_run(pointer);
}

void option_bad(void) {
  void *handle = handle_new();
  {
    char error[10];
    set_option(handle, 10010, error); // expected-warning {{the address of 'error' is registered with 'set_option'}}
  }
  unseen_number(set_option(handle, 3));
  handle_free(handle);
}

void other_loop_bad(loop *a, loop *b) {
  int count;
  loop_add(a, tick, &count); // expected-warning {{'count' is captured}}
  loop_run(b);
}

void same_frame_ok(void) {
  loop l;
  int count;
  loop_add(&l, tick, &count);
  loop_run(&l);
}

void handle_ok(void) {
  char error[10];
  void *handle = handle_new();
  set_option(handle, 10010, error);
  set_option(handle, 3);
  handle_free(handle);
}

void not_used_ok(void) {
  loop l = {0};
  {
    int count;
    loop_add(&l, tick, &count);
    loop_run(&l);
  }
}

void runs_ok(loop *l) {
  int count, other;
  timer_add(10, tick, &count);
  timers_run();
  loop_add(l, tick, &other);
  loop_run(l);
}

static void run_all(void) { timers_run(); }
void helper_runs_ok(void) {
  int count;
  timer_add(10, tick, &count);
  run_all();
}

void waits_ok(void) {
  volatile int done = 0;
  timer_add(10, tick, (void *) &done);
  for (;;) {
    unseen(0);
    if (done)
      break;
  }
}
