// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s --implicit-check-not='"sort":"claim"' < %t
// RUN: FileCheck %s --check-prefix=ENDS --implicit-check-not='{{:kept(_again)?","sort":"moved"}}' < %t
// Where a claim moves into a variable of the process, is released, or goes to somebody else.
#include "Inputs/dict.h"

PyObject *unseen(PyObject *o);
static PyObject *owned, *by_local, *taken, *borrowed, *none, *table[3], *cleared, *stolen, *kept, *returned, *helped, *listed, *current, *stolen_again, *kept_again;
static PyTypeObject Type, *type;
static PyObject **addresses[] = {&listed};

// CHECK-DAG: "sort":"claim",{{.*}}"line":[[#@LINE+2]],{{.*}}"callee":"PyDict_New"
void results(void) {
  owned = PyDict_New();
  PyObject *o = PyDict_New();
  if (!o)
    return;
  // CHECK-DAG: "root":"{{.*}}:by_local","sort":"claim"
  by_local = o;
  // CHECK-DAG: "root":"{{.*}}:table","sort":"claim"
  table[1] = PyDict_New();
}

// CHECK-DAG: "root":"{{.*}}:taken","sort":"claim"
void take(PyObject *o) {
  taken = o;
  Py_INCREF(o);
  borrowed = o->ob_type ? PyDict_GetItem(owned, o) : NULL;
}

void immortals(void) {
  none = Py_None;
  Py_INCREF(none);
  type = &Type;
  Py_INCREF((PyObject *)type);
}

// CHECK-DAG: "root":"{{.*}}:cleared","sort":"claim"
// ENDS-DAG: "root":"{{.*}}:cleared","sort":"release"
void clear(void) {
  cleared = PyDict_New();
  Py_CLEAR(cleared);
}

// CHECK-DAG: "root":"{{.*}}:stolen","sort":"claim"
// ENDS-DAG: "root":"{{.*}}:stolen","sort":"moved",{{.*}}"callee":"PyModule_AddObject"
void give(PyObject *module) {
  stolen = PyDict_New();
  PyModule_AddObject(module, "x", stolen);
}

// CHECK-DAG: "root":"{{.*}}:kept","sort":"claim"
void keep(PyObject *module) {
  kept = PyDict_New();
  Py_INCREF(kept);
  if (PyModule_AddObject(module, "x", kept) < 0)
    Py_DECREF(kept);
}

// CHECK-DAG: "root":"{{.*}}:returned","sort":"claim"
// ENDS-DAG: "root":"{{.*}}:returned","sort":"moved"
PyObject *give_back(void) {
  PyObject *o = PyDict_New();
  returned = o;
  return o;
}

// ENDS-DAG: "root":"{{.*}}:wipe#0","sort":"release"
// CHECK-DAG: "root":"{{.*}}:helped","sort":"claim"
static void wipe(PyObject **p) { Py_CLEAR(*p); }
void help(void) {
  helped = PyDict_New();
  wipe(&helped);
  // ENDS-DAG: "type":"pass","root":"{{.*}}:helped","to":"unseen",{{.*}}"value":true
  unseen(helped);
}

// CHECK-DAG: "root":"{{.*}}:listed","sort":"claim"
// ENDS-DAG: "root":"{{.*}}:listed","sort":"moved"
void fill(void) { listed = PyDict_New(); }

// CHECK-DAG: "root":"{{.*}}:current","sort":"claim"
// ENDS-DAG: "root":"{{.*}}:current","sort":"release"
void set(PyObject *o) {
  Py_XDECREF(current);
  current = o;
  Py_INCREF(current);
}

// CHECK-DAG: "root":"{{.*}}:stolen_again","sort":"claim"
// CHECK-DAG: "root":"{{.*}}:kept_again","sort":"claim"
// ENDS-DAG: "root":"{{.*}}:stolen_again","sort":"moved"
void one_after_the_other(PyObject *module) {
  PyObject *o = PyDict_New();
  Py_INCREF(o);
  PyModule_AddObject(module, "x", o);
  kept_again = o;
  o = PyDict_New();
  PyModule_AddObject(module, "y", o);
  stolen_again = o;
}
