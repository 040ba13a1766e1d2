/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Reading and writing accounts as text, and checksums of bytes. */
#include "ledger.h"

#include <stdio.h>
#include <string.h>

/* One line, "amount memo", becomes an entry of the account. */
static int load_line(struct ledger_account *account, const char *line) {
  char *end;
  long amount = strtol(line, &end, 10);
  if (end == line) {
    PyErr_Format(PyExc_ValueError, "no amount in '%s'", line);
    return -1;
  }
  end += *end == ' ';
  PyObject *memo = PyUnicode_FromStringAndSize(end, (Py_ssize_t)strcspn(end, "\n"));
  if (memo == NULL)
    return -1;
  int failed = ledger_account_post(account, amount, memo);
  Py_DECREF(memo);
  return failed;
}

/* load(path, account): posts every line of the file. */
PyObject *ledger_load(PyObject *module, PyObject *args) {
  PyObject *path, *account;
  char line[256];
  (void)module;
  if (!PyArg_ParseTuple(args, "O&O!", PyUnicode_FSConverter, &path, &ledger_account_type, &account))
    return NULL;
  FILE *in = fopen(PyBytes_AS_STRING(path), "r");
  if (in == NULL) {
    PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
    Py_DECREF(path);
    return NULL;
  }
  Py_DECREF(path);
  while (fgets(line, sizeof(line), in) != NULL) {
    if (load_line((struct ledger_account *)account, line) < 0)
      return NULL; /* BUG (lien.Leak): the file `in` stays open */
  }
  fclose(in);
  Py_RETURN_NONE;
}

static int save_entry(FILE *out, PyObject *entry) {
  long amount = PyLong_AsLong(PyTuple_GET_ITEM(entry, 0));
  if (amount == -1 && PyErr_Occurred())
    return -1;
  const char *memo = PyUnicode_AsUTF8(PyTuple_GET_ITEM(entry, 1));
  if (memo == NULL)
    return -1;
  if (fprintf(out, "%ld %s\n", amount, memo) < 0) {
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
  }
  return 0;
}

/* save(path, account): writes what load reads. */
PyObject *ledger_save(PyObject *module, PyObject *args) {
  PyObject *path, *account, *result = NULL;
  (void)module;
  if (!PyArg_ParseTuple(args, "O&O!", PyUnicode_FSConverter, &path, &ledger_account_type, &account))
    return NULL;
  PyObject *entries = ((struct ledger_account *)account)->entries;
  FILE *out = fopen(PyBytes_AS_STRING(path), "w");
  if (out == NULL) {
    PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
    goto done;
  }
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(entries); i++) {
    if (save_entry(out, PyList_GET_ITEM(entries, i)) < 0) {
      fclose(out);
      goto done;
    }
  }
  if (fclose(out) != 0) { /* the file is closed all the same */
    PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, path);
    goto done;
  }
  result = Py_NewRef(Py_None);

done:
  Py_DECREF(path);
  return result;
}

/* checksum(data): the sum of all bytes. */
PyObject *ledger_checksum(PyObject *module, PyObject *args) {
  Py_buffer data;
  unsigned long sum = 0;
  (void)module;
  if (!PyArg_ParseTuple(args, "s*", &data)) /* BUG (lien.Leak): nothing releases the buffer that s* gives */
    return NULL;
  for (Py_ssize_t i = 0; i < data.len; i++)
    sum += ((const unsigned char *)data.buf)[i];
  return PyLong_FromUnsignedLong(sum);
}

/* same_bytes(a, b): whether two buffers hold the same. */
PyObject *ledger_same_bytes(PyObject *module, PyObject *args) {
  Py_buffer a, b;
  (void)module;
  if (!PyArg_ParseTuple(args, "y*y*", &a, &b)) /* when this fails it has released what it got */
    return NULL;
  int same = a.len == b.len && memcmp(a.buf, b.buf, (size_t)a.len) == 0;
  PyBuffer_Release(&b);
  PyBuffer_Release(&a);
  return PyBool_FromLong(same);
}
