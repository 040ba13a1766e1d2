// RUN: %lien_verify -DPY_VERSION_HEX=0x030D0000 -DIMMORTAL %s
// RUN: %lien_verify -DPY_VERSION_HEX=0x030B0000 -verify=counted %s
// An object in a variable never dies from 3.12 on: its header says so.
#include "Inputs/python.h"

#ifdef IMMORTAL
// expected-no-diagnostics
#endif
static PyObject zero;

PyObject *zero_of(PyObject *self, PyObject *args) {
  return &zero; // counted-warning {{'zero' is returned as a borrowed reference where a new one is due}}
}
