/* What tests of caches need of CPython's dictionaries, besides python.h. */
#ifndef TEST_DICT_H
#define TEST_DICT_H
#include "python.h"
int PyDict_SetItem(PyObject *, PyObject *, PyObject *);
int PyDict_DelItem(PyObject *, PyObject *);
void PyDict_Clear(PyObject *);
Py_ssize_t PyDict_Size(PyObject *);
PyObject *PyDict_GetItem(PyObject *, PyObject *);
#endif
