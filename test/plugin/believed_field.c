// RUN: %clang -fsyntax-only -fplugin=%plugin %s 2>&1 | FileCheck %s
// What callers release after a call through a field, calls through that field hand out.
#include "Inputs/python.h"

struct list {
  PyObject *(*identity)(PyObject *key);
  PyObject *(*peek)(PyObject *key);
};

int released_ok(struct list *list, PyObject *key) {
  PyObject *identity = list->identity(key);
  if (!identity)
    return -1;
  Py_DECREF(identity);
  return 0;
}

int forgotten_bad(struct list *list, PyObject *key) {
  PyObject *identity = list->identity(key);
  if (!identity)
    return -1;
  // CHECK: believed_field.c:[[@LINE+1]]:{{.*}} Leaked reference: 'identity'
  return PyList_Append(key, identity);
}

int peeked_ok(struct list *list, PyObject *key) {
  PyObject *item = list->peek(key);
  return item ? PyList_Append(key, item) : 0;
}
// CHECK-NOT: warning:
