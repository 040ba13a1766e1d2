// RUN: %lien_verify %s
// A claim that moves into a field, a global or through a pointer is the holder's: nothing is said of it here.
#include "Inputs/python.h"

struct box {
  PyObject ob_base;
  PyObject *item;
};
static PyObject *cache;

int field_ok(struct box *self) {
  self->item = PyLong_FromLong(1);
  return self->item ? 0 : -1;
}

int store_first_ok(struct box *self, PyObject *item) {
  self->item = item;
  Py_INCREF(item);
  return 0;
}

PyObject *global_ok(void) {
  if (!cache)
    cache = PyDict_New();
  return cache;
}

int out_ok(PyObject **out) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return -1;
  *out = item;
  return 0;
}

void local_array_bad(void) {
  PyObject *items[2];
  items[0] = PyLong_FromLong(1);
  items[1] = PyLong_FromLong(2);
  Py_XDECREF(items[0]); // expected-warning {{Leaked reference: 'items[1]' (line 39) is not released on this path}}
}

void local_struct_ok(void) {
  struct { PyObject *a; } pair;
  pair.a = PyLong_FromLong(1);
  Py_XDECREF(pair.a);
}
