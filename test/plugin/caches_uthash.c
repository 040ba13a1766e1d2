// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// uthash: macros that are handed the head of a table.
#include <stdlib.h>
#include <string.h>
typedef struct UT_hash_handle { void *next, *prev; const void *key; unsigned keylen; } UT_hash_handle;
#define HASH_ADD_KEYPTR(hh, head, keyptr, keylen_in, add)                                                              \
  do {                                                                                                                 \
    (add)->hh.key = (keyptr);                                                                                          \
    (add)->hh.keylen = (unsigned)(keylen_in);                                                                          \
    (add)->hh.next = (head);                                                                                           \
    (head) = (add);                                                                                                    \
  } while (0)
#define HASH_ADD(hh, head, field, length, add) HASH_ADD_KEYPTR(hh, head, &((add)->field), length, add)
#define HASH_ADD_STR(head, field, add) HASH_ADD(hh, head, field[0], strlen((add)->field), add)
#define HASH_ADD_INT(head, field, add) HASH_ADD(hh, head, field, sizeof(int), add)
#define HASH_DELETE(hh, head, del)                                                                                     \
  do {                                                                                                                 \
    if ((head) == (del))                                                                                               \
      (head) = (del)->hh.next;                                                                                         \
  } while (0)
#define HASH_DEL(head, del) HASH_DELETE(hh, head, del)
#define HASH_CLEAR(hh, head)                                                                                           \
  do {                                                                                                                 \
    (head) = NULL;                                                                                                     \
  } while (0)
#define HASH_COUNT(head) ((head) ? (head)->hh.keylen : 0U)

struct user { int id; char name[32]; UT_hash_handle hh; };
static struct user *names_bad, *numbers_bad, *deleted_ok, *cleared_ok, *limited_ok;

static struct user *make(int id, const char *name) {
  struct user *user = malloc(sizeof *user);
  user->id = id;
  strncpy(user->name, name, 31);
  return user;
}

void grow_bad(int id, const char *name) {
  struct user *first = make(id, name), *second = make(id, name);
  HASH_ADD_STR(names_bad, name, first);   // expected-warning {{'names_bad'}}
  HASH_ADD_INT(numbers_bad, id, second);  // expected-warning {{'numbers_bad'}}
}
void grow_ok(int id, const char *name) {
  struct user *first = make(id, name), *second = make(id, name), *third = make(id, name);
  HASH_ADD_STR(deleted_ok, name, first);
  HASH_ADD_INT(cleared_ok, id, second);
  if (HASH_COUNT(limited_ok) < 100)
    HASH_ADD_INT(limited_ok, id, third);
  else
    free(third);
}
void shrink_ok(struct user *user) {
  HASH_DEL(deleted_ok, user);
  HASH_CLEAR(hh, cleared_ok);
}
