// RUN: %lien_verify %s
// What is returned carries one claim to the caller; a second one leaks.
#include "Inputs/python.h"

PyObject *extra_bad(void) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return NULL;
  Py_INCREF(item);
  return item; // expected-warning {{Leaked reference: 'item' (line 6)}}
}

PyObject *kept_ok(PyObject *list) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return NULL;
  Py_INCREF(item);
  PyList_SetItem(list, 0, item);
  return item;
}
