// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// The lists and queues of sys/queue.h, and trees as in sys/tree.h.
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

struct item { char *name; SLIST_ENTRY(item) s; STAILQ_ENTRY(item) q; TAILQ_ENTRY(item) t; struct item *left; };
static SLIST_HEAD(, item) slist_bad, slist_ok, removed_head_ok;
struct entry { char *name; LIST_ENTRY(entry) l; };
struct member { char *name; LIST_ENTRY(member) l; };
static LIST_HEAD(, member) list_ok;
static LIST_HEAD(, entry) list_bad; /* nobody takes out an entry */
static STAILQ_HEAD(, item) stailq_bad, stailq_ok;
static TAILQ_HEAD(tailhead, item) tailq_bad, tailq_ok;

/* sys/tree.h is no header of the C library: as it would be generated. */
struct tree { struct item *root; };
struct item *tree_RB_INSERT(struct tree *, struct item *);
struct item *tree_RB_REMOVE(struct tree *, struct item *);
#define RB_INSERT(name, head, element) name##_RB_INSERT(head, element)
#define RB_REMOVE(name, head, element) name##_RB_REMOVE(head, element)
static struct tree tree_bad, tree_ok;

static struct item *make(const char *name) {
  struct item *item = malloc(sizeof *item);
  item->name = strdup(name);
  return item;
}

void grow_bad(const char *name) {
  struct item *a = make(name), *c = make(name), *d = make(name), *e = make(name);
  struct entry *b = malloc(sizeof *b);
  b->name = strdup(name);
  SLIST_INSERT_HEAD(&slist_bad, a, s);    // expected-warning {{'slist_bad'}}
  LIST_INSERT_HEAD(&list_bad, b, l);      // expected-warning {{'list_bad'}}
  STAILQ_INSERT_TAIL(&stailq_bad, c, q);  // expected-warning {{'stailq_bad'}}
  TAILQ_INSERT_TAIL(&tailq_bad, d, t);    // expected-warning {{'tailq_bad'}}
  RB_INSERT(tree, &tree_bad, e);          // expected-warning {{'tree_bad'}}
}
void grow_ok(const char *name) {
  struct item *a = make(name), *c = make(name), *d = make(name), *e = make(name);
  struct member *b = malloc(sizeof *b);
  b->name = strdup(name);
  SLIST_INSERT_HEAD(&slist_ok, a, s);
  SLIST_INSERT_HEAD(&removed_head_ok, a, s);
  LIST_INSERT_HEAD(&list_ok, b, l);
  STAILQ_INSERT_TAIL(&stailq_ok, c, q);
  TAILQ_INSERT_TAIL(&tailq_ok, d, t);
  RB_INSERT(tree, &tree_ok, e);
}
void shrink_ok(struct item *item, struct member *member) {
  SLIST_REMOVE(&slist_ok, item, item, s);
  SLIST_REMOVE_HEAD(&removed_head_ok, s);
  LIST_REMOVE(member, l); /* whose it is, is not said: of all lists of its type */
  STAILQ_REMOVE_HEAD(&stailq_ok, q);
  TAILQ_REMOVE(&tailq_ok, item, t);
  RB_REMOVE(tree, &tree_ok, item);
}
