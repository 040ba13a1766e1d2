// RUN: %lien_verify %s
// What goes where no contract sees it is not spoken of.
// expected-no-diagnostics
#include "Inputs/python.h"

void unknown_call_ok(void) { unknown(PyLong_FromLong(1)); }

struct pair {
  PyObject *first;
};

struct pair returned_in_struct_ok(void) {
  struct pair result;
  result.first = PyLong_FromLong(1);
  return result;
}

void noreturn_ok(void) {
  PyObject *item = PyLong_FromLong(1);
  if (condition())
    __builtin_trap();
  Py_XDECREF(item);
}
