// RUN: %clang -fsyntax-only -w -fplugin=%plugin -fplugin-arg-lien-output=%t %s && FileCheck %s < %t
// A list of one's own from which nodes are taken, whichever way.
#include <stdlib.h>

struct node { struct node *next; int id; };
static struct node *head;

void link_ok(int id) {
  struct node *node = malloc(sizeof *node);
  node->id = id;
  node->next = head;
  head = node;
}
// CHECK-DAG: {"type":"site","root":"{{.*}}:head","sort":"growth","function":"link_ok"

void first_ok(void) {
  struct node *node = head;
  head = node->next;
  free(node);
}
// CHECK-DAG: {"type":"site","root":"{{.*}}:head","sort":"shrink","function":"first_ok"

void middle_ok(int id) {
  for (struct node **link = &head; *link; link = &(*link)->next)
    if ((*link)->id == id) {
      *link = (*link)->next;
      return;
    }
}
// CHECK-DAG: {"type":"site","root":"{{.*}}:head","sort":"shrink","function":"middle_ok"
