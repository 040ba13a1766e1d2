// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// GLib's tables, trees, lists, arrays and queues that outlive a call.
typedef struct _GHashTable GHashTable;
typedef struct _GTree GTree;
typedef struct _GList { void *data; struct _GList *next; } GList;
typedef struct _GSList { void *data; struct _GSList *next; } GSList;
typedef struct _GPtrArray { void **pdata; unsigned len; } GPtrArray;
typedef struct _GArray { char *data; unsigned len; } GArray;
typedef struct _GQueue { GList *head, *tail; unsigned length; } GQueue;
typedef struct { void *dummy[6]; } GHashTableIter;
typedef int (*GHRFunc)(void *, void *, void *);
int g_hash_table_insert(GHashTable *, void *, void *);
int g_hash_table_add(GHashTable *, void *);
int g_hash_table_remove(GHashTable *, const void *);
unsigned g_hash_table_foreach_remove(GHashTable *, GHRFunc, void *);
void g_hash_table_iter_init(GHashTableIter *, GHashTable *);
int g_hash_table_iter_next(GHashTableIter *, void **, void **);
void g_hash_table_iter_remove(GHashTableIter *);
void g_hash_table_iter_steal(GHashTableIter *);
void g_hash_table_destroy(GHashTable *);
GHashTable *g_hash_table_new(void *, void *);
void g_tree_insert(GTree *, void *, void *);
int g_tree_remove(GTree *, const void *);
GList *g_list_prepend(GList *, void *);
GList *g_list_append(GList *, void *);
GList *g_list_remove(GList *, const void *);
GList *g_list_delete_link(GList *, GList *);
GSList *g_slist_prepend(GSList *, void *);
GSList *g_slist_delete_link(GSList *, GSList *);
void g_list_free(GList *);
void g_ptr_array_add(GPtrArray *, void *);
void *g_ptr_array_remove_index_fast(GPtrArray *, unsigned);
void g_ptr_array_set_size(GPtrArray *, int);
GArray *g_array_append_vals(GArray *, const void *, unsigned);
#define g_array_append_val(a, v) g_array_append_vals(a, &(v), 1)
GArray *g_array_set_size(GArray *, unsigned);
void g_queue_push_tail(GQueue *, void *);
void *g_queue_pop_head(GQueue *);

static GHashTable *table_bad, *added_bad, *iterated_bad, *removed_ok, *stolen_ok, *foreach_ok, *iter_ok, *renewed_ok;
static GTree *tree_bad, *tree_ok;
static GList *list_bad, *appended_bad, *list_ok, *link_ok, *freed_ok;
static GSList *slist_bad, *slist_ok;
static GPtrArray *pointers_bad, *pointers_ok, *resized_ok;
static GArray *array_bad, *array_ok;
static GQueue queue_bad, queue_ok, *far_queue_bad;

void grow_bad(char *key, int number) {
  g_hash_table_insert(table_bad, key, key); // expected-warning {{'table_bad' (a GHashTable}}
  g_hash_table_add(added_bad, key); // expected-warning {{'added_bad'}}
  g_hash_table_add(iterated_bad, key); // expected-warning {{'iterated_bad'}}
  g_tree_insert(tree_bad, key, key); // expected-warning {{'tree_bad' (a GTree}}
  list_bad = g_list_prepend(list_bad, key); // expected-warning {{'list_bad' (a GList}}
  appended_bad = g_list_append(appended_bad, key); // expected-warning {{'appended_bad'}}
  slist_bad = g_slist_prepend(slist_bad, key); // expected-warning {{'slist_bad' (a GSList}}
  g_ptr_array_add(pointers_bad, key); // expected-warning {{'pointers_bad' (a GPtrArray}}
  g_array_append_val(array_bad, number); // expected-warning {{'array_bad' (a GArray}}
  g_queue_push_tail(&queue_bad, key); // expected-warning {{'queue_bad' (a GQueue}}
  g_queue_push_tail(far_queue_bad, key); // expected-warning {{'far_queue_bad'}}
}

int look(void) { /* an iterator that takes nothing out */
  GHashTableIter iter;
  int count = 0;
  g_hash_table_iter_init(&iter, iterated_bad);
  while (g_hash_table_iter_next(&iter, 0, 0))
    count++;
  return count;
}

void grow_ok(char *key, int number) {
  g_hash_table_insert(removed_ok, key, key);
  g_hash_table_insert(stolen_ok, key, key);
  g_hash_table_insert(foreach_ok, key, key);
  g_hash_table_insert(iter_ok, key, key);
  g_hash_table_insert(renewed_ok, key, key);
  g_tree_insert(tree_ok, key, key);
  list_ok = g_list_prepend(list_ok, key);
  link_ok = g_list_prepend(link_ok, key);
  freed_ok = g_list_prepend(freed_ok, key);
  slist_ok = g_slist_prepend(slist_ok, key);
  g_ptr_array_add(pointers_ok, key);
  g_ptr_array_add(resized_ok, key);
  g_array_append_val(array_ok, number);
  g_queue_push_tail(&queue_ok, key);
}

static int is_old(void *key, void *value, void *data) { return key == data; }

void shrink_ok(char *key) {
  GHashTableIter iter, other;
  g_hash_table_remove(removed_ok, key);
  g_hash_table_iter_init(&other, stolen_ok);
  if (g_hash_table_iter_next(&other, 0, 0))
    g_hash_table_iter_steal(&other);
  g_hash_table_foreach_remove(foreach_ok, is_old, key);
  g_hash_table_iter_init(&iter, iter_ok);
  while (g_hash_table_iter_next(&iter, 0, 0))
    g_hash_table_iter_remove(&iter);
  g_hash_table_destroy(renewed_ok);
  renewed_ok = g_hash_table_new(0, 0);
  g_tree_remove(tree_ok, key);
  list_ok = g_list_remove(list_ok, key);
  link_ok = g_list_delete_link(link_ok, link_ok);
  g_list_free(freed_ok);
  freed_ok = 0;
  slist_ok = g_slist_delete_link(slist_ok, slist_ok->next);
  g_ptr_array_remove_index_fast(pointers_ok, 0);
  g_ptr_array_set_size(resized_ok, 0);
  g_array_set_size(array_ok, 0);
  g_queue_pop_head(&queue_ok);
}
