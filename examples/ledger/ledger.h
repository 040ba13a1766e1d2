/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A small CPython extension: accounts with a history, and a book that keeps them.
 *
 * It is written to be analysed: each line marked BUG (rule) has one planted mistake, said in words. All else is meant to be
 * right, and beside each mistake stands code that looks much like it and is not one. */
#ifndef LEDGER_H
#define LEDGER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "lien/annotations.h"

/* One account. Takes part in garbage collection: `on_change` may refer back to it. */
struct ledger_account {
  PyObject_HEAD
  PyObject *owner;     /* str */
  PyObject *entries;   /* list of (amount, memo) tuples, oldest first */
  PyObject *on_change; /* callable, or NULL */
  long balance;        /* the sum of all amounts */
};

/* The accounts of one book by their owner's name, and the rates that were asked for. */
struct ledger_book {
  PyObject_HEAD
  PyObject *accounts; /* dict: str to account */
  PyObject *rates;    /* dict: currency to rate, a cache of `source` */
  PyObject *source;   /* callable(currency), or NULL */
};

extern PyTypeObject ledger_account_type;
extern PyTypeObject ledger_book_type;

LIEN_RETURNS_OWNED PyObject *ledger_account_open(PyObject *owner);
int ledger_account_post(struct ledger_account *self, long amount, PyObject *memo);

/* *ret_entry is set only when the account has an entry: 1; 0: it has none; -1: exception. */
LIEN_CONTRACT("when: ret > 0, ret_entry: retained")
LIEN_CONTRACT("when: ret <= 0")
int ledger_account_latest(struct ledger_account *self, LIEN_OUT PyObject **ret_entry);

/* Functions of the module. */
PyObject *ledger_load(PyObject *module, PyObject *args);
PyObject *ledger_save(PyObject *module, PyObject *args);
PyObject *ledger_checksum(PyObject *module, PyObject *args);
PyObject *ledger_same_bytes(PyObject *module, PyObject *args);

#endif
