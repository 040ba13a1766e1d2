// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// Which expression is which container that outlives the call.
#include "Inputs/dict.h"

static PyObject *by_getter, *by_alias;
PyObject *shared;
static struct registry { PyObject *names; } registry;

static PyObject *get(void) {
  if (!by_getter)
    by_getter = PyDict_New();
  return by_getter;
}

void add(PyObject *key) {
  static PyObject *within;
  PyObject *alias = by_alias;
  struct registry *r = &registry;
  PyDict_SetItem(within, key, key);
  PyDict_SetItem(get(), key, key);
  PyDict_SetItem(alias, key, key);
  PyDict_SetItem(shared, key, key);
  PyDict_SetItem(r->names, key, key);
}
// CHECK-DAG: {"type":"root","id":"{{.*}}caches_roots.c:by_getter","name":"by_getter",{{.*}},"storage":"file","container":"PyDict","local":true}
// CHECK-DAG: {"type":"root","id":"{{.*}}caches_roots.c:by_alias","name":"by_alias",{{.*}},"storage":"file"
// CHECK-DAG: {"type":"root","id":"{{.*}}caches_roots.c:add:within","name":"within",{{.*}},"storage":"function"
// CHECK-DAG: {"type":"root","id":"shared","name":"shared",{{.*}},"storage":"extern","container":"PyDict"}
// CHECK-DAG: {"type":"root","id":"struct registry.names","name":"registry.names",{{.*}},"storage":"file"
// CHECK-DAG: {"type":"site","root":"{{.*}}:by_getter","sort":"reset",{{.*}}"guard":"once"
// CHECK-DAG: {"type":"site","root":"{{.*}}:by_getter","sort":"growth"
// CHECK-DAG: {"type":"site","root":"{{.*}}:by_alias","sort":"growth"
// CHECK-DAG: {"type":"site","root":"{{.*}}:add:within","sort":"growth"
// CHECK-DAG: {"type":"site","root":"struct registry.names","sort":"growth"

static __attribute__((annotate("lien: immortal"))) PyObject *meant;
void intern(PyObject *key) {
  PyDict_SetItem(meant, key, key);
}
// CHECK-DAG: {"type":"root","id":"{{.*}}:meant",{{.*}},"intended":true,"local":true}
