// RUN: %lien_verify %s
// Who overwrites the place that an object came from has moved it out: it is the code's own.
#include "Inputs/python.h"

typedef struct {
  PyObject ob_base;
  PyObject *item;
} Holder;

PyObject *detach_ok(PyObject *self, PyObject *args) {
  PyObject *item = ((Holder *)self)->item;
  ((Holder *)self)->item = NULL;
  return item;
}

PyObject *next_ok(PyObject *self, PyObject *args) {
  PyObject *item = ((Holder *)self)->item;
  ((Holder *)self)->item = PyLong_FromLong(1);
  return item;
}

PyObject *get_bad(PyObject *self, PyObject *args) {
  PyObject *item = ((Holder *)self)->item;
  return item; // expected-warning {{is returned as a borrowed reference where a new one is due}}
}
