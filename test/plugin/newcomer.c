// RUN: %lien_verify %s
// An object that was made on a path is not one that was there before.
#include "Inputs/python.h"

PyObject *kept;

void parameter_ok(PyObject *given) {
  PyObject *item = PyLong_FromLong(1);
  if (item != given)
    Py_XDECREF(item);
}

void global_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  unknown(NULL);
  if (item != kept)
    Py_XDECREF(item);
}

void two_ok(void) {
  PyObject *item = PyLong_FromLong(1), *other = PyLong_FromLong(2);
  if (item != other)
    Py_XDECREF(item);
  Py_XDECREF(other);
}

/* What was given away may come back. */
void stored_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  kept = item;
  if (item != kept)
    return;
}

void equal_bad(PyObject *given) {
  PyObject *item = PyLong_FromLong(1);
  if (item == given)
    Py_XDECREF(item);
} // expected-warning {{Leaked reference: 'item'}}
