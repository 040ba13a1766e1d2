// RUN: %clang -fsyntax-only -fplugin=%plugin %s 2>&1 | FileCheck %s
// A reference taken for what a field holds, and handed out, is the caller's: also when the body is too large to inline.
#include "Inputs/python.h"

typedef struct {
  PyObject ob_base;
  PyObject *item;
} Holder;

PyObject *item_of(Holder *self) {
  int sum = condition();
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  Py_INCREF(self->item);
  return sum ? self->item : NULL;
}

int find(Holder *self, PyObject **item) {
  int sum = condition();
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  *item = NULL;
  if (sum < 0)
    return sum;
  if (sum == 2)
    return 0;
  Py_INCREF(self->item);
  *item = self->item;
  return 0;
}

int forgotten_bad(Holder *self) {
  PyObject *item = item_of(self);
  if (!item)
    return -1;
  // CHECK: named_claim.c:[[@LINE+1]]:{{.*}} Leaked reference: 'item'
  return condition();
}

int found_bad(Holder *self) {
  PyObject *item;
  if (find(self, &item) < 0)
    return -1;
  // CHECK: named_claim.c:[[@LINE+1]]:{{.*}} Leaked reference: 'item'
  return condition();
}

int found_ok(Holder *self) {
  PyObject *item;
  if (find(self, &item) < 0)
    return -1;
  Py_XDECREF(item);
  return 0;
}
// CHECK-NOT: warning:
