// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s --implicit-check-not='"sort":"growth"' < %t
// Arrays that are reallocated, and lists, of one's own.
#include <stdlib.h>
#include <string.h>

struct node { struct node *next; char *name; };
static struct node *list_bad, *list_ok, *walked_ok;
static char **array_bad, **array_ok, **limited_ok, **popped_ok;
static int used, capacity, few, depth;

void grow_array_bad(const char *name) {
  if (used == capacity) {
    capacity = capacity ? capacity * 2 : 8;
    array_bad = realloc(array_bad, capacity * sizeof *array_bad);
  }
  array_bad[used++] = strdup(name);
}
// CHECK: {"type":"site","root":"{{.*}}:array_bad","sort":"growth","function":"grow_array_bad",{{.*}}"key":"caller"}

void grow_limited_ok(const char *name) {
  if (few >= 10)
    return;
  limited_ok = realloc(limited_ok, (few + 1) * sizeof *limited_ok);
  limited_ok[few++] = strdup(name);
}
// CHECK: {"type":"site","root":"{{.*}}:limited_ok","sort":"growth",{{.*}}"guard":"size"}

void push_ok(const char *name) {
  popped_ok = realloc(popped_ok, (depth + 1) * sizeof *popped_ok);
  popped_ok[depth++] = strdup(name);
}
void pop_ok(void) {
  free(popped_ok[--depth]);
}
// CHECK: {"type":"site","root":"{{.*}}:popped_ok","sort":"growth"
// CHECK: {"type":"site","root":"{{.*}}:popped_ok","sort":"shrink","function":"pop_ok"

void link_bad(const char *name) {
  struct node *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = list_bad;
  list_bad = node;
}
// CHECK: {"type":"site","root":"{{.*}}:list_bad","sort":"growth","function":"link_bad",{{.*}}"key":"caller"}
