// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What a function does with a closure is seen from its body: it only calls it, or it keeps it.
#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

using Callback = std::function<void()>;
template <class T> class Signal {
  std::vector<std::function<void(T)>> slots;

public:
  void connect(std::function<void(T)> slot) { slots.push_back(std::move(slot)); }
  void emit(T value) {
    for (auto &slot : slots)
      slot(value);
  }
};
class Loop {
  std::vector<Callback> tasks;

public:
  static Loop &instance() {
    static Loop loop;
    return loop;
  }
  template <class F> void push(F &&task) { tasks.emplace_back(std::forward<F>(task)); }
  template <class F> void run(F &&task) { task(); }
  void later(Callback task) {
    push([task = std::move(task)] { task(); });
  }
  void empty() {
    for (auto &task : tasks)
      task();
    tasks.clear();
  }
};
static Callback last;
static void remember(const Callback &task) { last = task; }
static void remember_twice(const Callback &task) { remember(task); }
static void call_twice(const Callback &task) {
  task();
  auto copy = task;
  copy();
}
static void store(Callback &to, Callback from) { to = std::move(from); }
template <class F> class Defer {
  F code;

public:
  explicit Defer(F code) : code(std::move(code)) {}
  ~Defer() { code(); }
};
template <class F> Defer<F> defer(F code) { return Defer<F>(std::move(code)); }

struct Window {
  Signal<int> clicked;
  Callback redraw;
  void connect_bad(int x) { clicked.connect([&x](int y) { x += y; }); }   // expected-warning {{stored in 'slots' by 'connect'}}
  void store_bad(int x) { store(redraw, [&x] { x++; }); }                 // expected-warning {{stored in 'redraw'}}
};
void other_bad(Window *w, int x) { w->clicked.connect([&](int y) { x += y; }); } // expected-warning {{stored in 'slots' by 'connect'}}
void template_bad(int x) { Loop::instance().push([&x] { x++; }); }        // expected-warning {{stored in 'tasks' by 'push'}}
void wrapped_bad(Loop &loop, int x) { loop.later([&x] { x++; }); }        // expected-warning {{by 'later'}}
void global_bad(int x) { remember_twice([&x] { x++; }); }                 // expected-warning {{stored in 'last'}}

void called_ok(int x) { call_twice([&x] { x++; }); }
void run_ok(int x) { Loop::instance().run([&x] { x++; }); }
void own_ok(int x) { Window w; w.clicked.connect([&x](int y) { x += y; }); w.clicked.emit(1); }
void store_ok(int x) { Callback mine; store(mine, [&x] { x++; }); mine(); }
void guard_ok(int x) { auto at_end = defer([&] { x++; }); Defer other([&x] { x--; }); }
int algorithms_ok(std::vector<int> &v) {
  int n = 0;
  std::sort(v.begin(), v.end(), [&n](int a, int b) { return n++, a < b; });
  std::for_each(v.begin(), v.end(), [&](int i) { n += i; });
  return std::count_if(v.begin(), v.end(), [&n](int i) { return i == n; });
}

/* What a guard takes out again, and what waits, also unseen. */
struct Event {
  void raise();
  void wait();
};
struct Reset {
  Window *window;
  ~Reset() { window->redraw = nullptr; }
};
void guard_resets_ok(Window &w, int x) { w.redraw = [&x] { x++; }; Reset reset{&w}; w.redraw(); }
void lambda_resets_ok(Window &w, int x) { w.redraw = [&x] { x++; }; Defer reset([&w] { w.redraw = nullptr; }); w.redraw(); }
void waits_ok(Window &w) { Event done; w.redraw = [&done] { done.raise(); }; done.wait(); }
void guard_bad(Window &w, int x) { w.redraw = [&x] { x++; }; Defer other([&x] { x--; }); } // expected-warning {{stored in 'redraw'}}
