// RUN: %lien_verify %s
// A slot that is overwritten with the object it holds gives the old reference back.
#include "Inputs/python.h"

PyObject *PyTuple_Pack(Py_ssize_t, ...);
void PyTuple_SET_ITEM(PyObject *, Py_ssize_t, PyObject *);

int again_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  PyObject *tuple = PyTuple_Pack(1, item);
  PyTuple_SET_ITEM(tuple, 0, item);
  Py_XDECREF(tuple);
  Py_DECREF(item);
  return 0;
}

int twice_bad(PyObject *tuple) {
  PyObject *item = PyLong_FromLong(1);
  PyTuple_SET_ITEM(tuple, 0, item);
  PyTuple_SET_ITEM(tuple, 1, item);
  return 0; // expected-warning {{released too often}}
}
