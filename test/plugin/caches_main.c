// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// The straight code of main runs once; its loops do not.
#include "Inputs/dict.h"
static PyObject *once_ok, *helped_ok, *loop_bad;

static void help(PyObject *key) {
  PyDict_SetItem(helped_ok, key, key);
}
PyObject *read_key(char *);
int main(int argc, char **argv) {
  PyObject *first = read_key(argv[0]);
  PyDict_SetItem(once_ok, first, first);
  help(first);
  for (int i = 1; i < argc; i++) {
    PyObject *key = read_key(argv[i]);
    PyDict_SetItem(loop_bad, key, key); // expected-warning {{'loop_bad'}}
  }
}
