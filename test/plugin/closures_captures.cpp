// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What is captured: by reference, by address, as a view, bound; a copy of it, or a reference that keeps it alive, is no borrowed thing.
#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct Widget : std::enable_shared_from_this<Widget> {
  std::function<void()> cb;
  int n = 0;
  void use(int *p);
  void stop() { cb = nullptr; }
  void init_bad(int x) { cb = [&r = x] { r++; }; }                     // expected-warning {{'x' is captured by reference}}
  void wrapper_bad(int x) { cb = [r = std::ref(x)] { r.get()++; }; }   // expected-warning {{'x' is captured by reference}}
  void address_bad(int x) { cb = [p = &x] { (*p)++; }; }               // expected-warning {{'x' is captured by address}}
  void pointer_bad(int x) { int *p = &x; cb = [p] { (*p)++; }; }       // expected-warning {{'x' is captured by address}}
  void array_bad() { char buffer[8]; cb = [p = buffer] { p[0] = 0; }; } // expected-warning {{'buffer' is captured by address}}
  void text_bad(std::string s) { auto p = s.c_str(); cb = [p] { (void)*p; }; } // expected-warning {{'s' is captured by address}}
  void view_bad(std::string s) { std::string_view v = s; cb = [v] { (void)v.size(); }; } // expected-warning {{'s' is captured by address}}
  void alias_bad() { int x = 0; int &r = x; cb = [&r] { r++; }; }      // expected-warning {{'x' is captured by reference}}
  void bind_bad(int x) { cb = std::bind(&Widget::use, this, &x); }     // expected-warning {{'x' is captured by address}}
  void bound_bad(int x) { cb = std::bind([](int &i) { i++; }, std::ref(x)); } // expected-warning {{'x' is captured by reference}}

  void close() { cb = nullptr; }
  void self_ok() { auto self = shared_from_this(); cb = [self] { self->n++; }; }
  void weak_ok() { cb = [w = weak_from_this()] { if (auto s = w.lock()) s->n++; }; }
  void whole_ok() { cb = [*this]() mutable { n++; }; }
  void moved_ok() { auto p = std::make_unique<int>(1); auto q = std::make_shared<int *>(); *q = p.get(); cb = [q] { ++**q; }; }
  void given_ok(int *p, std::string_view v, int &x) { cb = [p, v, &x] { x = *p + v.size(); }; }
  void literal_ok() { const char *p = "text"; std::string_view v = "text"; cb = [p, v] { (void)v.size(); }; }
  void static_ok() { static int x; int *p = &x; cb = [p] { (*p)++; }; }
  void bind_ok(int x) { static int y; cb = std::bind(&Widget::use, this, &y); cb = std::bind([](int i) { i++; }, x); }
};
