// RUN: %lien_verify %s
// A function that is only declared hands out a claim when its callers release what it returns.
#include "Inputs/python.h"

PyObject *make(void);
PyObject *peek(void);

int released_ok(void) {
  PyObject *item = make();
  if (!item)
    return -1;
  Py_DECREF(item);
  return 0;
}

int forgotten_bad(PyObject *list) {
  PyObject *item = make();
  if (!item)
    return -1;
  return PyList_Append(list, item);
} // expected-warning@-1 {{Leaked reference: 'item' (line 17)}}

/* Somebody retains what peek returns first: nothing is known. */
int retained_ok(void) {
  PyObject *item = peek();
  Py_XINCREF(item);
  unknown(item);
  Py_XDECREF(item);
  return 0;
}

int peeked_ok(void) { return peek() != NULL; }
