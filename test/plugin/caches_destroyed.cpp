// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// An element that takes itself out when it is destroyed bounds the container.
#include <map>
#include <set>
#include <string>

struct Widget;
static std::set<Widget *> widgets_ok, others_bad;
struct Widget {
  explicit Widget(Widget *other) {
    widgets_ok.insert(this);
    others_bad.insert(other); // expected-warning {{'others_bad'}}
  }
  ~Widget() { widgets_ok.erase(this); }
};

struct Guard {
  ~Guard() { names_of_all().clear(); }
  static std::set<std::string> &names_of_all() {
    static std::set<std::string> names;
    return names;
  }
};
void use(const std::string &name) {
  Guard guard;
  Guard::names_of_all().insert(name);
}
