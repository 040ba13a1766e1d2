// RUN: %lien_verify %s
// A call that steals only when it succeeds leaves the claim with the caller when it fails.
#include "Inputs/python.h"

int checked_ok(PyObject *module) {
  PyObject *value = PyLong_FromLong(1);
  if (!value)
    return -1;
  if (PyModule_AddObject(module, "value", value) < 0) {
    Py_DECREF(value);
    return -1;
  }
  return 0;
}

int failure_bad(PyObject *module) {
  PyObject *value = PyLong_FromLong(1);
  if (!value)
    return -1;
  if (PyModule_AddObject(module, "value", value) < 0)
    return -1; // expected-warning {{Leaked reference: 'value' (line 17) is not released on this path}}
  return 0;
}

int twice_bad(PyObject *module) {
  PyObject *value = PyLong_FromLong(1);
  if (!value)
    return -1;
  if (PyModule_AddObject(module, "value", value) == 0) {
    Py_DECREF(value); // expected-warning {{'value' (line 26) is released too often}}
    return 0;
  }
  Py_DECREF(value);
  return -1;
}
