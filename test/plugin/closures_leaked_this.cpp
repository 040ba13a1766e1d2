// RUN: %clang++ -std=c++17 -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A closure with `this` in a list of the process goes before the object does, when the class has a destructor that does something.
#include <functional>
#include <map>
#include <string>
#include <vector>

static std::vector<std::function<void()>> listeners, removable, swapped;
static std::map<std::string, std::function<void()>> named, erased;
std::vector<std::function<void()>> visible;

struct Window {
  Window() {
    listeners.push_back([this] { redraw(); }); // expected-warning {{a closure with 'this' is stored in 'listeners', and the destructor of 'Window' ends the object while the closure stays}}
  }
  void name_bad() {
    named.emplace("main", [this] { redraw(); }); // expected-warning {{a closure with 'this' is stored in 'named'}}
  }
  void also_bad(int times) {
    if (times > 0)
      listeners.emplace_back([this, times] { pixels[0] = times; }); // expected-warning {{a closure with 'this' is stored in 'listeners'}}
  }
  ~Window() { delete[] pixels; }
  void redraw() { pixels[0]++; }
  int *pixels = new int[4];
};
void fire() {
  for (auto &listener : listeners)
    listener();
  if (!listeners.empty() && named.size())
    fire();
}

struct Erased {
  void add_ok(const std::string &name) {
    erased[name] = [this] { count++; };
    mine = name;
  }
  ~Erased() { erased.erase(mine); }
  std::string mine;
  int count = 0;
};
struct Popped {
  Popped() {
    removable.push_back([this] { count++; });
  }
  ~Popped() { removable.pop_back(); }
  int count = 0;
};
struct Swapped {
  Swapped() {
    swapped.push_back([this] { count++; });
  }
  ~Swapped() { count = 0; }
  int count = 0;
};
void reset(std::vector<std::function<void()>> &list);
void reset_all() { reset(swapped); }

struct Plain { // nobody says that it ends
  void add_ok() {
    listeners.push_back([this] { count++; });
  }
  int count = 0;
};
struct Single {
  void add_ok() {
    listeners.push_back([this] { count++; });
  }
  ~Single() { count = 0; }
  int count = 0;
};
static Single single;
struct Elsewhere { // other files may take it out
  void add_ok() {
    visible.push_back([this] { count++; });
  }
  ~Elsewhere() { count = 0; }
  int count = 0;
};
