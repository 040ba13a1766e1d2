// RUN: %lien_verify %s
// There is one thread state: a function that is entered without it restores it and gives it back.
#include "Inputs/python.h"

typedef struct _ts PyThreadState;
PyThreadState *PyEval_SaveThread(void);
void PyEval_RestoreThread(PyThreadState *);

void entered_without_ok(PyThreadState *state) {
  PyEval_RestoreThread(state);
  condition();
  PyEval_SaveThread();
}

void entered_with_bad(void) {
  PyThreadState *state = PyEval_SaveThread();
  if (condition())
    return; // expected-warning {{Leaked saved thread state: 'state'}}
  PyEval_RestoreThread(state);
}
