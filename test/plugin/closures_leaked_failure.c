// RUN: %clang -fsyntax-only -fplugin=%plugin -fplugin-arg-lien-contracts=%S/Inputs/registry_failure.yaml -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// A function that takes data over with its destroyer calls it when it fails; who leaves the data to the caller never calls it.
#include "Inputs/registry.h"

typedef struct Table { void *data; Destroy *destroy; int used; } Table;
int check(Table *table, int number);
void complain(const char *);
#define return_if_fail(test) do { if (!(test)) { complain(#test); return 0; } } while (0)

int add_early_bad(Table *table, int number, void *data, Destroy *destroy) {
  if (number < 0)
    return -1; // expected-warning {{'data' is dropped here: this function takes it over with 'destroy', and on this way neither keeps it nor calls 'destroy'}}
  if (!check(table, number)) {
    if (destroy)
      destroy(data);
    return -1;
  }
  table->data = data;
  table->destroy = destroy;
  return 0;
}
unsigned add_goto_bad(Table *table, void *data, Destroy *destroy) {
  unsigned id = 0;
  return_if_fail(table);
  if (table->used)
    goto out;
  table->data = data;
  table->destroy = destroy;
  id = 1;
out:
  return id; // expected-warning {{'data' is dropped here}}
}

int add_ok(Table *table, int number, void *data, Destroy *destroy) {
  return_if_fail(table);
  if (number < 0 || !check(table, number)) {
    if (destroy != NULL)
      destroy(data);
    return -1;
  }
  table->data = data;
  table->destroy = destroy;
  return 0;
}
unsigned add_goto_ok(Table *table, void *data, Destroy *destroy) {
  unsigned id = 0;
  if (table->used)
    goto out;
  table->data = data;
  table->destroy = destroy;
  id = 1;
out:
  if (id == 0 && destroy != NULL)
    destroy(data);
  return id;
}
int left_to_caller_ok(Table *table, int number, void *data, Destroy *destroy) {
  if (number < 0)
    return -1;
  table->data = data;
  table->destroy = destroy;
  return 0;
}
int no_data_ok(Table *table, void *data, Destroy *destroy) {
  if (!data)
    return -1;
  if (table->used) {
    destroy(data);
    return -1;
  }
  table->data = data;
  table->destroy = destroy;
  return 0;
}
int passed_ok(Table *table, int number, void *data, Destroy *destroy) {
  if (number < 0)
    return left_to_caller_ok(table, 0, data, destroy);
  if (number > 9) {
    destroy(data);
    return -1;
  }
  return left_to_caller_ok(table, number, data, destroy);
}
int replaced_ok(Table *table, void *data, Destroy *destroy) {
  if (table->data == data)
    return 0;
  if (table->destroy)
    table->destroy(table->data);
  table->data = data;
  table->destroy = destroy;
  return 1;
}
