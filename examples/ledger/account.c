/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* ledger.Account: a garbage-collected type with a history and a callback. */
#include "ledger.h"

#include <structmember.h>

PyObject *ledger_account_open(PyObject *owner) {
  struct ledger_account *self = PyObject_GC_New(struct ledger_account, &ledger_account_type);
  if (self == NULL)
    return NULL;
  self->owner = Py_NewRef(owner);
  self->on_change = NULL;
  self->balance = 0;
  self->entries = PyList_New(0);
  if (self->entries == NULL) {
    Py_DECREF(self);
    return NULL;
  }
  PyObject_GC_Track((PyObject *)self);
  return (PyObject *)self;
}

static int account_notify(struct ledger_account *self, PyObject *entry) {
  if (self->on_change == NULL)
    return 0;
  PyObject *callback = Py_NewRef(self->on_change); /* the callback may replace itself */
  PyObject *result = PyObject_CallFunctionObjArgs(callback, (PyObject *)self, entry, NULL);
  Py_DECREF(callback);
  if (result == NULL)
    return -1;
  Py_DECREF(result);
  return 0;
}

int ledger_account_post(struct ledger_account *self, long amount, PyObject *memo) {
  PyObject *number = PyLong_FromLong(amount);
  if (number == NULL)
    return -1;
  PyObject *entry = PyTuple_Pack(2, number, memo);
  Py_DECREF(number);
  if (entry == NULL)
    return -1;
  if (PyList_Append(self->entries, entry) < 0)
    goto fail;
  self->balance += amount;
  if (account_notify(self, entry) < 0)
    goto fail;
  Py_DECREF(entry);
  return 0;

fail:
  Py_DECREF(entry);
  return -1;
}

int ledger_account_latest(struct ledger_account *self, PyObject **ret_entry) {
  Py_ssize_t count = PyList_GET_SIZE(self->entries);
  if (count == 0)
    return 0;
  PyObject *entry = PyList_GetItem(self->entries, count - 1);
  if (entry == NULL)
    return -1;
  *ret_entry = Py_NewRef(entry);
  return 1;
}

static PyObject *account_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  PyObject *owner;
  (void)type;
  if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
    PyErr_SetString(PyExc_TypeError, "Account takes no keyword arguments");
    return NULL;
  }
  if (!PyArg_ParseTuple(args, "U", &owner))
    return NULL;
  return ledger_account_open(owner);
}

static int account_traverse(struct ledger_account *self, visitproc visit, void *arg) {
  Py_VISIT(self->owner);
  Py_VISIT(self->entries);
  Py_VISIT(self->on_change);
  return 0;
}

static int account_clear(struct ledger_account *self) {
  Py_CLEAR(self->owner);
  Py_CLEAR(self->entries);
  Py_CLEAR(self->on_change);
  return 0;
}

static void account_dealloc(struct ledger_account *self) {
  PyObject_GC_UnTrack(self);
  account_clear(self);
  PyObject_GC_Del(self);
}

/* post(amount, memo, *more_memos): posts one entry, its memos joined by "; ". */
static PyObject *account_post(struct ledger_account *self, PyObject *args) {
  Py_ssize_t count = PyTuple_GET_SIZE(args);
  if (count < 2) {
    PyErr_SetString(PyExc_TypeError, "post() takes an amount and one or more memos");
    return NULL;
  }
  long amount = PyLong_AsLong(PyTuple_GET_ITEM(args, 0));
  if (amount == -1 && PyErr_Occurred())
    return NULL;

  PyObject *memo = Py_NewRef(PyTuple_GET_ITEM(args, 1));
  for (Py_ssize_t i = 2; i < count; i++) {
    PyObject *joined = PyUnicode_FromFormat("%S; %S", memo, PyTuple_GET_ITEM(args, i));
    Py_DECREF(memo);
    if (joined == NULL)
      return NULL;
    memo = joined;
  }
  int failed = ledger_account_post(self, amount, memo);
  Py_DECREF(memo);
  if (failed < 0)
    return NULL;
  Py_RETURN_NONE;
}

static PyObject *account_holder(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  return self->owner; /* BUG (lien.Contract): a method must return a reference of its own, and this one is the account's */
}

static PyObject *account_history(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  return Py_NewRef(self->entries);
}

static PyObject *account_first_memo(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  PyObject *entry = PyList_GetItem(self->entries, 0);
  if (entry == NULL)
    return NULL;
  PyObject *memo = PySequence_GetItem(entry, 1);
  Py_DECREF(entry); /* BUG (lien.OverRelease): PyList_GetItem lends the entry; it still belongs to the list */
  return memo;
}

static PyObject *account_first_amount(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  PyObject *entry = PySequence_GetItem(self->entries, 0);
  if (entry == NULL)
    return NULL;
  PyObject *amount = PySequence_GetItem(entry, 0);
  Py_DECREF(entry);
  return amount;
}

static PyObject *account_last_memo(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  PyObject *entry = NULL;
  int found = ledger_account_latest(self, &entry);
  if (found < 0)
    return NULL;
  if (found == 0)
    Py_RETURN_NONE;
  PyObject *memo = PySequence_GetItem(entry, 1);
  Py_DECREF(entry);
  return memo;
}

/* statement(): [owner, balance], for print. */
static PyObject *account_statement(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  PyObject *lines = PyList_New(0);
  if (lines == NULL)
    return NULL;
  if (PyList_Append(lines, self->owner) < 0)
    goto fail;
  PyObject *balance = PyLong_FromLong(self->balance);
  if (balance == NULL)
    return NULL; /* BUG (lien.Leak): the list `lines` is forgotten on this way out */
  int failed = PyList_Append(lines, balance);
  Py_DECREF(balance);
  if (failed < 0)
    goto fail;
  return lines;

fail:
  Py_DECREF(lines);
  return NULL;
}

/* limits(): (nothing, the balance), between which a withdrawal must lie. */
static PyObject *account_limits(struct ledger_account *self, PyObject *unused) {
  (void)unused;
  PyObject *low = PyLong_FromLong(0);
  PyObject *high = PyLong_FromLong(self->balance);
  if (low == NULL || high == NULL) {
    Py_DECREF(low); /* BUG (lien.NullRelease): this may be the one that is NULL, and Py_DECREF must not be given NULL */
    Py_XDECREF(high);
    return NULL;
  }
  return Py_BuildValue("(NN)", low, high);
}

static PyObject *account_get_on_change(struct ledger_account *self, void *closure) {
  (void)closure;
  if (self->on_change == NULL)
    Py_RETURN_NONE;
  return Py_NewRef(self->on_change);
}

static int account_set_on_change(struct ledger_account *self, PyObject *value, void *closure) {
  (void)closure;
  if (value == NULL || value == Py_None) {
    Py_CLEAR(self->on_change);
    return 0;
  }
  if (!PyCallable_Check(value)) {
    PyErr_SetString(PyExc_TypeError, "on_change must be callable");
    return -1;
  }
  Py_INCREF(value);
  Py_XSETREF(self->on_change, value);
  return 0;
}

static PyMemberDef account_members[] = {
    {"owner", T_OBJECT_EX, offsetof(struct ledger_account, owner), READONLY, "whose account it is"},
    {"balance", T_LONG, offsetof(struct ledger_account, balance), READONLY, "the sum of all amounts"},
    {NULL, 0, 0, 0, NULL},
};

static PyGetSetDef account_getset[] = {
    {"on_change", (getter)account_get_on_change, (setter)account_set_on_change, "called after each entry", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef account_methods[] = {
    {"post", (PyCFunction)account_post, METH_VARARGS, "post(amount, memo, *more_memos)"},
    {"holder", (PyCFunction)account_holder, METH_NOARGS, "whose account it is"},
    {"history", (PyCFunction)account_history, METH_NOARGS, "the list of entries"},
    {"first_memo", (PyCFunction)account_first_memo, METH_NOARGS, "the oldest entry's memo"},
    {"first_amount", (PyCFunction)account_first_amount, METH_NOARGS, "the oldest entry's amount"},
    {"last_memo", (PyCFunction)account_last_memo, METH_NOARGS, "the newest entry's memo, or None"},
    {"statement", (PyCFunction)account_statement, METH_NOARGS, "[owner, balance]"},
    {"limits", (PyCFunction)account_limits, METH_NOARGS, "(nothing, the balance)"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject ledger_account_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ledger.Account",
    .tp_basicsize = sizeof(struct ledger_account),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "An account with a history.",
    .tp_new = account_new,
    .tp_dealloc = (destructor)account_dealloc,
    .tp_traverse = (traverseproc)account_traverse,
    .tp_clear = (inquiry)account_clear,
    .tp_methods = account_methods,
    .tp_members = account_members,
    .tp_getset = account_getset,
};
