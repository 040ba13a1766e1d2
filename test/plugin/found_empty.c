// RUN: %lien_verify %s
// A buffer in which a pointer is found NULL, or a number negative, has not been taken.
#include "Inputs/python.h"

void pointer_ok(PyObject *exporter) {
  Py_buffer view;
  if (PyObject_GetBuffer(exporter, &view, 0) != 0)
    return;
  if (view.obj)
    PyBuffer_Release(&view);
}

void number_ok(PyObject *exporter) {
  Py_buffer view;
  view.len = -1;
  if (PyObject_GetBuffer(exporter, &view, 0) != 0)
    goto done;
  unknown(exporter);
done:
  if (view.len != -1)
    PyBuffer_Release(&view);
}

void other_bad(PyObject *exporter) {
  Py_buffer view;
  if (PyObject_GetBuffer(exporter, &view, 0) != 0)
    return;
  if (view.len != 7)
    PyBuffer_Release(&view);
} // expected-warning {{Leaked buffer: 'view'}}
