// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// What grows only once, or only when the module or the program starts, is bounded.
#include "Inputs/dict.h"
#include <pthread.h>
typedef struct PyModuleDef { int m_base; int (*m_clear)(PyObject *); void (*m_free)(void *); } PyModuleDef;
static PyObject *flag_ok, *null_ok, *init_ok, *helper_ok, *constructor_ok, *once_ok;
static PyObject *also_bad, *flag_bad, *early_ok, *cleared_at_end_bad;
static int done, never;
static pthread_once_t control = PTHREAD_ONCE_INIT;

void once_by_flag(PyObject *key) {
  if (!done) {
    done = 1;
    PyDict_SetItem(flag_ok, key, key);
  }
}
void once_early(PyObject *key) {
  static int called;
  if (called)
    return;
  called = 1;
  PyDict_SetItem(early_ok, key, key);
}
void once_by_null(PyObject *key) {
  if (null_ok == NULL) {
    null_ok = PyDict_New();
    PyDict_SetItem(null_ok, key, key);
  }
}
void never_set(PyObject *key) {
  if (!never)
    PyDict_SetItem(flag_bad, key, key); // expected-warning {{'flag_bad'}}
}
static void fill(PyObject *module) {
  PyDict_SetItem(helper_ok, module, module);
}
#define PyMODINIT_FUNC PyObject *
PyMODINIT_FUNC PyInit_test(void) {
  PyObject *module = PyDict_New();
  PyDict_SetItem(init_ok, module, module);
  PyDict_SetItem(also_bad, module, module);
  fill(module);
  return module;
}
void also(PyObject *key) {
  PyDict_SetItem(also_bad, key, key); // expected-warning {{'also_bad'}}
  PyDict_SetItem(cleared_at_end_bad, key, key); // expected-warning {{'cleared_at_end_bad'}}
}
static int clear_module(PyObject *module) {
  PyDict_Clear(cleared_at_end_bad);
  return 0;
}
PyModuleDef definition = {.m_clear = clear_module};
static PyObject *start_key;
__attribute__((constructor)) static void start(void) {
  PyDict_SetItem(constructor_ok, start_key, start_key);
}
static void first(void) {
  PyDict_SetItem(once_ok, start_key, start_key);
}
void use(void) {
  pthread_once(&control, first);
}
