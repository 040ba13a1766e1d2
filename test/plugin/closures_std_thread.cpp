// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A thread runs what it was given, and nobody need wait for it.
#include <functional>
#include <future>
#include <thread>
#include <utility>
#include <vector>

void work(int *x);
struct Pool {
  std::vector<std::thread> threads;
  std::thread one;
  std::future<void> result;
  int n = 0;
  void run(int *x);
  ~Pool() {
    for (auto &thread : threads)
      thread.join();
  }
  void spawn_bad(int x) { threads.emplace_back([&x] { x++; }); } // expected-warning {{stored in 'threads'}}
  void method_bad(int x) { one = std::thread(&Pool::run, this, &x); } // expected-warning {{'x' is captured by address by a closure that is stored in 'one'}}
  void async_bad(int x) { result = std::async([&x] { x++; }); }  // expected-warning {{stored in 'result'}}
  void this_ok() { one = std::thread([this] { n++; }); }
  void joined_ok(int x) { one = std::thread([&x] { x++; }); one.join(); }
};

void temporary_bad(int x) { std::thread([&] { x++; }).detach(); } // expected-warning {{run by a thread that nobody waits for}}
void detached_bad() {
  int x = 0;
  std::thread t([&x] { x++; });
  t.detach(); // expected-warning {{'x' is captured by reference by a closure that is run by a thread that nobody waits for}}
}
void function_bad() {
  int x = 0;
  std::thread t(work, &x);
  t.detach(); // expected-warning {{'x' is captured by address}}
}
void early_bad(bool failed) {
  int x = 0;
  std::thread t([&x] { x++; }); // expected-warning {{run by the thread 't'}}
  if (failed)
    return;
  t.join();
}
std::future<int> future_bad(int x) { return std::async([&x] { return x; }); } // expected-warning {{returned}}

void joined_ok() {
  int x = 0;
  std::thread t([&x] { x++; }), other(work, &x);
  t.join();
  other.join();
}
void loop_ok() {
  int x = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; i++)
    threads.emplace_back([&x] { x++; });
  for (auto &thread : threads)
    thread.join();
}
void jthread_ok(int x) { std::jthread t([&x] { x++; }); }
void async_ok(int x) {
  auto first = std::async([&x] { return x; });
  auto second = std::async(std::launch::async, [&x] { return x; });
  first.get();
}
void value_ok(int x) { std::thread([x]() mutable { x++; }).detach(); }
