// RUN: %lien_verify %s
// "An exception is set" says that a result nobody has tested is NULL.
// expected-no-diagnostics
#include "Inputs/python.h"

PyObject *tested_by_exception_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  if (PyErr_Occurred())
    return NULL;
  return item;
}
