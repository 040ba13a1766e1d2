// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A test of the size bounds a container when it keeps it from growing, or makes it shrink; else it is talk.
#include "Inputs/dict.h"
#define MAX 100
void log_it(const char *);
void stop(void) __attribute__((noreturn));
static int count, other_count;
static PyObject *within_ok, *early_ok, *not_equal_ok, *counted_ok, *cleared_ok, *evicted_ok, *reset_ok, *fatal_ok, *nested_ok, *goto_ok, *ternary_ok;
static PyObject *logged_bad, *logged_else_bad, *wrong_way_bad, *after_bad, *other_bad, *unrelated_bad, *one_of_two_bad;

void within(PyObject *key) {
  if (PyDict_Size(within_ok) < MAX)
    PyDict_SetItem(within_ok, key, key);
}
void early(PyObject *key) {
  if (PyDict_Size(early_ok) >= MAX)
    return;
  PyDict_SetItem(early_ok, key, key);
}
void not_equal(PyObject *key) {
  if (PyDict_Size(not_equal_ok) != MAX)
    PyDict_SetItem(not_equal_ok, key, key);
}
void counted(PyObject *key) {
  if (count < MAX) {
    count++;
    PyDict_SetItem(counted_ok, key, key);
  }
}
void cleared(PyObject *key) {
  if (PyDict_Size(cleared_ok) > MAX)
    PyDict_Clear(cleared_ok);
  PyDict_SetItem(cleared_ok, key, key);
}
void evicted(PyObject *key, PyObject *oldest) {
  PyDict_SetItem(evicted_ok, key, key);
  if (PyDict_Size(evicted_ok) > MAX)
    PyDict_DelItem(evicted_ok, oldest);
}
void reset(PyObject *key) {
  if (PyDict_Size(reset_ok) > MAX)
    Py_CLEAR(reset_ok);
  PyDict_SetItem(reset_ok, key, key);
}
void fatal(PyObject *key) {
  if (PyDict_Size(fatal_ok) > MAX)
    stop();
  PyDict_SetItem(fatal_ok, key, key);
}
void nested(PyObject *key) {
  if (key) {
    if (PyDict_Size(nested_ok) > MAX) {
      log_it("full");
      return;
    }
    PyDict_SetItem(nested_ok, key, key);
  }
}
void by_goto(PyObject *key) {
  if (PyDict_Size(goto_ok) > MAX)
    goto out;
  PyDict_SetItem(goto_ok, key, key);
out:
  log_it("done");
}
int ternary(PyObject *key) {
  return PyDict_Size(ternary_ok) < MAX ? PyDict_SetItem(ternary_ok, key, key) : 0;
}

void logged(PyObject *key) {
  if (PyDict_Size(logged_bad) > MAX)
    log_it("the cache is large");
  PyDict_SetItem(logged_bad, key, key); // expected-warning {{'logged_bad'}}
}
void logged_else(PyObject *key) {
  if (PyDict_Size(logged_else_bad) < MAX)
    PyDict_SetItem(logged_else_bad, key, key);
  else {
    log_it("the cache is large");
    PyDict_SetItem(logged_else_bad, key, key); // expected-warning {{'logged_else_bad'}}
  }
}
void wrong_way(PyObject *key) {
  if (PyDict_Size(wrong_way_bad) > MAX)
    PyDict_SetItem(wrong_way_bad, key, key); // expected-warning {{'wrong_way_bad'}}
}
void after(PyObject *key) {
  PyDict_SetItem(after_bad, key, key); // expected-warning {{'after_bad'}}
  if (PyDict_Size(after_bad) > MAX)
    return;
  log_it("still small");
}
void other(PyObject *key) {
  if (PyDict_Size(within_ok) < MAX)
    PyDict_SetItem(other_bad, key, key); // expected-warning {{'other_bad'}}
}
void unrelated(PyObject *key, int debug) {
  if (debug < MAX)
    PyDict_SetItem(unrelated_bad, key, key); // expected-warning {{'unrelated_bad'}}
}
void one_of_two(PyObject *key) {
  if (PyDict_Size(one_of_two_bad) < MAX || key)
    PyDict_SetItem(one_of_two_bad, key, key); // expected-warning {{'one_of_two_bad'}}
}
