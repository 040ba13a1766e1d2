// RUN: %lien_verify %s
// A fresh object is dead after its last release; what was borrowed from it as well.
#include "Inputs/python.h"

long dead_bad(void) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return -1;
  Py_DECREF(item);
  return PyLong_AsLong(item); // expected-warning {{'item' is used after its last reference was released on line 9}}
}

PyObject *lender_gone_bad(void) {
  PyObject *list = PyList_New(1);
  if (!list)
    return NULL;
  PyObject *item = PyList_GetItem(list, 0);
  if (!item)
    return NULL; // expected-warning {{Leaked reference: 'list' (line 14)}}
  Py_DECREF(list);
  unknown(item); // expected-warning {{'item' is used after release: it belonged to 'list', which was released on line 20}}
  return NULL;
}

void text_gone_bad(void (*use)(const char *)) {
  PyObject *name = PyUnicode_FromString("x");
  if (!name)
    return;
  const char *text = PyUnicode_AsUTF8(name);
  Py_DECREF(name);
  if (text)
    use(text); // expected-warning {{'text' is used after release: it belonged to 'name', which was released on line 30}}
}

long held_by_list_ok(PyObject *list) {
  PyObject *item = PyLong_FromLong(1);
  if (!item)
    return -1;
  if (PyList_Append(list, item) < 0) {
    Py_DECREF(item);
    return -1;
  }
  Py_DECREF(item);
  return PyLong_AsLong(item);
}

/* Others hold what a getter hands out. */
long getter_ok(PyObject *o) {
  PyObject *attr = PyObject_GetAttrString(o, "x");
  if (!attr)
    return -1;
  Py_DECREF(attr);
  return PyLong_AsLong(attr);
}
