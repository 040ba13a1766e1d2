// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A stored closure that keeps many bytes reachable of which it uses only a little.
#include <functional>
#include <memory>
#include <vector>

struct Frame {
  char pixels[4096];
  int id;
  int number() const { return id; }
};
void draw(const Frame &);
void draw(const char *);
void log(long);

std::function<void()> on_tick;

void field_bad() {
  auto frame = std::make_shared<Frame>();
  on_tick = [frame] { log(frame->id); }; // expected-warning {{this closure, stored in 'on_tick', keeps 'frame' (4100 bytes) alive until 'on_tick' is reset, and uses only 'frame->id'}}
}

void getter_bad() {
  auto frame = std::make_shared<Frame>();
  draw(*frame);
  on_tick = [frame] { log(frame->number()); }; // expected-warning {{keeps 'frame' (4100 bytes) alive until 'on_tick' is reset, and uses only 'frame->number()'}}
}

void element_bad() {
  auto frame = std::make_shared<Frame>();
  on_tick = [frame] { log(frame->pixels[0]); }; // expected-warning {{and uses only 'frame->pixels[0]'}}
}

void size_bad() {
  std::vector<int> samples(65536);
  on_tick = [samples = std::move(samples)] { log(samples.size()); }; // expected-warning {{keeps 'samples' (262144 bytes) alive until 'on_tick' is reset, and uses only 'samples.size()'}}
}

void unused_bad(int id) {
  auto frame = std::make_shared<Frame>();
  on_tick = [frame, text = std::to_string(id)] { log(text.size()); }; // expected-warning {{keeps 'frame' (4100 bytes) alive until 'on_tick' is reset, and does not use it}}
}

void shared_container_bad() {
  auto samples = std::make_shared<std::vector<char>>(65536);
  on_tick = [samples] { log(samples->size()); }; // expected-warning {{keeps 'samples' (65536 bytes) alive}}
}

void array_bad() {
  std::shared_ptr<char[]> bytes(new char[65536]);
  on_tick = [bytes] { log(bytes[0]); }; // expected-warning {{keeps 'bytes' (65536 bytes) alive}}
}

void two_fields_bad() {
  auto frame = std::make_shared<Frame>();
  on_tick = [frame] { log(frame->id + frame->pixels[1]); }; // expected-warning {{and uses only a small part of it}}
}

void whole_ok(std::shared_ptr<Frame> frame) {
  on_tick = [frame] { draw(*frame); };
}

void also_whole_ok(std::shared_ptr<Frame> frame) {
  on_tick = [frame] {
    log(frame->id);
    draw(frame->pixels);
  };
}

void changed_ok(std::shared_ptr<Frame> frame) {
  on_tick = [frame] { frame->id++; }; // somebody else sees it
}

void weak_ok(std::weak_ptr<Frame> weak) {
  on_tick = [weak] {
    if (auto frame = weak.lock())
      log(frame->id);
  };
}

void pointed_into_ok(std::shared_ptr<Frame> frame) {
  const char *pixels = frame->pixels;
  on_tick = [frame, pixels] { draw(pixels); }; // it keeps alive what 'pixels' points to
}

void moved_ok() {
  std::vector<int> samples(65536);
  on_tick = [samples = std::move(samples)] {
    for (int sample : samples)
      log(sample);
  };
}

std::vector<int> load(int);
void loaded_ok() {
  std::vector<int> samples = load(65536);
  on_tick = [samples = std::move(samples)] { log(samples.size()); };
}

void few_ok() {
  std::vector<int> samples(1024); // what its maker asked for; 64 KiB are a warning
  on_tick = [samples = std::move(samples)] { log(samples.size()); };
}

void unknown_ok(std::vector<int> samples) {
  on_tick = [samples = std::move(samples)] { log(samples.size()); };
}

void local_ok(std::shared_ptr<Frame> frame) {
  std::function<void()> here = [frame] { log(frame->id); };
  here();
}
