// RUN: %lien_verify %s
// Helpers in the same file do what their bodies do.
#include "Inputs/python.h"

static PyObject *make(void) { return PyLong_FromLong(1); }
static void drop(PyObject *o) { Py_XDECREF(o); }

void leak_bad(void) {
  PyObject *item = make();
  condition();
} // expected-warning@-1 {{Leaked reference}}

void ok(void) {
  PyObject *item = make();
  drop(item);
}
