/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Contracts in your own source, for Lien.
 *
 * Include this header, or copy it into your project: it is plain C89 and C++98, needs nothing else, and every macro is empty
 * on a compiler that has no `annotate` attribute. docs/annotations.md is the manual.
 *
 * A macro's text is an effect in the language of contracts (docs/contracts.md), so its words mean what they mean there:
 *
 *   on a function   before its declaration: what happens to the result, and whole outcomes
 *   on a parameter  before its declaration: what the function does with that argument
 *   on a variable   LIEN_IMMORTAL
 *
 * Write them where callers see them, on the declaration in the header; a later definition inherits them.
 * PLACE is a parameter's name as this declaration spells it, `this`, or `static` (what lives as long as the process).
 * KIND is the name of a kind (memory, file, fd, pyobject, json ... or one of your own contract file); without one, the kind is
 * that of the type. TEST is a test on the result or on another argument: `ret == 0`, `ret != NULL`, `ret < 0`,
 * `destroy == NULL`, several joined by the word `and`.
 *
 * Without a TEST, an effect happens always. With one, it happens in that outcome only; when all the TESTs of a declaration are
 * the same single comparison, nothing more happens in the other outcome, else the outcomes must cover every result (say the
 * empty ones with LIEN_CONTRACT). What no annotation names is only looked at. */
#ifndef LIEN_ANNOTATIONS_H
#define LIEN_ANNOTATIONS_H

/* Says TEXT about the declaration that follows. The other macros are made of this one; you should not need it. */
#if defined(__has_attribute)
#if __has_attribute(annotate)
#define LIEN_ANNOTATE(text) __attribute__((annotate("lien: " text)))
#endif
#endif
#ifndef LIEN_ANNOTATE
#define LIEN_ANNOTATE(text)
#endif

/* ---- on a function: its result ------------------------------------------------------------------------------------- */

/* The result is a fresh object, and the caller must release it.
 *   LIEN_RETURNS_OWNED PyObject *ledger_total(struct ledger *ledger);
 *   PyObject *total = ledger_total(l);  ...  Py_DECREF(total); */
#define LIEN_RETURNS_OWNED LIEN_ANNOTATE("ret: owned")

/* The same, when the type does not tell the kind.
 *   LIEN_RETURNS_OWNED_KIND(fd) int log_open(const char *path);
 *   int fd = log_open(path);  ...  close(fd); */
#define LIEN_RETURNS_OWNED_KIND(kind) LIEN_ANNOTATE("ret: owned " #kind)

/* The result is one more reference, for the caller to release, to an object that others keep too.
 *   LIEN_RETURNS_RETAINED PyObject *ledger_currency(struct ledger *ledger);
 *   PyObject *currency = ledger_currency(l);  ...  Py_DECREF(currency); */
#define LIEN_RETURNS_RETAINED LIEN_ANNOTATE("ret: retained")
#define LIEN_RETURNS_RETAINED_KIND(kind) LIEN_ANNOTATE("ret: retained " #kind)

/* The result belongs to somebody that is not said: the caller must not release it.
 *   LIEN_RETURNS_BORROWED PyObject *current_ledger(void);
 *   PyObject *ledger = current_ledger();  (no Py_DECREF) */
#define LIEN_RETURNS_BORROWED LIEN_ANNOTATE("ret: borrowed")

/* The result belongs to PLACE, and is valid only while PLACE keeps it.
 *   LIEN_RETURNS_BORROWED_FROM(table) struct row *table_row(struct table *table, int index);
 *   struct row *row = table_row(table, 0);  (dead after table_free(table)) */
#define LIEN_RETURNS_BORROWED_FROM(place) LIEN_ANNOTATE("ret: borrowed from " #place)

/* The result is the very object that PLACE names: nothing moves.
 *   LIEN_RETURNS_SAME_AS(list) struct list *list_sort(struct list *list);
 *   return list_sort(list); */
#define LIEN_RETURNS_SAME_AS(place) LIEN_ANNOTATE("ret: same as " #place)

/* The result is never NULL. Add it to one of the above.
 *   LIEN_RETURNS_OWNED LIEN_RETURNS_NOT_NULL struct node *node_new(void);
 *   node_new()->next = NULL; */
#define LIEN_RETURNS_NOT_NULL LIEN_ANNOTATE("ret: not null")

/* ---- on a function: the call as a whole ---------------------------------------------------------------------------- */

/* One outcome, in the language of contracts, for what the short macros cannot say; one macro for each outcome. A parameter that
 * is an address through which something comes out must be marked LIEN_OUT where it is declared.
 *   LIEN_CONTRACT("when: ret == 0, item: stolen by list") LIEN_CONTRACT("when: ret != 0, item: released")
 *   int list_set(struct list *list, int index, struct item *item); */
#define LIEN_CONTRACT(outcome) LIEN_ANNOTATE(outcome)

/* May call back into code that nobody here knows: what was only borrowed before the call may be gone after it.
 *   LIEN_RUNS_CODE int ledger_notify(struct ledger *ledger);
 *   ledger_notify(l);  (look borrowed things up again) */
#define LIEN_RUNS_CODE LIEN_ANNOTATE("runs: code")

/* Leaves an exception set, always.
 *   LIEN_SETS_EXCEPTION void ledger_error(const char *text);
 *   ledger_error("closed");  return NULL; */
#define LIEN_SETS_EXCEPTION LIEN_ANNOTATE("exception: set")

/* ---- on a parameter ------------------------------------------------------------------------------------------------ */

/* The function takes the argument over, whatever it returns: the caller must not release it any more.
 *   void queue_push(struct queue *queue, LIEN_STEALS struct item *item);
 *   queue_push(queue, item);  (no item_free(item)) */
#define LIEN_STEALS LIEN_ANNOTATE("stolen")

/* The same, and PLACE keeps it: it can be borrowed from there.
 *   void queue_push(struct queue *queue, LIEN_STEALS_BY(queue) struct item *item);
 *   queue_push(queue, item);  item->seen = 1;  (while the queue lives) */
#define LIEN_STEALS_BY(place) LIEN_ANNOTATE("stolen by " #place)

/* The function takes the argument over only in the outcome TEST; otherwise it stays the caller's.
 *   int queue_try_push(struct queue *queue, LIEN_STEALS_WHEN(ret == 0) struct item *item);
 *   if (queue_try_push(queue, item) != 0) item_free(item); */
#define LIEN_STEALS_WHEN(test) LIEN_ANNOTATE("when: " #test ", stolen")
#define LIEN_STEALS_BY_WHEN(place, test) LIEN_ANNOTATE("when: " #test ", stolen by " #place)

/* The function pays one release of the argument.
 *   void item_free(LIEN_RELEASES struct item *item);
 *   item_free(item);  (item is dead, or one reference less) */
#define LIEN_RELEASES LIEN_ANNOTATE("released")
#define LIEN_RELEASES_WHEN(test) LIEN_ANNOTATE("when: " #test ", released")

/* The function takes one more reference to the argument in the caller's name: the caller owes a release for it.
 *   void item_ref(LIEN_RETAINS struct item *item);
 *   item_ref(item);  ...  item_free(item); */
#define LIEN_RETAINS LIEN_ANNOTATE("retained")
#define LIEN_RETAINS_WHEN(test) LIEN_ANNOTATE("when: " #test ", retained")

/* PLACE keeps a reference of its own to the argument; the caller's duty does not change.
 *   int table_add(struct table *table, LIEN_HOLDS_BY(table) PyObject *item);
 *   table_add(table, item);  Py_DECREF(item); */
#define LIEN_HOLDS_BY(place) LIEN_ANNOTATE("held by " #place)
#define LIEN_HOLDS_BY_WHEN(place, test) LIEN_ANNOTATE("when: " #test ", held by " #place)

/* PLACE gives up the reference that it kept to the argument.
 *   void table_remove(struct table *table, LIEN_DROPS_BY(table) PyObject *item);
 *   table_remove(table, item);  (what was borrowed from the table may be dead) */
#define LIEN_DROPS_BY(place) LIEN_ANNOTATE("dropped by " #place)

/* PLACE remembers the argument's address without keeping it alive: the argument must live at least as long as PLACE.
 *   void timer_set(struct timer *timer, void (*call)(void *), LIEN_LENDS_TO(timer) void *data);
 *   timer_set(timer, tick, &local);  (wrong when the timer outlives this function) */
#define LIEN_LENDS_TO(place) LIEN_ANNOTATE("lent to " #place)

/* The argument goes where no contract sees it: nothing is reported about it afterwards.
 *   void registry_adopt(LIEN_ESCAPES void *thing);
 *   registry_adopt(item); */
#define LIEN_ESCAPES LIEN_ANNOTATE("escaped")

/* The argument must not be NULL. Add it to one of the above, or use it alone.
 *   size_t item_size(LIEN_NOT_NULL const struct item *item);
 *   item_size(item_new());  (wrong when item_new may return NULL) */
#define LIEN_NOT_NULL LIEN_ANNOTATE("not null")

/* ---- on a parameter that is an address: what comes out through it --------------------------------------------------- */

/* Effects named for this parameter (in a LIEN_CONTRACT) are about what it points to. The LIEN_OUT_ macros include it.
 *   LIEN_CONTRACT("when: ret > 0, value: owned") LIEN_CONTRACT("when: ret <= 0, value: null")
 *   int table_get(struct table *table, const char *key, LIEN_OUT PyObject **value); */
#define LIEN_OUT LIEN_ANNOTATE("out")

/* What comes out is a fresh object, and the caller must release it.
 *   void item_make(LIEN_OUT_OWNED struct item **item);
 *   item_make(&item);  ...  item_free(item); */
#define LIEN_OUT_OWNED LIEN_ANNOTATE("out owned")
#define LIEN_OUT_OWNED_KIND(kind) LIEN_ANNOTATE("out owned " #kind)

/* The same in the outcome TEST only; otherwise the variable is left as it was.
 *   int item_read(FILE *in, LIEN_OUT_OWNED_WHEN(ret == 0) struct item **item);
 *   if (item_read(in, &item) == 0) item_free(item); */
#define LIEN_OUT_OWNED_WHEN(test) LIEN_ANNOTATE("when: " #test ", out owned")
#define LIEN_OUT_OWNED_KIND_WHEN(kind, test) LIEN_ANNOTATE("when: " #test ", out owned " #kind)

/* What comes out is one more reference to an object that others keep too.
 *   int table_get(struct table *table, const char *key, LIEN_OUT_RETAINED_WHEN(ret == 0) PyObject **value);
 *   if (table_get(table, "k", &value) == 0) Py_DECREF(value); */
#define LIEN_OUT_RETAINED LIEN_ANNOTATE("out retained")
#define LIEN_OUT_RETAINED_WHEN(test) LIEN_ANNOTATE("when: " #test ", out retained")

/* What comes out belongs to somebody else: the caller must not release it.
 *   int table_peek(struct table *table, const char *key, LIEN_OUT_BORROWED_FROM(table) struct item **item);
 *   table_peek(table, "k", &item);  (no item_free(item)) */
#define LIEN_OUT_BORROWED LIEN_ANNOTATE("out borrowed")
#define LIEN_OUT_BORROWED_FROM(place) LIEN_ANNOTATE("out borrowed from " #place)

/* In and out: the old object is released, and a fresh one is there instead.
 *   void text_append(LIEN_REPLACES struct text **text, const char *tail);
 *   text_append(&text, "!");  (what `text` was is dead; the new one must be released) */
#define LIEN_REPLACES LIEN_ANNOTATE("out replaced")

/* In and out: the old object is released, and the variable is NULL.
 *   void item_clear(LIEN_EMPTIES struct item **item);
 *   item_clear(&item);  (item is NULL) */
#define LIEN_EMPTIES LIEN_ANNOTATE("out emptied")

/* ---- on a variable ------------------------------------------------------------------------------------------------- */

/* What this variable names, or is, is meant to live as long as the process: never a leak, and a cache without a bound on purpose.
 *   static LIEN_IMMORTAL PyObject *interned_names;
 *   interned_names = PyDict_New(); */
#define LIEN_IMMORTAL LIEN_ANNOTATE("immortal")

#endif
