// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// An object that takes itself out of a table when it is deallocated bounds the table; one that only forgets itself does not.
#include "Inputs/dict.h"
PyObject *key_of(void *); /* made of its argument alone */
static PyObject *objects_ok, *objects_bad;
static PyObject *last;

void made(PyObject *self) {
  PyDict_SetItem(objects_ok, key_of(self), self);
  PyDict_SetItem(objects_bad, key_of(self), self); // expected-warning {{'objects_bad'}}
}
static void dealloc(PyObject *self) {
  PyDict_DelItem(objects_ok, key_of(self));
  if (last == self)
    last = NULL;
}
PyTypeObject type = {.tp_dealloc = dealloc};
