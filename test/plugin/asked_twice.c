// RUN: %lien_verify %s
// Code that asks memory the same question twice counts on the same answer, although a call stands between.
#include "Inputs/python.h"

struct array { int flags; };
static inline int flags_of(struct array *a) { return a->flags; }
void use(struct array *a);

void field_ok(struct array *a) {
  PyObject *item = NULL;
  if (a->flags & 1)
    item = PyLong_FromLong(1);
  use(a);
  if (a->flags & 1)
    Py_XDECREF(item);
}

void getter_ok(struct array *a) {
  PyObject *item = NULL;
  if (!(flags_of(a) & 1))
    item = PyLong_FromLong(1);
  use(a);
  if (!(flags_of(a) & 1))
    Py_XDECREF(item);
}

/* A store through a temporary is a store to what its address was taken of. */
void cleared_ok(PyObject **a, PyObject *given) {
  struct both { PyObject *kept; } *both = (struct both *)a;
  PyObject *item = NULL;
  if (both->kept != Py_None)
    item = PyLong_FromLong(1);
  unknown(given);
  if (both->kept != Py_None) {
    PyObject **place = &item;
    PyObject *old = *place;
    *place = NULL;
    Py_XDECREF(old);
  }
}

/* Another question. */
void other_bad(struct array *a) {
  PyObject *item = NULL;
  if (a->flags & 1)
    item = PyLong_FromLong(1);
  use(a);
  if (a->flags & 2)
    Py_XDECREF(item);
} // expected-warning {{Leaked reference: 'item'}}

/* The body itself changes the answer. */
void changed_bad(struct array *a) {
  PyObject *item = NULL;
  if (a->flags & 1)
    item = PyLong_FromLong(1);
  a->flags = condition();
  if (a->flags & 1)
    Py_XDECREF(item);
} // expected-warning {{Leaked reference: 'item'}}
