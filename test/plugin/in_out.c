// RUN: %lien_verify %s
// In-out parameters: the old object is released by the call, the new one is this code's.
#include "Inputs/python.h"

PyObject *append_ok(PyObject *right) {
  PyObject *text = PyUnicode_FromString("x");
  if (!text)
    return NULL;
  PyUnicode_Append(&text, right);
  return text;
}

PyObject *resize_ok(void) {
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, 10);
  if (!bytes)
    return NULL;
  if (_PyBytes_Resize(&bytes, 5) < 0)
    return NULL;
  return bytes;
}

void resize_bad(void) {
  PyObject *bytes = PyBytes_FromStringAndSize(NULL, 10);
  if (!bytes)
    return;
  if (_PyBytes_Resize(&bytes, 5) < 0)
    return;
  condition();
} // expected-warning@-1 {{Leaked reference: 'bytes' (line 26)}}
