// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A closure that is stored in an object which it holds, with nothing that ever resets it.
#include <functional>
#include <map>
#include <memory>
#include <vector>

void use(int);
using Code = std::function<void()>;

struct Child {
  Code on_close;
};
struct Conn : std::enable_shared_from_this<Conn> {
  Code on_read, on_write, on_error, on_end, handler;
  std::vector<Code> hooks;
  std::map<int, Code> table, other;
  std::shared_ptr<Child> child;
  std::unique_ptr<Child> owned;
  Child part;
  int fd = 0;

  void set_handler(Code code) { handler = std::move(code); }
  void run() {}

  void self_bad() {
    on_read = [self = shared_from_this()] { use(self->fd); }; // expected-warning {{the closure that is stored in 'on_read' holds a reference to the object, which holds the closure: neither is ever released}}
  }
  void local_self_bad() {
    auto self = shared_from_this();
    on_write = [self] { use(self->fd); }; // expected-warning {{the closure that is stored in 'on_write' holds a reference to 'self'}}
  }
  void list_bad() {
    auto self = shared_from_this();
    hooks.push_back([self] { use(self->fd); }); // expected-warning {{the closure that is stored in 'hooks'}}
  }
  void map_bad(int key) {
    table[key] = [self = shared_from_this()] { use(self->fd); }; // expected-warning {{the closure that is stored in 'table'}}
  }
  void emplace_bad(int key) {
    other.emplace(key, [self = shared_from_this()] { use(self->fd); }); // expected-warning {{the closure that is stored in 'other'}}
  }
  void bind_bad() {
    on_error = std::bind(&Conn::run, shared_from_this()); // expected-warning {{the closure that is stored in 'on_error'}}
  }
  void part_bad() {
    part.on_close = [self = shared_from_this()] { use(self->fd); }; // expected-warning {{the closure that is stored in 'on_close'}}
  }
};

void parameter_bad(std::shared_ptr<Conn> conn) {
  conn->on_end = [conn] { use(conn->fd); }; // expected-warning {{the closure that is stored in 'on_end' holds a reference to 'conn'}}
}

void made_here_bad() {
  auto conn = std::make_shared<Conn>();
  conn->on_end = [=] { use(conn->fd); }; // expected-warning {{the closure that is stored in 'on_end'}}
}

void child_bad(const std::shared_ptr<Conn> &conn) {
  conn->child->on_close = [conn] { use(conn->fd); }; // expected-warning {{the closure that is stored in 'on_close'}}
}

void owned_child_bad(std::shared_ptr<Conn> conn) {
  conn->owned->on_close = [conn] { use(conn->fd); }; // expected-warning {{the closure that is stored in 'on_close'}}
}

void child_in_variable_bad(std::shared_ptr<Conn> conn) {
  auto child = conn->child;
  child->on_close = [conn] { use(conn->fd); }; // expected-warning {{the closure that is stored in 'on_close'}}
}

void setter_bad(std::shared_ptr<Conn> conn) {
  conn->set_handler([conn] { use(conn->fd); }); // expected-warning {{the closure that is stored in 'handler' by 'set_handler' holds a reference to 'conn'}}
}

struct Signal {
  std::vector<Code> slots;
  void connect(Code code) { slots.push_back(std::move(code)); }
};
struct Model : std::enable_shared_from_this<Model> {
  Signal changed;
  int value;
  void signal_bad() {
    auto self = shared_from_this();
    changed.connect([self] { use(self->value); }); // expected-warning {{the closure that is stored in 'slots' by 'connect'}}
  }
};

struct Owner {
  std::shared_ptr<Child> child = std::make_shared<Child>();
  void field_bad() {
    child->on_close = [child = child] { child->on_close(); }; // expected-warning {{the closure that is stored in 'on_close'}}
  }
};

void recursion_bad(int n) {
  auto down = std::make_shared<std::function<void(int)>>();
  *down = [down](int i) { // expected-warning {{the closure that is stored in 'down' holds a reference to 'down'}}
    if (i > 0)
      (*down)(i - 1);
  };
  (*down)(n);
}
