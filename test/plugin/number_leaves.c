// RUN: %lien_verify %s
// A descriptor that becomes a Python number leaves with it.
#include "Inputs/python.h"

int open(const char *, int, ...);

PyObject *handed_out_ok(const char *name) {
  int fd = open(name, 0);
  if (fd < 0)
    return NULL;
  return PyLong_FromLong(fd);
}

PyObject *forgotten_bad(const char *name) {
  int fd = open(name, 0);
  if (fd < 0)
    return NULL;
  return PyLong_FromLong(1); // expected-warning {{Leaked file descriptor: 'fd'}}
}
