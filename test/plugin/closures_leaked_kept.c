// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Callbacks that an object keeps in fields are released by its destructor, or by somebody.
#include "Inputs/python.h"

PyObject *PyObject_CallObject(PyObject *callable, PyObject *args);
void PyObject_GC_Del(void *op);
void PyObject_GC_UnTrack(void *op);
void unseen(void *op);

typedef struct { PyObject ob_base; PyObject *dict, *on_read, *on_write; int state; } Handle;

void handle_set_bad(Handle *self, PyObject *callback) {
  Py_INCREF(callback);
  self->on_read = callback; // expected-warning {{the object keeps a callback in 'on_read' alive, and 'handle_dealloc' ends the object without releasing it}}
}
void handle_set_other_ok(Handle *self, PyObject *callback) {
  Py_INCREF(callback);
  self->on_write = callback;
}
PyObject *handle_read(Handle *self) { return PyObject_CallObject(self->on_read, NULL); }
PyObject *handle_write(Handle *self) {
  PyObject *callback = self->on_write;
  return PyObject_CallObject(callback, NULL);
}
static void handle_clear(Handle *self) {
  Py_CLEAR(self->dict);
  Py_CLEAR(self->on_write);
}
void handle_dealloc(Handle *self) {
  PyObject_GC_UnTrack(self);
  handle_clear(self);
  PyObject_GC_Del(self);
}

typedef struct { PyObject ob_base; PyObject *dict, *on_close, *value; } Closed;
void closed_set_ok(Closed *self, PyObject *callback) {
  Py_INCREF(callback);
  self->on_close = callback;
}
PyObject *closed_close(Closed *self) { /* whoever closes it releases it */
  PyObject *result = PyObject_CallObject(self->on_close, NULL);
  Py_CLEAR(self->on_close);
  return result;
}
void closed_dealloc(Closed *self) {
  Py_CLEAR(self->dict);
  PyObject_GC_Del(self);
}
void closed_value_ok(Closed *self, PyObject *value) { /* it is no code */
  Py_INCREF(value);
  self->value = value;
}

typedef struct { PyObject ob_base; PyObject *dict, *call; } Passed;
void passed_set_ok(Passed *self, PyObject *callback) {
  Py_INCREF(callback);
  self->call = callback;
}
PyObject *passed_call(Passed *self) { return PyObject_CallObject(self->call, NULL); }
void passed_dealloc(Passed *self) {
  Py_CLEAR(self->dict);
  unseen(self); /* which may release it */
  PyObject_GC_Del(self);
}

typedef struct { PyObject ob_base; PyObject *dict, *call; } Lent;
void lent_set_ok(Lent *self, PyObject *callback) { self->call = callback; }
PyObject *lent_call(Lent *self) { return PyObject_CallObject(self->call, NULL); }
void lent_dealloc(Lent *self) {
  Py_CLEAR(self->dict);
  PyObject_GC_Del(self);
}
