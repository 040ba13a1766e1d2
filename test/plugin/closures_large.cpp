// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A stored closure that holds a large object by copy.
#include <array>
#include <functional>
#include <thread>
#include <vector>

struct Frame {
  char pixels[4096];
  int id;
};
struct Small {
  char name[100];
};
void draw(const Frame &);
void name(const Small &);
template <typename F> void each(F f) { f(); }

std::function<void()> on_tick;
std::vector<std::function<void()>> handlers;

void global_bad(const Frame &frame) {
  on_tick = [frame] { draw(frame); }; // expected-warning {{this closure, stored in 'on_tick', keeps a copy of 'frame' (4100 bytes) until 'on_tick' is reset [lien.LargeCapture]}}
}

void container_bad(Frame frame) {
  handlers.push_back([=] { draw(frame); }); // expected-warning {{this closure, stored in 'handlers', keeps a copy of 'frame' (4100 bytes) until 'handlers' lets it go}}
}

void array_bad() {
  int table[256] = {1};
  on_tick = [table] { handlers.resize(table[0]); }; // expected-warning {{keeps a copy of 'table' (1024 bytes)}}
}

void std_array_bad(const std::array<int, 256> &table) {
  on_tick = [copy = table] { handlers.resize(copy[0]); }; // expected-warning {{keeps a copy of 'table' (1024 bytes)}}
}

void moved_is_copied_bad(Frame frame) {
  on_tick = [frame = std::move(frame)] { draw(frame); }; // expected-warning {{keeps a copy of 'frame' (4100 bytes)}}
}

std::function<void()> returned_bad(const Frame &frame) {
  return [frame] { draw(frame); }; // expected-warning {{this closure, returned, keeps a copy of 'frame' (4100 bytes) as long as the caller keeps it}}
}

void thread_bad(const Frame &frame) {
  std::thread([frame] { draw(frame); }).detach(); // expected-warning {{keeps a copy of 'frame' (4100 bytes) until the thread ends}}
}

void thread_let_go_bad(const Frame &frame) {
  std::thread thread([frame] { draw(frame); }); // expected-warning {{keeps a copy of 'frame' (4100 bytes)}}
  thread.detach();
}

void thread_joined_ok(Frame frame) {
  std::thread thread([frame] { draw(frame); });
  thread.join();
}

struct View {
  Frame frame;
  std::function<void()> on_paint;
  void self_bad() {
    on_paint = [*this] { draw(frame); }; // expected-warning {{this closure, stored in 'on_paint', keeps a copy of the object (}}
  }
  void this_ok() {
    on_paint = [this] { draw(frame); };
  }
};

void bound_bad(const Frame &frame) {
  on_tick = std::bind(draw, frame); // expected-warning {{keeps a copy of 'frame' (4100 bytes)}}
}

void two_bad(const Frame &frame, const std::array<char, 5000> &bytes) {
  on_tick = [frame, bytes] { draw(frame), each([&] { handlers.resize(bytes[0]); }); }; // expected-warning {{keeps a copy of 'bytes' (5000 bytes)}}
}

void in_two_places_bad(const Frame &frame) {
  auto code = [frame] { draw(frame); }; // expected-warning {{this closure, stored in 'on_tick', keeps a copy of 'frame'}}
  on_tick = code;
  handlers.push_back(code);
}

void small_ok(const Small &small) {
  on_tick = [small] { name(small); }; // less than a quarter of the limit
}

void local_ok(const Frame &frame) {
  std::function<void()> here = [frame] { draw(frame); }; // it ends with the function
  here();
}

void called_ok(const Frame &frame) {
  each([frame] { draw(frame); });
}

void pointer_ok(const Frame *frame) {
  on_tick = [frame] { draw(*frame); };
}

void member_ok(const Frame &frame) {
  on_tick = [id = frame.id] { handlers.resize(id); };
}

void static_ok() {
  static Frame frame;
  on_tick = [] { draw(frame); };
}
