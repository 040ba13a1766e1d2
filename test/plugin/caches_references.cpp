// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Roots behind a getter that returns a reference or a pointer; what hangs on a pointer to one object after another.
#include <set>
#include <string>
#include <vector>

/* A stack of frames: each ends with its block. */
class frame_ok {
  frame_ok *parent;
  std::set<int> kept;
  static frame_ok *&current() {
    static thread_local frame_ok *pointer;
    return pointer;
  }

public:
  frame_ok() {
    auto &frame = current();
    parent = frame;
    frame = this;
  }
  ~frame_ok() { current() = parent; }
  static void keep(int value) {
    auto *frame = current();
    frame->kept.insert(value);
  }
};

static std::vector<std::string> &names() {
  static std::vector<std::string> names_bad;
  return names_bad;
}
void add_bad(const std::string &name) {
  names().push_back(name); // expected-warning {{'names_bad'}}
}

static std::vector<std::string> *pointed() {
  static std::vector<std::string> *pointed_bad = new std::vector<std::string>;
  return pointed_bad;
}
void add_pointed_bad(const std::string &name) {
  pointed()->push_back(name); // expected-warning {{'pointed_bad'}}
}

static std::vector<std::string> &emptied() {
  static std::vector<std::string> emptied_ok;
  return emptied_ok;
}
void add_ok(const std::string &name) {
  emptied().push_back(name);
}
void empty_ok() {
  auto &all = emptied();
  all.clear();
}

std::vector<std::string> &shared_ok() { /* anybody may empty it */
  static std::vector<std::string> names;
  return names;
}
void add_shared_ok(const std::string &name) {
  shared_ok().push_back(name);
}
