// RUN: %lien_verify %s
// What is released through the address of a structure leaves the structure to its owner.
#include "Inputs/python.h"

void emptied_ok(Py_buffer *view) {
  PyBuffer_Release(view);
  view->buf = NULL;
}

void forgotten_bad(PyObject *exporter) {
  Py_buffer view;
  if (PyObject_GetBuffer(exporter, &view, 0) == 0)
    view.len = 1;
} // expected-warning {{Leaked buffer: 'view'}}
