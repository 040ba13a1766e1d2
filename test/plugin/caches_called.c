// RUN: %lien_verify -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/closures.yaml %s
// Code that is called may put into its data and take out of it: its data is not judged. What is registered besides is.
#include "Inputs/dict.h"
typedef void code(void *);
void during(code *, void *);
void stop(void *);
void tick(void *);
static PyObject *called_ok, *ended_bad;

void grow(PyObject *key) {
  PyDict_SetItem(called_ok, key, key);
  PyDict_SetItem(ended_bad, key, key); // expected-warning {{'ended_bad'}}
}
void call(void) { during(tick, called_ok); }
void end(void) { stop(ended_bad); }
