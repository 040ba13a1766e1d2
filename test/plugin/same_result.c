// RUN: %lien_verify %s
// A result that is an argument when it is not NULL has that argument's claim.
#include "Inputs/python.h"

typedef struct _ts PyThreadState;
PyObject *_Py_CheckFunctionResult(PyThreadState *, PyObject *, PyObject *, const char *);

PyObject *handed_on_ok(PyThreadState *tstate, PyObject *callable) {
  PyObject *result = PyLong_FromLong(1);
  return _Py_CheckFunctionResult(tstate, callable, result, NULL);
}

int released_ok(PyThreadState *tstate, PyObject *callable) {
  PyObject *result = PyLong_FromLong(1);
  result = _Py_CheckFunctionResult(tstate, callable, result, NULL);
  if (!result)
    return -1;
  Py_DECREF(result);
  return 0;
}

int forgotten_bad(PyThreadState *tstate, PyObject *callable) {
  PyObject *result = PyLong_FromLong(1);
  if (!_Py_CheckFunctionResult(tstate, callable, result, NULL))
    return -1;
  return 0; // expected-warning {{Leaked reference: 'result'}}
}
