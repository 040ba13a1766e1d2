// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s --implicit-check-not='"root":"struct scratch' < %t
// Fields: the state of a module, objects, and what lives on the stack.
#include "Inputs/dict.h"

void *PyModule_GetState(PyObject *);
typedef struct { PyObject *names; } module_state;
struct connection { PyObject *notices; };
struct scratch { PyObject *seen; };

static module_state *state_of(PyObject *module) {
  return PyModule_GetState(module);
}
void remember(PyObject *module, PyObject *name) {
  PyDict_SetItem(state_of(module)->names, name, name);
}
// CHECK-DAG: {"type":"root","id":"struct module_state.names","name":"module_state.names",{{.*}}"storage":"module-state"
// CHECK-DAG: {"type":"site","root":"struct module_state.names","sort":"growth","function":"remember"

void notice(struct connection *self, PyObject *text) {
  PyList_Append(self->notices, text);
}
// CHECK-DAG: {"type":"root","id":"struct connection.notices",{{.*}}"storage":"object"
// CHECK-DAG: {"type":"site","root":"struct connection.notices","sort":"growth","function":"notice"

static void see(struct scratch *scratch, PyObject *item) {
  PyList_Append(scratch->seen, item);
}
void work(PyObject *item) {
  struct scratch scratch;
  scratch.seen = PyList_New(0);
  see(&scratch, item);
  Py_DECREF(scratch.seen);
}
