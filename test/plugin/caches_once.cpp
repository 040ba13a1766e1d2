// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// C++'s ways of doing a thing once: std::call_once, the initialiser of a static.
#include <map>
#include <mutex>
#include <string>

static std::once_flag flag;
static std::map<std::string, int> called_ok, initialised_ok, global_ok, filled_ok, empty_ok, always_bad;

static void fill() {
  called_ok[std::string("a") + "b"] = 1;
}
void use(const std::string &key) {
  std::call_once(flag, fill);
  static bool done = [](const std::string &k) {
    initialised_ok[k] = 1;
    return true;
  }(key);
  if (filled_ok.empty())
    filled_ok[key] = 1;
  if (empty_ok.size() == 0)
    empty_ok[key] = 1;
  always_bad[key] = done; // expected-warning {{'always_bad'}}
}
static bool start(const std::string &key) {
  global_ok[key] = 1;
  return true;
}
static bool started = start("name");
