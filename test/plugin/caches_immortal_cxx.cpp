// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// Claims move into static members, and into variables of a function that begin with one.
#include "Inputs/dict.h"

struct S {
  static PyObject *member;
};
PyObject *S::member;

void replace(PyObject *&o) {
  Py_XDECREF(o);
  o = nullptr;
}
void f() {
  // CHECK-DAG: "root":"{{.*}}:f:own","sort":"claim",{{.*}}"callee":"PyDict_New"
  static PyObject *own = PyDict_New();
  // CHECK-DAG: "root":"S::member","sort":"claim"
  S::member = PyDict_New();
  // A reference is the variable itself.
  // CHECK-DAG: "type":"pass","root":"S::member","to":"replace","param":0,{{.*}}"column":3}
  // CHECK-DAG: "root":"replace#0","sort":"release"
  replace(S::member);
}
