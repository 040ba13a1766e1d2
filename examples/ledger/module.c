/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* The module: its functions, types, exception and constants. */
#include "ledger.h"

static PyMethodDef module_methods[] = {
    {"load", ledger_load, METH_VARARGS, "load(path, account): posts every line of the file"},
    {"save", ledger_save, METH_VARARGS, "save(path, account): writes what load reads"},
    {"checksum", ledger_checksum, METH_VARARGS, "checksum(data): the sum of all bytes"},
    {"same_bytes", ledger_same_bytes, METH_VARARGS, "same_bytes(a, b): whether they hold the same"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT, .m_name = "ledger", .m_doc = "Accounts and books.", .m_size = -1, .m_methods = module_methods,
};

static int add_limits(PyObject *module) {
  PyObject *limit = PyLong_FromLong(1000000);
  if (limit == NULL)
    return -1;
  if (PyModule_AddObject(module, "LIMIT", limit) < 0)
    return -1; /* BUG (lien.Leak): PyModule_AddObject takes the object over only when it succeeds */
  return 0;
}

static int add_error(PyObject *module) {
  PyObject *error = PyErr_NewException("ledger.Error", NULL, NULL);
  if (error == NULL)
    return -1;
  if (PyModule_AddObject(module, "Error", error) < 0) {
    Py_DECREF(error);
    return -1;
  }
  return 0;
}

static int add_units(PyObject *module) {
  PyObject *units = Py_BuildValue("(ss)", "EUR", "CHF");
  int failed = PyModule_AddObjectRef(module, "UNITS", units); /* NULL is fine here: it fails with the exception that is set */
  Py_XDECREF(units);
  return failed;
}

PyMODINIT_FUNC PyInit_ledger(void) {
  PyObject *module = PyModule_Create(&module_def);
  if (module == NULL)
    return NULL;
  if (PyModule_AddType(module, &ledger_account_type) < 0 || PyModule_AddType(module, &ledger_book_type) < 0)
    goto fail;
  if (add_limits(module) < 0 || add_error(module) < 0 || add_units(module) < 0)
    goto fail;
  return module;

fail:
  Py_DECREF(module);
  return NULL;
}
