// RUN: %clang++ -fsyntax-only -std=c++20 -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A coroutine outlives what its reference parameters refer to, and a lambda that is one ends before its coroutine.
#include <coroutine>
#include <string>
#include <vector>

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
std::vector<Task> tasks;
void keep(Task task) { tasks.push_back(task); }
Task write(const std::string &text) {
  co_await std::suspend_always{};
  (void)text.size();
}
Task write_copy(std::string text) {
  co_await std::suspend_always{};
  (void)text.size();
}

Task returned_bad() {
  std::string text;
  return write(text); // expected-warning {{'text' is captured by reference by a closure that is returned and outlives it}}
}
void stored_bad() {
  std::string text;
  tasks.push_back(write(text)); // expected-warning {{stored in 'tasks'}}
}
Task lambda_bad(int n) {
  return [n]() -> Task { // expected-warning {{'n' is captured by a lambda that is a coroutine; the lambda ends, and the coroutine is returned}}
    co_await std::suspend_always{};
    (void)n;
  }();
}
void kept_bad(int n) {
  keep([n]() -> Task { // expected-warning {{the coroutine is stored in 'tasks' by 'keep' and still needs it}}
    co_await std::suspend_always{};
    (void)n;
  }());
}
void local_bad(int n) {
  Task task = [n]() -> Task { // expected-warning {{the coroutine is stored in 'task'}}
    co_await std::suspend_always{};
    (void)n;
  }();
}
struct Session {
  int n;
  Task run_bad() {
    return [this]() -> Task { // expected-warning {{'this' is captured by a lambda}}
      co_await std::suspend_always{};
      n++;
    }();
  }
};

Task copied_ok() { std::string text; return write_copy(text); }
Task awaited_ok() { std::string text; co_await write(text); }
Task given_ok(const std::string &text) { return write(text); }
Task parameter_ok(int n) {
  return [](int n) -> Task {
    co_await std::suspend_always{};
    (void)n;
  }(n);
}
Task lambda_awaited_ok(int n) {
  co_await [n]() -> Task {
    co_await std::suspend_always{};
    (void)n;
  }();
}
void lambda_lives_ok(int n) {
  auto code = [n]() -> Task {
    co_await std::suspend_always{};
    (void)n;
  };
  Task task = code();
}
