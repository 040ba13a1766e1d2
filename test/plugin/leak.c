// RUN: %lien_verify %s
// An object that dies with a claim of this code's is leaked.
#include "Inputs/python.h"

int forgotten_bad(void) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return -1;
  return 0; // expected-warning {{Leaked reference: 'item' (line 6) is not released on this path}}
}

int released_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return -1;
  Py_DECREF(item);
  return 0;
}

PyObject *returned_ok(void) { return PyLong_FromLong(1); }

int not_kept_bad(PyObject *list) {
  PyList_Append(list, PyLong_FromLong(1));
  return 0; // expected-warning {{Leaked reference: the result of 'PyLong_FromLong' (line 23) is not released on this path}}
}

void null_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  if (item == NULL)
    return;
  Py_DECREF(item);
}
