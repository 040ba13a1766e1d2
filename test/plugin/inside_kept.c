// RUN: %lien_verify %s
// What is kept of the inside of an object needs the object: a reference taken for it is not leaked.
#include "Inputs/python.h"

struct entry {
  const char *text;
};

void kept_ok(struct entry *entry, PyObject *name) {
  entry->text = PyUnicode_AsUTF8(name);
  if (condition())
    Py_INCREF(name); /* on purpose: the text lives as long as the object */
  else
    Py_XDECREF(name);
}

void looked_at_bad(PyObject *name) {
  const char *bytes = PyUnicode_AsUTF8(name);
  if (bytes)
    Py_INCREF(name);
  else
    Py_XDECREF(name);
} // expected-warning {{Leaked reference: the reference taken on 'name'}}
