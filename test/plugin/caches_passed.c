// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// Containers that are passed on, emptied, or go where nobody sees them.
#include "Inputs/dict.h"

PyObject *passed, *emptied, *returned, *stored;
void elsewhere(PyObject *dict, PyObject *key);
struct box { PyObject *item; };

static void put(PyObject *dict, PyObject *key) {
  PyDict_SetItem(dict, key, key);
}
// CHECK-DAG: {"type":"site","root":"{{.*}}:put#0","sort":"growth",{{.*}}"key":"parameter"

void pass(PyObject *key) {
  put(passed, key);
  for (int i = 0; i < 3; i++)
    elsewhere(passed, key);
}
// CHECK-DAG: {"type":"pass","root":"passed","to":"{{.*}}:put","param":0,"function":"pass",{{.*}}"key":"caller"
// CHECK-DAG: {"type":"pass","root":"passed","to":"elsewhere","param":0,"function":"pass",{{.*}},"loop":true,"key":"caller"
// CHECK-DAG: {"type":"function","id":"pass",{{.*}}"external":true,"uses":[],"calls":["{{.*}}:put"],"loops":["elsewhere"]}

void empty(PyObject *key) {
  PyDict_DelItem(emptied, key);
  PyDict_Clear(emptied);
  Py_DECREF(emptied);
  emptied = NULL;
}
// CHECK-DAG: {"type":"site","root":"emptied","sort":"shrink","function":"empty"
// CHECK-DAG: {"type":"site","root":"emptied","sort":"clear","function":"empty",{{.*}}"callee":"PyDict_Clear"
// CHECK-DAG: {"type":"site","root":"emptied","sort":"reset","function":"empty"

PyObject *give(void) {
  return returned;
}
// CHECK-DAG: {"type":"site","root":"returned","sort":"escape","function":"give"

void store(struct box *box) {
  box->item = stored;
}
// CHECK-DAG: {"type":"site","root":"stored","sort":"escape","function":"store"
