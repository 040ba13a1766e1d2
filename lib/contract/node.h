/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A YAML document as a tree with the place of each node: what is allowed of YAML in a pack, and no more. */
#ifndef LIEN_CONTRACT_NODE_H
#define LIEN_CONTRACT_NODE_H

#include "lien/base.h"

enum lien_node_type { LIEN_SCALAR, LIEN_SEQUENCE, LIEN_MAPPING };

struct lien_node {
  enum lien_node_type type;
  unsigned line, column; /* from 1 */
  unsigned quote;        /* 1: the text begins one column later */
  const char *text;      /* scalars: terminated, without other NULs; "" of others */
  size_t size;
  const struct lien_node *first, *next; /* of a mapping: key, value, key, value ...; keys are scalars, and differ */
  size_t count;                         /* items or pairs */
};

/* Reads the one document of text. The tree is the caller's. NULL on error. */
struct lien_tree;
struct lien_tree *lien_tree_read(const char *file, const char *text, size_t size, struct lien_error *err);
const struct lien_node *lien_tree_root(const struct lien_tree *tree);
void lien_tree_free(struct lien_tree *tree);

/* The value of a key, or NULL. */
const struct lien_node *lien_node_value(const struct lien_node *mapping, const char *key);
bool lien_node_is(const struct lien_node *node, const char *text);

#endif
