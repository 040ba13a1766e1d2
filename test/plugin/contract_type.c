// RUN: %lien_verify %s
// A body that is used as a function type is bound by that type's contract: a PyCFunction returns a reference of its own and
// does not own its arguments.
#include "Inputs/python.h"

struct box {
  PyObject ob_base;
  PyObject *item;
};

static PyObject *get_bad(PyObject *self, PyObject *args) {
  return ((struct box *)self)->item; // expected-warning {{is returned as a borrowed reference where a new one is due}}
}

static PyObject *get_ok(PyObject *self, PyObject *args) {
  PyObject *item = ((struct box *)self)->item;
  Py_XINCREF(item);
  return item;
}

static PyObject *lookup_bad(PyObject *self, PyObject *args) {
  return PyDict_GetItemString(args, "x"); // expected-warning {{returned as a borrowed reference where a new one is due}}
}

static PyObject *self_bad(PyObject *self, PyObject *args) {
  return self; // expected-warning {{'self' is returned as a borrowed reference where a new one is due}}
}

static PyObject *none_ok(PyObject *self, PyObject *args) { Py_RETURN_NONE; }

static PyObject *args_bad(PyObject *self, PyObject *args) {
  Py_DECREF(args); // expected-warning {{'args' is borrowed: this code releases a reference that it does not own}}
  Py_RETURN_NONE;
}

/* A helper that nobody uses as a method may have any convention. */
PyObject *helper_ok(struct box *self) { return self->item; }

PyMethodDef methods[] = {
    {"get", get_bad, 0, ""},       {"get2", get_ok, 0, ""},   {"lookup", (PyCFunction)lookup_bad, 0, ""},
    {"self", self_bad, 0, ""},     {"none", none_ok, 0, ""},  {"args", args_bad, 0, ""},
};
