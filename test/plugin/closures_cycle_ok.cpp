// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// No cycle, or one that something ends.
// expected-no-diagnostics
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

void use(int);
using Code = std::function<void()>;

struct Child {
  Code on_close;
};

struct Weak : std::enable_shared_from_this<Weak> {
  Code first, second, third;
  std::shared_ptr<Child> child;
  std::shared_ptr<Weak> next() { return other; }
  std::shared_ptr<Weak> other;
  Weak *parent = nullptr;
  std::weak_ptr<Weak> above;
  int n;
  void weak_ok() {
    first = [weak = weak_from_this()] {
      if (auto self = weak.lock())
        use(self->n);
    };
  }
  void this_ok() { second = [this] { use(n); }; }
  void another_ok() { second = [other = other] { use(other->n); }; }
  void getter_ok() { third = [other = next()] { use(other->n); }; }
  void parent_ok() { parent->first = [self = shared_from_this()] { use(self->n); }; }
  void above_ok() { above.lock()->first = [self = shared_from_this()] { use(self->n); }; }
  void child_itself_ok() { first = [child = child] { child->on_close(); }; }
};

void weak_local_ok(std::shared_ptr<Weak> p) {
  std::weak_ptr<Weak> weak = p;
  p->first = [weak] { use(weak.expired()); };
}

void raw_ok(std::shared_ptr<Weak> p) {
  p->first = [raw = p.get()] { use(raw->n); };
}

void other_ok(std::shared_ptr<Weak> p, std::shared_ptr<Weak> q) {
  p->first = [q] { use(q->n); };
}

struct Closed : std::enable_shared_from_this<Closed> {
  Code code;
  void reset_ok() { code = [self = shared_from_this()] { self->close(); }; }
  void close() { code = nullptr; }
};

struct Once : std::enable_shared_from_this<Once> {
  Code code;
  void resets_itself_ok() {
    code = [self = shared_from_this()] { self->code = nullptr; };
  }
};

struct Exchanged : std::enable_shared_from_this<Exchanged> {
  Code code;
  void exchanged_ok() { code = [self = shared_from_this()] { self->fire(); }; }
  void fire() { std::exchange(code, nullptr)(); }
};

struct Moved : std::enable_shared_from_this<Moved> {
  Code code;
  void moved_ok() { code = [self = shared_from_this()] { self->fire(); }; }
  void fire() {
    auto once = std::move(code);
    once();
  }
};

struct Swapped : std::enable_shared_from_this<Swapped> {
  Code code;
  void swapped_ok() { code = [self = shared_from_this()] { self->fire(); }; }
  void fire() {
    Code once;
    code.swap(once);
    once();
  }
};

struct Cleared : std::enable_shared_from_this<Cleared> {
  std::vector<Code> hooks;
  std::map<int, Code> table;
  void cleared_ok() { hooks.push_back([self = shared_from_this()] { self->clear(); }); }
  void erased_ok() { table[1] = [self = shared_from_this()] { self->clear(); }; }
  void clear() {
    hooks.clear();
    for (auto &[key, code] : table)
      code = {};
    table.erase(1);
  }
};

struct Emptied : std::enable_shared_from_this<Emptied> {
  std::vector<Code> hooks;
  void emptied_ok() { hooks.push_back([self = shared_from_this()] { self->clear(); }); }
  void clear() {
    for (auto &code : hooks)
      code = nullptr;
  }
};

struct Task : std::enable_shared_from_this<Task> {
  std::future<void> done;
  std::thread thread;
  int n;
  void task_ok() {
    done = std::async(std::launch::async, [self = shared_from_this()] { use(self->n); });
  }
  void thread_ok() {
    thread = std::thread([self = shared_from_this()] { use(self->n); });
  }
};

struct Here {
  Code code;
  int n;
};
void reset_here_ok() {
  auto p = std::make_shared<Here>();
  p->code = [p] { use(p->n); };
  p->code();
  p->code = nullptr;
}

struct Chain {
  Code code;
  void add_ok(const Code &more) {
    const auto &before = code;
    const auto both = [=] { before(); more(); };
    code = both; /* a copy of what was there, not of the object */
  }
};
