// RUN: %clang -fsyntax-only -fplugin=%plugin %s 2>&1 | FileCheck %s
// A helper of the same file that puts a claim into an out-parameter is known to its callers, although it is too large to inline.
#include "Inputs/python.h"

int make(PyObject *source, PyObject **result) {
  int sum = condition();
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  *result = NULL;
  if (sum > 10)
    return -1;
  *result = PyLong_FromLong(sum);
  if (*result == NULL)
    return -1;
  return 0;
}

int forgotten_bad(PyObject *source) {
  PyObject *item;
  if (make(source, &item) < 0)
    return -1;
  // CHECK: out_parameter.c:[[@LINE+1]]:{{.*}} warning: Leaked reference: 'item' (line {{[0-9]+}}) is not released on this path [lien.Leak]
  return condition();
}

int released_ok(PyObject *source) {
  PyObject *item;
  if (make(source, &item) < 0)
    return -1;
  Py_DECREF(item);
  return 0;
}

void *PyMem_Malloc(size_t);
void PyMem_Free(void *);

/* What is put there is memory, whatever will lie in it. */
int make_views(PyObject *source, Py_buffer **views) {
  int sum = condition();
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  sum += condition() ? condition() : 3;
  *views = PyMem_Malloc(sizeof(Py_buffer) * sum);
  return *views ? 0 : -1;
}

int views_ok(PyObject *source) {
  Py_buffer *views;
  if (make_views(source, &views) < 0)
    return -1;
  PyMem_Free(views);
  return 0;
}
// CHECK-NOT: warning: 
