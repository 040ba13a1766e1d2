// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What goes where it is not seen is not judged.
#include "Inputs/dict.h"
PyObject *PyObject_CallMethod(PyObject *, const char *, const char *, ...);
PyObject *PyObject_CallMethodNoArgs(PyObject *, PyObject *);
PyObject *PyImport_ImportModule(const char *);
PyObject *PyObject_CallNoArgs(PyObject *);
static PyObject *returned_ok, *address_ok, *stored_ok, *passed_ok, *method_ok, *called_ok, *weak_ok, *pointer_ok;
static PyObject *looked_at_bad, *own_getter_bad, *compared_bad;
struct box { PyObject *dict; };
void elsewhere(PyObject *);
void elsewhere_too(PyObject **);

void grow(PyObject *key) {
  PyDict_SetItem(returned_ok, key, key);
  PyDict_SetItem(address_ok, key, key);
  PyDict_SetItem(stored_ok, key, key);
  PyDict_SetItem(passed_ok, key, key);
  PyDict_SetItem(method_ok, key, key);
  PyDict_SetItem(called_ok, key, key);
  PyDict_SetItem(weak_ok, key, key);
  PyDict_SetItem(looked_at_bad, key, key);  // expected-warning {{'looked_at_bad'}}
  PyDict_SetItem(compared_bad, key, key);   // expected-warning {{'compared_bad'}}
}
PyObject *give(void) { return returned_ok; }
void give_address(PyObject ***out) { *out = &address_ok; }
void store(struct box *box) { box->dict = stored_ok; }
void pass(void) { elsewhere(passed_ok); }
void call_method(void) { Py_XDECREF(PyObject_CallMethod(method_ok, "clear", NULL)); }
void call_named(PyObject *name) { Py_XDECREF(PyObject_CallMethodNoArgs(called_ok, name)); }
void make_weak(PyObject *WeakValueDictionary) { weak_ok = PyObject_CallNoArgs(WeakValueDictionary); }
PyObject *look(PyObject *key) { return PyDict_GetItem(looked_at_bad, key); }
int is_it(PyObject *dict) { return dict == compared_bad; }

static PyObject *get(void) { /* only this unit can ask */
  if (!own_getter_bad)
    own_getter_bad = PyDict_New();
  return own_getter_bad;
}
void grow_got(PyObject *key) {
  PyDict_SetItem(get(), key, key); // expected-warning {{'own_getter_bad'}}
}
