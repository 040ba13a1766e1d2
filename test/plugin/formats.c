// RUN: %lien_verify %s
// A format string decides what happens to each argument.
#include "Inputs/python.h"

PyObject *new_reference_ok(void) { return Py_BuildValue("(iN)", 1, PyLong_FromLong(2)); }

PyObject *own_reference_bad(void) {
  return Py_BuildValue("(iO)", 1, PyLong_FromLong(2)); // expected-warning {{Leaked reference: the result of 'PyLong_FromLong' (line 8)}}
}

int parsed_is_borrowed_bad(PyObject *args) {
  PyObject *item;
  if (!PyArg_ParseTuple(args, "O", &item))
    return -1;
  Py_DECREF(item); // expected-warning {{'item' is borrowed (line 13): this code releases a reference that it does not own}}
  return 0;
}

int buffer_bad(PyObject *args) {
  Py_buffer view;
  if (!PyArg_ParseTuple(args, "is*", (int *)args, &view))
    return -1;
  return 0; // expected-warning {{Leaked buffer: 'view' (line 21) is not released on this path}}
}

int buffer_ok(PyObject *args) {
  Py_buffer view;
  if (!PyArg_ParseTuple(args, "s*", &view))
    return -1;
  PyBuffer_Release(&view);
  return 0;
}

int converter_bad(PyObject *args) {
  PyObject *path;
  if (!PyArg_ParseTuple(args, "O&", PyUnicode_FSConverter, &path))
    return -1;
  return 0; // expected-warning {{Leaked reference: 'path' (line 36) is not released on this path}}
}
