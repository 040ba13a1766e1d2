/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* ledger.Book: accounts by name, and a cache of exchange rates. */
#include "ledger.h"

static PyObject *book_new(PyTypeObject *type, PyObject *args, PyObject *kwargs) {
  static char *names[] = {"source", NULL};
  PyObject *source = NULL;
  if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O", names, &source))
    return NULL;
  struct ledger_book *self = (struct ledger_book *)type->tp_alloc(type, 0);
  if (self == NULL)
    return NULL;
  self->source = source == Py_None ? NULL : Py_XNewRef(source);
  self->accounts = PyDict_New();
  self->rates = PyDict_New();
  if (self->accounts == NULL || self->rates == NULL) {
    Py_DECREF(self);
    return NULL;
  }
  return (PyObject *)self;
}

static int book_traverse(struct ledger_book *self, visitproc visit, void *arg) {
  Py_VISIT(self->accounts);
  Py_VISIT(self->rates);
  Py_VISIT(self->source);
  return 0;
}

static int book_clear(struct ledger_book *self) {
  Py_CLEAR(self->accounts);
  Py_CLEAR(self->rates);
  Py_CLEAR(self->source);
  return 0;
}

static void book_dealloc(struct ledger_book *self) {
  PyObject_GC_UnTrack(self);
  book_clear(self);
  Py_TYPE(self)->tp_free((PyObject *)self);
}

/* open(owner): the owner's account, a new one if there is none. */
static PyObject *book_open(struct ledger_book *self, PyObject *owner) {
  if (!PyUnicode_Check(owner)) {
    PyErr_SetString(PyExc_TypeError, "the owner must be a str");
    return NULL;
  }
  PyObject *account = PyDict_GetItemWithError(self->accounts, owner);
  if (account != NULL)
    return Py_NewRef(account);
  if (PyErr_Occurred())
    return NULL;
  account = ledger_account_open(owner);
  if (account == NULL)
    return NULL;
  if (PyDict_SetItem(self->accounts, owner, account) < 0) {
    Py_DECREF(account);
    return NULL;
  }
  return account;
}

/* rate(currency): what the source says of it, asked once. */
static PyObject *book_rate(struct ledger_book *self, PyObject *currency) {
  PyObject *rate = PyDict_GetItemWithError(self->rates, currency);
  if (rate != NULL)
    return Py_NewRef(rate);
  if (PyErr_Occurred())
    return NULL;
  if (self->source == NULL) {
    PyErr_SetObject(PyExc_LookupError, currency);
    return NULL;
  }
  rate = PyObject_CallOneArg(self->source, currency);
  if (rate == NULL)
    return NULL;
  if (PyDict_SetItem(self->rates, currency, rate) < 0)
    Py_CLEAR(rate);
  return rate;
}

/* sizes(): how many accounts and rates there are, as a dict. */
static PyObject *book_sizes(struct ledger_book *self, PyObject *unused) {
  (void)unused;
  PyObject *sizes = PyDict_New();
  if (sizes == NULL)
    return NULL;
  PyObject *count = PyLong_FromSsize_t(PyDict_Size(self->accounts));
  if (count == NULL || PyDict_SetItemString(sizes, "accounts", count) < 0) {
    Py_XDECREF(count);
    Py_DECREF(sizes);
    return NULL;
  }
  Py_DECREF(count);
  long rates = (long)PyDict_Size(self->rates);
  PyDict_SetItemString(sizes, "rates", PyLong_FromLong(rates)); /* BUG (lien.Leak): the dict takes its own reference to the int */
  return sizes;
}

/* balances(): a list of (owner, balance) pairs. */
static PyObject *book_balances(struct ledger_book *self, PyObject *unused) {
  PyObject *owner, *account;
  Py_ssize_t position = 0;
  (void)unused;
  PyObject *balances = PyList_New(0);
  if (balances == NULL)
    return NULL;
  while (PyDict_Next(self->accounts, &position, &owner, &account)) {
    PyObject *pair = Py_BuildValue("(Ol)", owner, ((struct ledger_account *)account)->balance);
    if (pair == NULL || PyList_Append(balances, pair) < 0) {
      Py_XDECREF(pair);
      Py_DECREF(balances);
      return NULL;
    }
    Py_DECREF(pair);
  }
  return balances;
}

/* range(): (lowest, highest) balance; of an empty book (0, 0). */
static PyObject *book_range(struct ledger_book *self, PyObject *unused) {
  PyObject *owner, *account;
  Py_ssize_t position = 0;
  long lowest = 0, highest = 0;
  (void)unused;
  while (PyDict_Next(self->accounts, &position, &owner, &account)) {
    long balance = ((struct ledger_account *)account)->balance;
    lowest = balance < lowest ? balance : lowest;
    highest = balance > highest ? balance : highest;
  }
  PyObject *pair = PyTuple_New(2);
  if (pair == NULL)
    return NULL;
  PyObject *low = PyLong_FromLong(lowest);
  if (low == NULL) {
    Py_DECREF(pair);
    return NULL;
  }
  PyTuple_SET_ITEM(pair, 0, low);
  if (lowest == highest) {
    PyTuple_SET_ITEM(pair, 1, low); /* BUG (lien.OverRelease): the tuple takes over a reference that it already has */
    return pair;
  }
  PyObject *high = PyLong_FromLong(highest);
  if (high == NULL) {
    Py_DECREF(pair);
    return NULL;
  }
  PyTuple_SET_ITEM(pair, 1, high);
  return pair;
}

/* twice(x): (x, x). */
static PyObject *book_twice(struct ledger_book *self, PyObject *x) {
  (void)self;
  PyObject *pair = PyTuple_New(2);
  if (pair == NULL)
    return NULL;
  Py_INCREF(x);
  PyTuple_SET_ITEM(pair, 0, x);
  Py_INCREF(x);
  PyTuple_SET_ITEM(pair, 1, x);
  return pair;
}

/* first_owner(): the name that sorts first. */
static PyObject *book_first_owner(struct ledger_book *self, PyObject *unused) {
  (void)unused;
  PyObject *owners = PyDict_Keys(self->accounts);
  if (owners == NULL)
    return NULL;
  if (PyList_Sort(owners) < 0) {
    Py_DECREF(owners);
    return NULL;
  }
  PyObject *first = PyList_GetItem(owners, 0);
  Py_XINCREF(first);
  Py_DECREF(owners);
  return first;
}

/* last_balance(): the pair of the account that was opened last, as text. */
static PyObject *book_last_balance(struct ledger_book *self, PyObject *unused) {
  PyObject *balances = book_balances(self, unused);
  if (balances == NULL)
    return NULL;
  PyObject *pair = PyList_GetItem(balances, PyList_GET_SIZE(balances) - 1);
  if (pair == NULL) {
    Py_DECREF(balances);
    return NULL;
  }
  Py_DECREF(balances);
  return PyObject_Str(pair); /* BUG (lien.UseAfterRelease): the pair belonged to the list, which is gone */
}

/* describe(x): what repr says, and its length. */
static PyObject *book_describe(struct ledger_book *self, PyObject *x) {
  (void)self;
  PyObject *text = PyObject_Repr(x);
  if (text == NULL)
    return NULL;
  PyObject *answer = Py_BuildValue("(On)", text, PyUnicode_GetLength(text));
  Py_DECREF(text);
  return answer;
}

/* title(x): what str says in title case, or as it is when that fails. */
static PyObject *book_title(struct ledger_book *self, PyObject *x) {
  (void)self;
  PyObject *text = PyUnicode_FromFormat("%S", x);
  if (text == NULL)
    return NULL;
  PyObject *title = PyObject_CallMethod(text, "title", NULL);
  Py_DECREF(text);
  if (title == NULL) {
    PyErr_Clear();
    return PyUnicode_FromObject(text); /* BUG (lien.UseAfterRelease): the text was released above, before the test */
  }
  return title;
}

static PyMethodDef book_methods[] = {
    {"open", (PyCFunction)book_open, METH_O, "open(owner): the owner's account"},
    {"rate", (PyCFunction)book_rate, METH_O, "rate(currency): from the source, asked once"},
    {"sizes", (PyCFunction)book_sizes, METH_NOARGS, "numbers of accounts and rates"},
    {"balances", (PyCFunction)book_balances, METH_NOARGS, "(owner, balance) pairs"},
    {"range", (PyCFunction)book_range, METH_NOARGS, "(lowest, highest) balance"},
    {"twice", (PyCFunction)book_twice, METH_O, "(x, x)"},
    {"first_owner", (PyCFunction)book_first_owner, METH_NOARGS, "the name that sorts first"},
    {"last_balance", (PyCFunction)book_last_balance, METH_NOARGS, "the newest account's pair as text"},
    {"describe", (PyCFunction)book_describe, METH_O, "(repr, its length)"},
    {"title", (PyCFunction)book_title, METH_O, "str in title case"},
    {NULL, NULL, 0, NULL},
};

PyTypeObject ledger_book_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "ledger.Book",
    .tp_basicsize = sizeof(struct ledger_book),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_doc = "Accounts by name, and a cache of exchange rates.",
    .tp_new = book_new,
    .tp_dealloc = (destructor)book_dealloc,
    .tp_traverse = (traverseproc)book_traverse,
    .tp_clear = (inquiry)book_clear,
    .tp_methods = book_methods,
};
