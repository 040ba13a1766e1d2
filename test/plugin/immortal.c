// RUN: %lien_verify %s
// None and its like are counted before 3.12: a method that returns one hands out a reference.
#include "Inputs/python.h"

PyObject *none_bad(PyObject *self, PyObject *args) {
  return Py_None; // expected-warning {{'_Py_NoneStruct' is returned as a borrowed reference where a new one is due}}
}

PyObject *none_ok(PyObject *self, PyObject *args) { Py_RETURN_NONE; }

PyObject *either_ok(PyObject *self, PyObject *args) {
  PyObject *result = PyDict_GetItemString(args, "x");
  if (!result)
    result = Py_None;
  Py_INCREF(result);
  return result;
}

/* Never dead, never leaked. */
int taken_ok(void) {
  Py_INCREF(Py_None);
  return 0;
}
