// RUN: %clang++ -std=c++17 -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What `new` makes is released by the destroyer, the callback or the function, and by one of them only.
#include "Inputs/registry.h"

#include <memory>

struct State { int count = 0; };
static int reads(void *data) { return static_cast<State *>(data)->count; }
static int deletes(void *data) {
  delete static_cast<State *>(data);
  return 0;
}
static int wraps(void *data) {
  std::unique_ptr<State> state(static_cast<State *>(data));
  return state->count;
}
static void drop(void *data) { delete static_cast<State *>(data); }
static void called(Context *context) { puts_number(static_cast<State *>(function_data(context))->count); }

void direct_bad() {
  loop_add(1, reads, new State); // expected-warning {{the data is given to 'loop_add' without a destroyer, and nothing releases it: neither this function nor 'reads'}}
}
void variable_bad() {
  auto *state = new State{3};
  state->count++;
  loop_add_full(1, reads, state, nullptr); // expected-warning {{'state' is given to 'loop_add_full'}}
}
int failed_bad(Base *base) {
  auto *state = new State;
  int error = make_function(base, "f", state, called, drop);
  if (error)
    delete state; // expected-warning {{'state' is released twice: 'make_function' has released it when it failed}}
  return error;
}
void after_bad() {
  auto *state = new State;
  loop_add_full(1, reads, state, drop);
  delete state; // expected-warning {{'state' is released twice: 'loop_add_full' releases it with its destroyer}}
}
int owner_bad(Base *base) {
  auto state = std::make_unique<State>();
  int error = make_function(base, "f", state.get(), called, drop); // expected-warning {{'state' is released twice: 'make_function' has released it when it failed}}
  if (error)
    throw error;
  state.release();
  return 0;
}
class Lamp {
public:
  void start() {
    id = loop_add(1, &Lamp::blink, this); // expected-warning {{'this' is lent to 'loop_add', and '~Lamp' ends it while the registration stays}}
  }
  ~Lamp() { delete state; }

private:
  static int blink(void *data) { return static_cast<Lamp *>(data)->state->count; }
  unsigned id = 0;
  State *state = new State;
};

void callback_ok() { loop_add(1, deletes, new State); }
void callback_wraps_ok() { loop_add(1, wraps, new State); }
void destroyer_ok() { loop_add_full(1, reads, new State, drop); }
int owner_ok(Base *base) {
  auto state = std::make_unique<State>();
  return make_function(base, "f", state.release(), called, drop);
}
int owner_lets_go_ok(Base *base) {
  auto state = std::make_unique<State>();
  int error = make_function(base, "f", state.get(), called, drop);
  state.release();
  return error;
}
struct Kept {
  Kept();
}; // its constructor may give it to somebody
void kept_ok() { loop_add(1, reads, new Kept); }
class Fan {
public:
  void start() { id = loop_add(1, &Fan::turn, this); }
  ~Fan() { stop(); }
  void stop() { loop_remove(id); }

private:
  static int turn(void *data) { return static_cast<Fan *>(data)->id; }
  unsigned id = 0;
};
