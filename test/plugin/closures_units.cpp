// RUN: %clang++ -fsyntax-only -std=c++17 -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// A closure that goes to a function of another unit waits for what that unit says.
#include <functional>
struct Loop {
  void post(std::function<void()> task);
  void now(const std::function<void()> &task);
};
struct App {
  Loop *loop;
  std::function<void()> idle;
  void later(std::function<void()> task) { loop->post(task); }
  void set(std::function<void()> task) { idle = task; }
};
void run(Loop &loop);

void post_bad(Loop &loop, int x) { loop.post([&x] { x++; }); }
// CHECK-DAG: "function":"post_bad",{{.*}}"if":["sink:Loop::post/1#0:this"]
// CHECK-DAG: "function":"post_bad",{{.*}}"if":["sink:Loop::post/1#0:static"]
void own_ok(int x) {
  Loop loop;
  loop.post([&x] { x++; });
  run(loop);
}
// CHECK-NOT: "function":"own_ok",{{.*}}:this"
void through_bad(App &app, int x) { app.later([&x] { x++; }); }
// CHECK-DAG: "function":"through_bad",{{.*}}"if":["sink:Loop::post/1#0:this"]
// CHECK-DAG: {"type":"holds","key":"sink:App::later/1#0:this","if":["sink:Loop::post/1#0:this"]
// CHECK-DAG: {"type":"holds","key":"sink:App::set/1#0:this",{{.*}}"message":"the closure is stored in 'idle' here"}

/* An object that is made in another unit keeps it, and outlives the constructor, or does not. */
struct Timer {
  Timer(const std::function<void()> &task);
  ~Timer();
};
struct Clock {
  Timer timer;
  Clock(int x) : timer([&x] { x++; }) {}
};
struct Watch {
  Timer timer;
  explicit Watch(const std::function<void()> &task) : timer(task) {}
};
// CHECK-DAG: {"type":"holds","key":"sink:Watch::Watch/1#0:this","if":["sink:Timer::Timer/1#0:this"]
// CHECK-DAG: "function":"Clock::Clock",{{.*}}"if":["sink:Timer::Timer/1#0:this"]
Timer *timer_bad(int x) { return new Timer([&x] { x++; }); }
// CHECK-DAG: "function":"timer_bad",{{.*}}"if":["sink:Timer::Timer/1#0:this"]
void timer_ok(int x) { Timer timer([&x] { x++; }); }
// CHECK-NOT: "function":"timer_ok",{{.*}}:this"
