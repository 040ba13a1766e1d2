// RUN: %lien_verify %s
// A call that takes over a reference to a global object (None before 3.12, a static type) needs one to be taken first.
#include "Inputs/python.h"

PyTypeObject BoxType;

int without_bad(PyObject *module) {
  if (PyModule_AddObject(module, "Box", (PyObject *)&BoxType) < 0)
    return -1;
  return 0; // expected-warning {{'BoxType' is given away on line 8 (PyModule_AddObject): this code releases a reference that it does not own}}
}

int with_ok(PyObject *module) {
  Py_INCREF((PyObject *)&BoxType);
  if (PyModule_AddObject(module, "Box", (PyObject *)&BoxType) < 0) {
    Py_DECREF((PyObject *)&BoxType);
    return -1;
  }
  return 0;
}

/* It may be taken afterwards. */
void later_ok(PyObject *tuple) {
  PyTuple_SetItem(tuple, 0, Py_None);
  Py_INCREF(Py_None);
}
