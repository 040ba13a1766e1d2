// What lives as long as the process and uses all of a large object is a note, which names the type.
// RUN: rm -f %t && %clang++ -fsyntax-only -std=c++17 -fplugin=%plugin -fplugin-arg-lien-output=%t %s
// RUN: FileCheck %s --input-file %t --implicit-check-not '"rule":"lien'
#include <functional>
#include <memory>

struct Frame {
  char pixels[4096];
};
struct Small {
  char name[16];
};
void draw(const Frame &);
void draw(const Small &);

std::function<void()> on_tick, on_tock;

void made_bad() {
  auto frame = std::make_shared<Frame>();
  on_tick = [frame] { draw(*frame); };
}
// CHECK: "rule":"lien.LargeCapture","message":"this closure, stored in 'on_tick', keeps 'frame' (4096 bytes) alive until 'on_tick' is reset"
// CHECK-SAME: "level":"note"
// CHECK-SAME: "message":"'frame' (4096 bytes, 'Frame') is captured with all that it keeps here"

void shared_bad(std::shared_ptr<Frame> frame) {
  on_tock = [frame] { draw(*frame); };
}
// CHECK: "rule":"lien.LargeCapture","message":"this closure, stored in 'on_tock', keeps 'frame' (4096 bytes) alive until 'on_tock' is reset"
// CHECK-SAME: "level":"note"

void small_ok(std::shared_ptr<Small> small) {
  on_tick = [small] { draw(*small); };
}

void weak_ok(std::weak_ptr<Frame> weak) {
  on_tick = [weak] {
    if (auto frame = weak.lock())
      draw(*frame);
  };
}

std::function<void()> returned_ok(std::shared_ptr<Frame> frame) {
  return [frame] { draw(*frame); };
}

struct Player {
  std::function<void()> on_end;
  void member_ok(std::shared_ptr<Frame> frame) {
    on_end = [frame] { draw(*frame); }; // the player lets it go
  }
};

void local_ok(std::shared_ptr<Frame> frame) {
  std::function<void()> here = [frame] { draw(*frame); };
  here();
}
