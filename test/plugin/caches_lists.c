// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Lists of one's own: what is linked at a head, and every way in which a node is unlinked.
#include <stdlib.h>
#include <string.h>

struct a { struct a *next; char *name; };
struct b { struct b *next; char *name; };
struct c { struct c *next; char *name; };
struct d { struct d *next, *prev; char *name; };
struct e { struct e *next; char *name; };
struct f { struct f *next; char *name; };
static struct a *list_bad, *bucket_bad[64];
static struct b *popped_ok;
static struct c *unlinked_ok;
static struct d *doubly_ok;
static struct e *freed_ok, *bucket_ok[64];
static struct f *few_ok;
static int count;

void link_bad(const char *name) {
  struct a *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = list_bad;
  list_bad = node; // expected-warning {{'list_bad'}}
}
void bucket(const char *name, unsigned hash) {
  struct a *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = bucket_bad[hash % 64];
  bucket_bad[hash % 64] = node; // expected-warning {{'bucket_bad'}}
}
int find(const char *name) { /* looking does not unlink */
  for (struct a *node = list_bad; node; node = node->next)
    if (strcmp(node->name, name) == 0)
      return 1;
  return 0;
}
static struct h { struct h *next; char *name; } *FN_found;
void FN_link(const char *name) {
  struct h *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = FN_found;
  FN_found = node;
}
struct h *FN_find(const char *name) { /* FIXME: an element that is returned is not told from the list */
  struct h *node = FN_found;
  while (node && strcmp(node->name, name) != 0)
    node = node->next;
  return node;
}

void push_ok(const char *name) {
  struct b *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = popped_ok;
  popped_ok = node;
}
struct b *pop_ok(void) {
  struct b *node = popped_ok;
  if (node)
    popped_ok = node->next;
  return node;
}

void link_ok(const char *name) {
  struct c *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = unlinked_ok;
  unlinked_ok = node;
}
void unlink_ok(const char *name) {
  for (struct c **at = &unlinked_ok; *at; at = &(*at)->next)
    if (strcmp((*at)->name, name) == 0) {
      *at = (*at)->next;
      break;
    }
}

void link_doubly_ok(const char *name) {
  struct d *node = malloc(sizeof *node);
  node->name = strdup(name);
  node->prev = NULL;
  node->next = doubly_ok;
  doubly_ok = node;
}
void unlink_doubly_ok(struct d *node) {
  if (node->prev)
    node->prev->next = node->next;
  if (node->next)
    node->next->prev = node->prev;
}

void link_freed_ok(const char *name, unsigned hash) {
  struct e *node = malloc(sizeof *node), *other = malloc(sizeof *other);
  node->name = strdup(name);
  node->next = freed_ok;
  freed_ok = node;
  other->next = bucket_ok[hash % 64];
  bucket_ok[hash % 64] = other;
}
void free_ok(struct e *node) {
  free(node->name);
  free(node);
}

void link_few_ok(const char *name) {
  struct f *node;
  if (count >= 10)
    return;
  node = malloc(sizeof *node);
  node->name = strdup(name);
  node->next = few_ok;
  few_ok = node;
  count++;
}
