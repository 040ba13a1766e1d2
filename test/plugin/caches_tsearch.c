// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// The search trees of the C library.
#define _GNU_SOURCE
#include <search.h>
#include <stdlib.h>
#include <string.h>

static void *tree_bad, *tree_ok, *destroyed_ok, *looked_up_bad, *exit_bad;

static int compare(const void *a, const void *b) { return strcmp(a, b); }

void grow_bad(const char *key) {
  tsearch(key, &tree_bad, compare); // expected-warning {{'tree_bad'}}
  tsearch(key, &exit_bad, compare); // expected-warning {{'exit_bad'}}
  if (!tfind(key, &looked_up_bad, compare))
    tsearch(key, &looked_up_bad, compare); // expected-warning {{'looked_up_bad'}}
}
void grow_ok(const char *key) {
  tsearch(key, &tree_ok, compare);
  tsearch(key, &destroyed_ok, compare);
}
void shrink_ok(const char *key) {
  tdelete(key, &tree_ok, compare);
}
static void nothing(void *node) {}
void renew_ok(void) {
  tdestroy(destroyed_ok, nothing);
  destroyed_ok = NULL;
}
static void end(void) {
  tdestroy(exit_bad, nothing);
}
void start(void) {
  atexit(end);
}
