// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// When functions run, as far as their use says.
#include <stdlib.h>
#include <pthread.h>

static void at_exit(void) {}
static void once(void) {}
static void callback(void) {}
static void helper(void) {}
__attribute__((constructor)) static void start(void) { helper(); }
__attribute__((destructor)) static void stop(void) {}
static pthread_once_t control;
void (*hook)(void) = callback;

int main(void) {
  atexit(at_exit);
  pthread_once(&control, once);
  return 0;
}
// CHECK: "name":"at_exit",{{.*}}"uses":["exit"]
// CHECK: "name":"once",{{.*}}"uses":["init"]
// CHECK: "name":"callback",{{.*}}"uses":["callback"]
// CHECK: "name":"helper",{{.*}}"uses":[]
// CHECK: "name":"start",{{.*}}"uses":["init"],"calls":["{{.*}}:helper"]
// CHECK: "name":"stop",{{.*}}"uses":["exit"]
// CHECK: "name":"main",{{.*}}"uses":["main"]
