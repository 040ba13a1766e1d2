// RUN: %lien_verify %s
// A borrowed reference must not be released; an owned one only once.
#include "Inputs/python.h"

void borrowed_bad(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0);
  if (item)
    Py_DECREF(item); // expected-warning {{'item' is borrowed (line 6): this code releases a reference that it does not own}}
}

void borrowed_ok(PyObject *list) {
  PyObject *item = PyList_GetItem(list, 0);
  if (!item)
    return;
  Py_INCREF(item);
  unknown(item);
  Py_DECREF(item);
}

void twice_bad(void) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return;
  Py_DECREF(item);
  Py_DECREF(item); // expected-warning {{'item' is released a second time: its last reference was released on line 24}}
}

void getter_twice_bad(PyObject *o) {
  PyObject *attr = PyObject_GetAttrString(o, "x");
  if (!attr)
    return;
  Py_DECREF(attr);
  Py_DECREF(attr); // expected-warning {{'attr' (line 29) is released too often}}
}

void clear_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  Py_CLEAR(item);
  Py_XDECREF(item);
}
