// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A stored closure that copies a container which nobody uses afterwards.
#include <functional>
#include <map>
#include <string>
#include <vector>

using Ids = std::vector<int>;
void use(const Ids &);
void add(Ids &);

struct Queue {
  std::vector<std::function<void()>> jobs;
};

void parameter_bad(Queue &queue, Ids ids) {
  queue.jobs.push_back([ids] { use(ids); }); // expected-warning {{this closure, stored in 'jobs', keeps a copy of 'ids' and of all that is in it until 'jobs' lets it go, though nobody uses 'ids' afterwards}}
}

void local_bad(Queue &queue) {
  Ids ids(1000);
  for (int &id : ids)
    id = 1;
  queue.jobs.emplace_back([=] { use(ids); }); // expected-warning {{keeps a copy of 'ids' (4000 bytes)}}
}

void loop_bad(Queue &queue, int n) {
  for (int i = 0; i < n; i++) {
    Ids ids;
    add(ids);
    queue.jobs.push_back([ids] { use(ids); }); // expected-warning {{keeps a copy of 'ids'}}
  }
}

void cleared_bad(Queue &queue, int n) {
  Ids ids;
  for (int i = 0; i < n; i++) {
    add(ids);
    queue.jobs.push_back([ids] { use(ids); }); // expected-warning {{keeps a copy of 'ids'}}
    ids.clear();
  }
}

void init_bad(Queue &queue, std::map<std::string, int> names) {
  queue.jobs.push_back([copy = names] { (void)copy.size(); }); // expected-warning {{keeps a copy of 'names'}}
}

struct Batch {
  int number;
  Ids ids;
};
void inside_bad(Queue &queue, int number) {
  Batch batch{number, {}};
  add(batch.ids);
  queue.jobs.push_back([batch] { use(batch.ids); }); // expected-warning {{keeps a copy of 'batch'}}
}

void bound_bad(Queue &queue, Ids ids) {
  queue.jobs.push_back(std::bind(use, ids)); // expected-warning {{keeps a copy of 'ids'}}
}

void last_of_two_bad(Queue &queue, Ids ids) {
  queue.jobs.push_back([ids] { use(ids); });
  queue.jobs.push_back([ids] { use(ids); }); // expected-warning {{keeps a copy of 'ids'}}
}

struct Own { // a container of nobody's pack
  Own();
  Own(const Own &);
  Own(Own &&);
  ~Own();
  const int *begin() const, *end() const;
};
void use(const Own &);
void own_bad(Queue &queue, Own own) {
  queue.jobs.push_back([own] { use(own); }); // expected-warning {{keeps a copy of 'own' and of all that is in it}}
}

struct View {
  const int *first, *last;
  const int *begin() const { return first; }
  const int *end() const { return last; }
};
void view_ok(Queue &queue, View view) {
  queue.jobs.push_back([view] { (void)view.begin(); });
}

void long_text_bad(Queue &queue) {
  std::string text(4096, 'x');
  queue.jobs.push_back([text] { (void)text.size(); }); // expected-warning {{keeps a copy of 'text' (4096 bytes)}}
}

void text_ok(Queue &queue, std::string text) {
  queue.jobs.push_back([text] { (void)text.size(); }); // a note
}

void moved_ok(Queue &queue, Ids ids) {
  queue.jobs.push_back([ids = std::move(ids)] { use(ids); });
}

void used_ok(Queue &queue, Ids ids) {
  queue.jobs.push_back([ids] { use(ids); });
  use(ids);
}

void used_on_some_way_ok(Queue &queue, Ids ids, bool now) {
  queue.jobs.push_back([ids] { use(ids); });
  if (now)
    use(ids);
}

void used_in_next_round_ok(Queue &queue, int n) {
  Ids ids;
  for (int i = 0; i < n; i++) {
    ids.push_back(i);
    queue.jobs.push_back([ids] { use(ids); });
  }
}

void others_ok(Queue &queue, const Ids &ids) {
  queue.jobs.push_back([ids] { use(ids); });
}

void const_ok(Queue &queue) {
  const Ids ids(3);
  queue.jobs.push_back([ids] { use(ids); });
}

void alias_ok(Queue &queue, Ids ids) {
  int &first = ids[0];
  queue.jobs.push_back([ids] { use(ids); });
  first = 1;
}

void by_reference_too_ok(Queue &queue, Ids ids) {
  auto later = [&] { use(ids); };
  queue.jobs.push_back([ids] { use(ids); });
  later();
}

void same_call_ok(void (*post)(std::function<void()>, const Ids &), Ids ids, Queue &queue) {
  queue.jobs.insert(queue.jobs.begin() + ids.size(), [ids] { use(ids); });
}

void handler_ok(Queue &queue, Ids ids) {
  try {
    queue.jobs.push_back([ids] { use(ids); });
  } catch (...) {
    use(ids);
  }
}

struct Owner {
  Ids ids;
  std::function<void()> job;
  void member_ok() {
    job = [ids = ids] { use(ids); };
  }
};
