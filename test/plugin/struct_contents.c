// RUN: %lien_verify %s
// What lies in a structure, or in a variable, goes with its address to a call that says nothing of it.
#include "Inputs/python.h"

typedef struct _Py_hashtable_t _Py_hashtable_t;
int _Py_hashtable_foreach(_Py_hashtable_t *, int (*)(void *), void *);
void *memcpy(void *, const void *, size_t);
int visit(void *);

struct state {
  PyObject *list;
};

void callback_ok(_Py_hashtable_t *table) {
  struct state state;
  state.list = PyList_New(0);
  _Py_hashtable_foreach(table, visit, &state);
}

void copied_ok(char *to) {
  PyObject *item = PyLong_FromLong(1);
  memcpy(to, &item, sizeof item);
}

void parameter_ok(char *to, PyObject *zero) {
  Py_INCREF(zero);
  memcpy(to, &zero, sizeof zero);
}

void kept_bad(_Py_hashtable_t *table) {
  struct state state;
  state.list = PyList_New(0);
  _Py_hashtable_foreach(table, visit, NULL); // expected-warning {{Leaked reference: 'state.list'}}
}
