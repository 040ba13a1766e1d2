// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s --implicit-check-not='"sort":"growth"' < %t
// Where the key of a growth comes from: of how many values it can be.
#include "Inputs/dict.h"

static PyObject *cache;

void by_callers(PyObject *key) {
  PyDict_SetItem(cache, key, key);
}
// CHECK: "sort":"growth","function":"by_callers",{{.*}},"callee":"PyDict_SetItem","key":"caller"

static PyObject *by_arguments(PyObject *self, PyObject *args) {
  PyObject *key;
  if (!PyArg_ParseTuple(args, "O", &key))
    return NULL;
  PyDict_SetItem(cache, key, self);
  return NULL;
}
PyCFunction the_method = by_arguments;
// CHECK: "sort":"growth",{{.*}}:by_arguments",{{.*}},"key":"parsed"

void by_literal(PyObject *value) {
  PyDict_SetItemString(cache, "one", value);
}
// CHECK: "sort":"growth","function":"by_literal",{{.*}},"key":"literal"

void by_small(short code, PyObject *value) {
  PyObject *key = PyLong_FromLong(code);
  PyDict_SetItem(cache, key, value);
}
// CHECK: "sort":"growth","function":"by_small",{{.*}},"key":"small"

void by_remainder(long code, PyObject *value) {
  PyObject *key = PyLong_FromLong(code % 64);
  PyDict_SetItem(cache, key, value);
}
// CHECK: "sort":"growth","function":"by_remainder",{{.*}},"key":"small"

static void inner(PyObject *key) {
  PyDict_SetItem(cache, key, key);
}
void outer(PyObject *name) {
  inner(name);
}
// CHECK: "sort":"growth",{{.*}}:inner",{{.*}},"key":"caller"

struct item { PyObject *id; };
void by_field(struct item *item, PyObject *value) {
  PyDict_SetItem(cache, item->id, value);
}
// CHECK: "sort":"growth","function":"by_field",{{.*}},"key":"unknown"

static PyObject *log_of_all;
void no_key(PyObject *entry) {
  PyList_Append(log_of_all, entry);
}
// CHECK: "sort":"growth","function":"no_key",{{.*}},"callee":"PyList_Append","key":"caller"

void no_data(void) {
  PyObject *entry = PyLong_FromLong(1);
  PyList_Append(log_of_all, entry);
}
// CHECK: "sort":"growth","function":"no_data",{{.*}},"key":"none"
