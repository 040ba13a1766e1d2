// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Containers of the standard library that outlive a call: what lets them grow, and every way to take out.
#include <deque>
#include <list>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

static std::map<std::string, int> indexed_bad, emplaced_bad, tried_bad, assigned_bad, inserted_bad, searched_bad;
static std::unordered_map<std::string, int> hashed_bad;
static std::set<std::string> set_bad;
static std::unordered_set<std::string> hashed_set_bad;
static std::vector<std::string> vector_bad, emplaced_vector_bad;
static std::deque<std::string> deque_bad;
static std::list<std::string> list_bad;
static std::queue<std::string> queue_bad;
static std::multimap<std::string, int> multi_bad;

void grow_bad(const std::string &key) {
  indexed_bad[key] = 1;                // expected-warning {{'indexed_bad' (a std::map}}
  emplaced_bad.emplace(key, 1);        // expected-warning {{'emplaced_bad'}}
  tried_bad.try_emplace(key, 1);       // expected-warning {{'tried_bad'}}
  assigned_bad.insert_or_assign(key, 1); // expected-warning {{'assigned_bad'}}
  inserted_bad.insert({key, 1});       // expected-warning {{'inserted_bad'}}
  hashed_bad[key]++;                   // expected-warning {{'hashed_bad' (a std::unordered_map}}
  set_bad.insert(key);                 // expected-warning {{'set_bad' (a std::set}}
  hashed_set_bad.emplace(key);         // expected-warning {{'hashed_set_bad'}}
  vector_bad.push_back(key);           // expected-warning {{'vector_bad' (a std::vector}}
  emplaced_vector_bad.emplace_back(key); // expected-warning {{'emplaced_vector_bad'}}
  deque_bad.push_front(key);           // expected-warning {{'deque_bad'}}
  list_bad.push_back(key);             // expected-warning {{'list_bad'}}
  queue_bad.push(key);                 // expected-warning {{'queue_bad'}}
  multi_bad.insert({key, 1});          // expected-warning {{'multi_bad'}}
  auto found = searched_bad.find(key);
  if (found == searched_bad.end())
    searched_bad[key] = 1;             // expected-warning {{'searched_bad'}}
}

static std::map<std::string, int> erased_ok, by_iterator_ok, while_ok, extracted_ok, swapped_ok, cleared_ok, assigned_ok, moved_ok;
static std::map<std::string, int> merged_ok, alias_ok, erase_if_ok;
static std::unordered_map<std::string, int> hashed_ok;
static std::set<std::string> set_ok;
static std::vector<std::string> vector_ok, popped_ok, resized_ok, idiom_ok, exchanged_ok;
static std::deque<std::string> deque_ok;
static std::list<std::string> list_ok;
static std::queue<std::string> queue_ok;

void grow_ok(const std::string &key) {
  erased_ok[key] = by_iterator_ok[key] = while_ok[key] = extracted_ok[key] = swapped_ok[key] = cleared_ok[key] = 1;
  assigned_ok[key] = moved_ok[key] = merged_ok[key] = alias_ok[key] = erase_if_ok[key] = hashed_ok[key] = 1;
  set_ok.insert(key);
  vector_ok.push_back(key);
  popped_ok.push_back(key);
  resized_ok.push_back(key);
  idiom_ok.push_back(key);
  exchanged_ok.push_back(key);
  deque_ok.push_back(key);
  list_ok.push_back(key);
  queue_ok.push(key);
}

void shrink_ok(const std::string &key) {
  erased_ok.erase(key);
  auto at = by_iterator_ok.find(key);
  if (at != by_iterator_ok.end())
    by_iterator_ok.erase(at);
  for (auto it = while_ok.begin(); it != while_ok.end();)
    it = it->second ? while_ok.erase(it) : std::next(it);
  auto node = extracted_ok.extract(key);
  std::map<std::string, int> empty, other, third;
  swapped_ok.swap(empty);
  cleared_ok.clear();
  assigned_ok = {};
  other = std::move(moved_ok);
  third.merge(merged_ok);
  auto &alias = alias_ok;
  alias.erase(key);
  hashed_ok.erase(hashed_ok.begin());
  set_ok.clear();
  vector_ok.erase(vector_ok.begin());
  popped_ok.pop_back();
  resized_ok.resize(10);
  std::vector<std::string>().swap(idiom_ok);
  std::vector<std::string> out = std::exchange(exchanged_ok, {});
  deque_ok.pop_front();
  list_ok.remove(key);
  std::erase_if(erase_if_ok, [](auto &item) { return item.second; });
  queue_ok.pop();
}
/* Looking does not take out. */
int look(const std::string &key) {
  return indexed_bad.count(key) + emplaced_bad.size() + (vector_bad.empty() ? 0 : vector_bad.back().size());
}

namespace {
class Names {
  std::set<std::string> names_bad, names_ok;
  Names() {}

public:
  Names(const Names &) = delete;
  static Names &instance() {
    static Names names;
    return names;
  }
  void add(const std::string &name) {
    names_bad.insert(name); // expected-warning {{names_bad'}}
    names_ok.insert(name);
  }
  void remove(const std::string &name) { names_ok.erase(name); }
};
} // namespace

void name_bad(const std::string &name) {
  Names::instance().add(name);
}
void unname_ok(const std::string &name) {
  Names::instance().remove(name);
}
