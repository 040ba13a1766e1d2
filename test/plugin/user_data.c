// RUN: %lien_verify %s
// A counted object that goes to a call without a contract as user data, or in a parameter whose address is given, escapes.
#include "Inputs/python.h"

# 1 "panel.h" 1 3
struct panel;
int set_userptr(struct panel *, const void *);
int puts_text(const char *);
# 9 "user_data.c" 2

void kept_ok(struct panel *panel) {
  PyObject *item = PyLong_FromLong(1);
  if (item)
    set_userptr(panel, item);
}

void take(PyObject **place);

int address_ok(PyObject *item) {
  Py_INCREF(item);
  take(&item);
  return 0;
}

void forgotten_bad(struct panel *panel) {
  PyObject *item = PyLong_FromLong(1);
  set_userptr(panel, panel); // expected-warning {{Leaked reference: 'item'}}
}
