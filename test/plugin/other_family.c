// RUN: %lien_verify %s
// Memory that goes to the release of another family of allocators is not leaked, whatever else may be wrong with it.
#include "Inputs/python.h"

void *PyMem_Malloc(size_t);
void PyMem_Free(void *);
void PyMem_RawFree(void *);

void other_ok(void) {
  void *block = PyMem_Malloc(8);
  PyMem_RawFree(block);
}

void forgotten_bad(void) {
  void *block = PyMem_Malloc(8);
  if (condition())
    PyMem_Free(block);
} // expected-warning {{Leaked memory block: 'block'}}
