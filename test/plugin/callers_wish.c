// RUN: %lien_verify %s
// A release that a flag of the caller decides about is left out on purpose.
// From a real project: numba 0.57, _typecode_fallback of numba/_typeof.c.
#include "Inputs/python.h"

long flag_ok(PyObject *value, int keep) {
  PyObject *type = PyObject_GetAttrString(value, "type");
  if (!type)
    return -1;
  long code = PyLong_AsLong(type);
  if (!keep)
    Py_DECREF(type);
  return code;
}

long condition_bad(PyObject *value) {
  PyObject *type = PyObject_GetAttrString(value, "type");
  if (!type)
    return -1;
  long code = PyLong_AsLong(type);
  if (code > 0)
    Py_DECREF(type);
  return code; // expected-warning {{Leaked reference: 'type' (line 17)}}
}
