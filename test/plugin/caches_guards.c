// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// What keeps a container from growing: a test of its size that dominates the growth and limits it; a flag that is set.
#include "Inputs/dict.h"

#define MAX 100
static PyObject *cache;
static int entries, made;

void within_ok(PyObject *key) {
  if (PyDict_Size(cache) < MAX)
    PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"within_ok",{{.*}},"guard":"size"}

void early_ok(PyObject *key) {
  Py_ssize_t size = PyDict_Size(cache);
  if (size >= MAX)
    return;
  PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"early_ok",{{.*}},"guard":"size"}

void counter_ok(PyObject *key) {
  if (key && entries < MAX) {
    PyDict_SetItem(cache, key, key);
    entries++;
  }
}
// CHECK: "sort":"growth","function":"counter_ok",{{.*}},"guard":"size"}

void once_ok(PyObject *key) {
  if (!made) {
    made = 1;
    PyDict_SetItem(cache, key, key);
  }
}
// CHECK: "sort":"growth","function":"once_ok",{{.*}},"guard":"once"}

void wrong_way_bad(PyObject *key) {
  if (PyDict_Size(cache) > MAX)
    PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"wrong_way_bad",{{.*}},"key":"caller"}

void grows_anyway_bad(PyObject *key) {
  if (PyDict_Size(cache) >= MAX)
    made = 2;
  PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"grows_anyway_bad",{{.*}},"key":"caller"}

void flag_never_set_bad(PyObject *key) {
  if (!made)
    PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"flag_never_set_bad",{{.*}},"key":"caller"}

void look_up_bad(PyObject *key) {
  if (PyDict_GetItem(cache, key) == NULL)
    PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"look_up_bad",{{.*}},"key":"caller"}
