// RUN: %lien_verify %s
// cpychecker's attributes are contracts.
#include "Inputs/python.h"

PyObject *peek(void) __attribute__((cpychecker_returns_borrowed_ref));
void take(PyObject *a, PyObject *b) __attribute__((cpychecker_steals_reference_to_arg(2)));

void released_bad(void) {
  PyObject *item = peek();
  if (item)
    Py_DECREF(item); // expected-warning {{'item' is borrowed (line 9)}}
}

void taken_ok(PyObject *a) { take(a, PyLong_FromLong(1)); }

void not_taken_bad(PyObject *b) {
  PyObject *item = PyLong_FromLong(1);
  take(item, b);
} // expected-warning {{Leaked reference: 'item' (line 17)}}
