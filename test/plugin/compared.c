// RUN: %lien_verify %s
// To compare an object gives nothing away, and the same comparison has the same answer on one path.
#include "Inputs/python.h"

int compared_bad(void) {
  PyObject *list = PyList_New(0);
  if (!list)
    return -1;
  if (list == Py_None)
    return 0;
  return condition(); // expected-warning {{Leaked reference: 'list' (line 6)}}
}

int twice_ok(PyObject *o, PyObject *module) {
  PyObject *item = NULL;
  if (o == Py_None)
    item = PyLong_FromLong(1);
  condition();
  if (o == Py_None)
    Py_XDECREF(item);
  return 0;
}
