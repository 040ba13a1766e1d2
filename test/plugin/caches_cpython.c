// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// CPython's dictionaries, lists and sets that outlive a call.
#include "Inputs/dict.h"
int PyDict_SetItemString(PyObject *, const char *, PyObject *);
PyObject *PyDict_SetDefault(PyObject *, PyObject *, PyObject *);
int PyList_Append(PyObject *, PyObject *);
int PyList_SetSlice(PyObject *, Py_ssize_t, Py_ssize_t, PyObject *);
int PySet_Add(PyObject *, PyObject *);
int PySet_Discard(PyObject *, PyObject *);
PyObject *PySet_Pop(PyObject *);

static PyObject *dict_bad, *text_bad, *default_bad, *list_bad, *set_bad;
static PyObject *deleted_ok, *cleared_ok, *replaced_ok, *sliced_ok, *discarded_ok, *popped_ok;

void grow_bad(PyObject *key, const char *text) {
  PyDict_SetItem(dict_bad, key, key); // expected-warning {{'dict_bad' (a PyDict}}
  PyDict_SetItemString(text_bad, text, key); // expected-warning {{'text_bad'}}
  PyDict_SetDefault(default_bad, key, key); // expected-warning {{'default_bad'}}
  PyList_Append(list_bad, key); // expected-warning {{'list_bad' (a PyList}}
  PySet_Add(set_bad, key); // expected-warning {{'set_bad' (a PySet}}
}

void grow_ok(PyObject *key) {
  PyDict_SetItem(deleted_ok, key, key);
  PyDict_SetItem(cleared_ok, key, key);
  PyDict_SetItem(replaced_ok, key, key);
  PyList_Append(sliced_ok, key);
  PySet_Add(discarded_ok, key);
  PySet_Add(popped_ok, key);
}

void shrink_ok(PyObject *key) {
  PyDict_DelItem(deleted_ok, key);
  PyDict_Clear(cleared_ok);
  PyObject *old = replaced_ok;
  replaced_ok = PyDict_New();
  Py_XDECREF(old);
  PyList_SetSlice(sliced_ok, 0, 10, NULL);
  PySet_Discard(discarded_ok, key);
  Py_XDECREF(PySet_Pop(popped_ok));
}
