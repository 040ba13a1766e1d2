// RUN: %lien_verify %s
// What must not be given NULL is not given what the path knows to be NULL.
#include "Inputs/python.h"

int either_bad(void) {
  PyObject *low = PyLong_FromLong(1), *high = PyLong_FromLong(2);
  if (low == NULL || high == NULL) {
    Py_DECREF(low); // expected-warning {{'low' is NULL when it is given to 'Py_DECREF', which releases a reference and must not be given NULL}}
    Py_DECREF(high); // expected-warning {{'high' is NULL}}
    return -1;
  }
  Py_DECREF(low);
  Py_DECREF(high);
  return 0;
}

int accepts_ok(void) {
  PyObject *low = PyLong_FromLong(1);
  if (low == NULL) {
    Py_XDECREF(low);
    return -1;
  }
  Py_CLEAR(low);
  return 0;
}

static void precaution(PyObject *o) {
  if (o == NULL)
    return;
  unknown(o);
}

/* Only a precaution says that it may be NULL. */
void precaution_ok(PyObject *o) {
  precaution(o);
  Py_DECREF(o);
}

int initial_bad(void) {
  PyObject *item = NULL;
  if (condition())
    goto fail;
  item = PyLong_FromLong(1);
fail:
  Py_DECREF(item); // expected-warning {{'item' is NULL}}
  return 0;
}
