// RUN: %lien_verify %s
// What is only known to be a container is no contract to claims: what is given to it escapes, as to any unknown code.
#include <stdlib.h>
#include <string.h>

typedef struct _GHashTable GHashTable;
int g_hash_table_insert(GHashTable *table, void *key, void *value);
void *g_hash_table_lookup(GHashTable *table, const void *key);

void stored_ok(GHashTable *table, const char *name) {
  char *key = strdup(name);
  g_hash_table_insert(table, key, malloc(8));
}

void looked_up_bad(GHashTable *table, const char *name) {
  char *key = strdup(name);
  g_hash_table_lookup(table, key); // by `const void *`
} // expected-warning {{Leaked memory block: 'key'}}
