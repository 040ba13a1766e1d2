// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A lambda that captures by reference and is stored outlives what it captured: in a global, a field, a container, the result.
#include <array>
#include <functional>
#include <map>
#include <memory>
#include <vector>

using Callback = std::function<void()>;
Callback at_end;
std::array<Callback, 4> slots;
struct Options {
  Callback done;
  int level;
};
std::vector<Options> all;
struct Node {
  Callback run;
};

struct Server {
  Callback on_data;
  std::vector<Callback> handlers;
  std::map<int, Callback> by_id;
  std::unique_ptr<Node> node;
  int count = 0;
  Server() : on_data([this] { count++; }) {}
  Server(int first) : on_data([&first] { first++; }) {} // expected-warning {{'first' is captured by reference by a closure that is stored in 'on_data' and outlives it}}
  void field_bad() { int x = 0; on_data = [&x] { x++; }; }             // expected-warning {{stored in 'on_data'}}
  void push_bad() { int x = 0; handlers.push_back([&] { x++; }); }     // expected-warning {{stored in 'handlers'}}
  void emplace_bad() { int x = 0; handlers.emplace_back([&] { x++; }); } // expected-warning {{stored in 'handlers'}}
  void index_bad(int id) { by_id[id] = [&id] { id++; }; }              // expected-warning {{stored in 'by_id'}}
  void through_bad() { int x = 0; node->run = [&x] { x++; }; }         // expected-warning {{stored in 'run'}}
  void this_ok() { on_data = [this] { count++; }; }
  void copy_ok() { int x = 0; on_data = [x]() mutable { x++; }; }
  void reset_ok() { int x = 0; on_data = [&x] { x++; }; on_data(); on_data = nullptr; }
};

void global_bad() { int x = 0; at_end = [&x] { x++; }; } // expected-warning {{stored in 'at_end'}}
void slot_bad() { int x = 0; slots[1] = [&x] { x++; }; }  // expected-warning {{stored in 'slots'}}
void moved_bad() {
  int x = 0;
  auto code = [&x] { x++; };
  Callback wrapped = code;
  at_end = std::move(wrapped); // expected-warning {{stored in 'at_end'}}
}
void out_bad(Callback &out, int x) { out = [&x] { x++; }; }   // expected-warning {{stored in 'out'}}
void aggregate_bad() { int x = 0; all.push_back({[&x] { x++; }, 1}); } // expected-warning {{stored in 'all'}}
Options member_bad() {
  int x = 0;
  Options o;
  o.done = [&x] { x++; };
  return o; // expected-warning {{returned}}
}
std::function<int(int)> generic_bad(int x) { return [&x](auto y) { return x + y; }; } // expected-warning {{returned}}
auto composed_bad(int x) {
  auto inner = [&x] { return x; };
  return [inner] { return inner(); }; // expected-warning {{returned}}
}
Node *made_bad(int x) { // the object is the caller's
  auto *node = new Node;
  node->run = [&x] { x++; };
  return node; // expected-warning {{returned}}
}
void inside_bad(Server &server) {
  auto fill = [&server] {
    int x = 0;
    server.on_data = [&x] { x++; }; // expected-warning {{'x' is captured by reference}}
  };
  fill();
}

void static_ok() { static int x = 0; at_end = [] { x++; }; }
void reference_ok(int &x) { at_end = [&x] { x++; }; }
void local_ok() { int x = 0; Options o; o.done = [&x] { x++; }; o.done(); }
void owned_ok() { int x = 0; auto node = std::make_unique<Node>(); node->run = [&x] { x++; }; node->run(); }
std::function<int(int)> value_ok(int x) { return [x](auto y) { return x + y; }; }
std::function<int()> shared_ok() { auto x = std::make_shared<int>(1); return [x] { return *x; }; }
