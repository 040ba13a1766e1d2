// RUN: %lien_verify -analyzer-config lien:Contracts=%S/Inputs/closures.yaml %s
// What a contract says of code that is registered moves no claim: only what stands beside it does.
typedef struct thing thing;
typedef void code(void *);
thing *thing_new(void);
void thing_free(thing *);
void during(code *, void *);
int start(unsigned long *id, code *, void *);
int give(code *, void *, code *destroy);
void stop(void *);
void run(void);
thing *watch(code *, void *);
void tick(void *);
void end(void *);

void called_bad(void) {
  thing *t = thing_new();
  during(tick, t);
} // expected-warning {{Leaked reference: 't'}}

void called_ok(void) {
  thing *t = thing_new();
  during(tick, t);
  thing_free(t);
}

void ended_bad(void) {
  thing *t = thing_new();
  run();
  stop(t);
} // expected-warning {{Leaked reference: 't'}}

void lent_ok(void) {
  thing *t = thing_new();
  unsigned long id;
  start(&id, tick, t);
}

void id_comes_out_bad(void *data) {
  thing *t = thing_new();
  unsigned long id = 0;
  start(&id, tick, data);
  if (!id)
    thing_free(t);
} // expected-warning {{Leaked reference: 't'}}

void failed_bad(void) {
  thing *t = thing_new();
  if (!t)
    return;
  give(tick, t, end);
} // expected-warning {{Leaked reference: 't'}}

void failed_ok(void) {
  thing *t = thing_new();
  if (t && !give(tick, t, end))
    thing_free(t);
}

void id_is_owned_bad(void *data) {
  thing *t = watch(tick, data);
} // expected-warning {{Leaked reference: 't'}}
