// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// A thread has what it was given until it is joined on every way.
#include "Inputs/registrations.h"

struct job { int number, done; };

void dropped_bad(void) {
  struct job job;
  thread t;
  thread_start(&t, work, &job); // expected-warning {{'job' is captured by address by a closure that is registered with 'thread_start' and outlives it}}
}

void counter_bad(thread *threads) {
  for (int i = 0; i < 4; i++)
    thread_start(&threads[i], work, &i); // expected-warning {{'i' is captured}}
}

int second_fails_bad(void) {
  struct job a, b;
  thread s, t;
  if (thread_start(&s, work, &a) != 0) // expected-warning {{'a' is captured}}
    return 1;
  if (thread_start(&t, work, &b) != 0)
    return 2;
  thread_join(s);
  thread_join(t);
  return 0;
}

int some_started_bad(void) {
  struct job jobs[4];
  thread threads[4];
  for (int i = 0; i < 4; i++)
    if (thread_start(&threads[i], work, &jobs[i])) // expected-warning {{'jobs' is captured}}
      return 1;
  for (int i = 0; i < 4; i++)
    thread_join(threads[i]);
  return 0;
}

void other_thread_bad(void) {
  struct job a, b;
  thread s, t;
  thread_start(&s, work, &a); // expected-warning {{'a' is captured}}
  thread_start(&t, work, &b);
  thread_join(t);
}

void block_bad(int n) {
  thread t = 0;
  if (n) {
    struct job job;
    thread_start(&t, work, &job); // expected-warning {{'job' is captured}}
  }
  thread_join(t);
}

void joined_ok(void) {
  struct job job;
  thread t;
  thread_start(&t, work, &job);
  thread_join(t);
}

void all_joined_ok(int n) {
  struct job jobs[4];
  thread threads[4];
  for (int i = 0; i < n; i++)
    thread_start(&threads[i], work, &jobs[i]);
  for (int i = 0; i < n; i++)
    thread_join(threads[i]);
}

void waited_ok(void) {
  struct job job = {0};
  thread t;
  thread_start(&t, work, &job);
  while (!job.done)
    unseen(0);
}

static void wait_for(thread *t) { thread_join(*t); }
void helper_ok(void) {
  struct job job;
  thread t;
  thread_start(&t, work, &job);
  wait_for(&t);
}

int main(void) {
  struct job job;
  thread t;
  thread_start(&t, work, &job);
  return 0; /* the process ends */
}
