// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A container in a structure of its own: a static one, one that a parameter points to, the state of a module.
#include "Inputs/dict.h"
void *PyModule_GetState(PyObject *);
struct cache { PyObject *names_bad, *names_ok; };
static struct cache the_cache;

static void put(struct cache *cache, PyObject *key) {
  PyDict_SetItem(cache->names_bad, key, key); // expected-warning {{names_bad'}}
  PyDict_SetItem(cache->names_ok, key, key);
}
static void drop(struct cache *cache, PyObject *key) {
  PyDict_DelItem(cache->names_ok, key);
}
void put_name(PyObject *key) {
  put(&the_cache, key);
}
void drop_name(PyObject *key) {
  struct cache *cache = &the_cache;
  drop(cache, key);
}

typedef struct { PyObject *types_bad, *types_ok; } module_state;
static module_state *get_state(PyObject *module) {
  return (module_state *)PyModule_GetState(module);
}
void put_type(PyObject *module, PyObject *key) {
  PyDict_SetItem(get_state(module)->types_bad, key, key); // expected-warning {{types_bad'}}
  PyDict_SetItem(get_state(module)->types_ok, key, key);
}
void drop_types(PyObject *module) {
  module_state *state = get_state(module);
  PyDict_Clear(state->types_ok);
}

/* A `PyObject **` that receives the address of a root. */
static PyObject *pointed_bad, *pointed_ok;
static void put_at(PyObject **at, PyObject *key) {
  if (!*at)
    *at = PyDict_New();
  PyDict_SetItem(*at, key, key); // expected-warning {{'pointed_bad'}}
}
void put_pointed(PyObject *key) {
  put_at(&pointed_bad, key);
}
static void put_other(PyObject **at, PyObject *key) {
  PyDict_SetItem(*at, key, key);
}
void put_pointed_ok(PyObject *key) {
  put_other(&pointed_ok, key);
  PyDict_Clear(pointed_ok);
}
