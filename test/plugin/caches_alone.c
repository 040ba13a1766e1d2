// RUN: %clang -fsyntax-only -fplugin=%plugin %s 2>&1 | FileCheck %s --implicit-check-not=warning:
// RUN: %lien-clang %s 2>&1 | FileCheck %s --implicit-check-not=warning:
// Without the driver: what only this unit can see is judged; what others can see is not.
#include "Inputs/dict.h"

static PyObject *own_bad, *own_ok;
PyObject *shared_ok;

void add(PyObject *key) {
  PyDict_SetItem(own_bad, key, key);
  PyDict_SetItem(own_ok, key, key);
  PyDict_SetItem(shared_ok, key, key);
}
void drop(PyObject *key) {
  PyDict_DelItem(own_ok, key);
}
// CHECK: caches_alone.c:[[#@LINE-7]]:3: warning: 'own_bad' {{.*}} [lien.UnboundedCache]
// CHECK: caches_alone.c:[[#@LINE-12]]:18: note: 'own_bad'
