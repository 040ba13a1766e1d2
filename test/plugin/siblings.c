// RUN: %lien_verify %s
// The results of one call that are NULL together: the one that was asked about speaks for the others.
#include "Inputs/python.h"

void PyErr_Fetch(PyObject **, PyObject **, PyObject **);
void PyErr_Restore(PyObject *, PyObject *, PyObject *);

int together_ok(PyObject *o) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  unknown(o);
  if (type)
    PyErr_Restore(type, value, traceback);
  return 0;
}

int forgotten_bad(PyObject *o) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  Py_XDECREF(type); // expected-warning {{Leaked reference: 'traceback'}}
  Py_XDECREF(value);
  return condition();
}
