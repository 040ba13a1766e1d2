// RUN: %lien_verify %s
// `goto error` with X-releases is right; an error path that forgets one object is not.
#include "Inputs/python.h"

PyObject *cleanup_ok(void) {
  PyObject *a = NULL, *b = NULL, *tuple = NULL;
  a = PyLong_FromLong(1);
  if (!a)
    goto error;
  b = PyLong_FromLong(2);
  if (!b)
    goto error;
  tuple = PyTuple_New(2);
  if (!tuple)
    goto error;
  PyTuple_SetItem(tuple, 0, a);
  PyTuple_SetItem(tuple, 1, b);
  return tuple;
error:
  Py_XDECREF(a);
  Py_XDECREF(b);
  return NULL;
}

PyObject *early_return_bad(void) {
  PyObject *list = PyList_New(0);
  if (!list)
    return NULL;
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return NULL; // expected-warning {{Leaked reference: 'list' (line 26) is not released on this path}}
  if (PyList_Append(list, item) < 0) {
    Py_DECREF(item);
    Py_DECREF(list);
    return NULL;
  }
  Py_DECREF(item);
  return list;
}
