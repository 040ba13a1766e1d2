/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* From YAML's events to a tree. Refused here: a second document, anchors and aliases, tags, keys that are no scalars or stand
 * twice in a mapping, NUL characters, and nesting that no pack needs. */
#include "node.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum { LIEN_DEPTH = 16 };

struct block {
  struct block *next;
  size_t used, size;
  max_align_t data[];
};

struct lien_tree {
  struct block *blocks;
  struct lien_node *root;
};

struct parse {
  struct lien_tree *tree;
  const char *file;
  struct lien_error *err;
  struct lien_node *open[LIEN_DEPTH]; /* collections that are not yet ended */
  struct lien_node *last[LIEN_DEPTH]; /* their last child */
  unsigned depth;
};

static void *allocate(struct lien_tree *tree, size_t size) {
  size = (size + sizeof(max_align_t) - 1) / sizeof(max_align_t) * sizeof(max_align_t);
  if (!tree->blocks || tree->blocks->size - tree->blocks->used < size) {
    size_t capacity = size > 32768 ? size : 32768;
    struct block *block = malloc(sizeof *block + capacity);
    if (!block)
      return NULL;
    *block = (struct block){.next = tree->blocks, .size = capacity};
    tree->blocks = block;
  }
  void *place = (char *)tree->blocks->data + tree->blocks->used;
  tree->blocks->used += size;
  return place;
}

void lien_tree_free(struct lien_tree *tree) {
  if (!tree)
    return;
  for (struct block *block = tree->blocks, *next; block; block = next) {
    next = block->next;
    free(block);
  }
  free(tree);
}

const struct lien_node *lien_tree_root(const struct lien_tree *tree) {
  return tree->root;
}

static bool fail(struct parse *parse, yaml_mark_t mark, const char *text) {
  return lien_fail(parse->err, parse->file, (unsigned)mark.line + 1, (unsigned)mark.column + 1, "%s", text);
}

/* Adds a node below the innermost open collection. NULL on error. */
static struct lien_node *add(struct parse *parse, enum lien_node_type type, const yaml_event_t *event) {
  yaml_mark_t mark = event->start_mark;
  struct lien_node *up = parse->depth ? parse->open[parse->depth - 1] : NULL;
  bool is_key = up && up->type == LIEN_MAPPING && up->count % 2 == 0; /* until its end a mapping counts keys and values */
  if (is_key && type != LIEN_SCALAR) {
    fail(parse, mark, "expected a key that is one text (quote it when it begins with '{' or '[')");
    return NULL;
  }
  struct lien_node *node = allocate(parse->tree, sizeof *node);
  if (!node) {
    fail(parse, mark, "out of memory");
    return NULL;
  }
  *node = (struct lien_node){.type = type, .line = (unsigned)mark.line + 1, .column = (unsigned)mark.column + 1, .text = ""};
  if (!up)
    parse->tree->root = node;
  else if (up->count++)
    parse->last[parse->depth - 1]->next = node;
  else
    up->first = node;
  if (up)
    parse->last[parse->depth - 1] = node;
  return node;
}

static bool add_scalar(struct parse *parse, const yaml_event_t *event) {
  const char *text = (const char *)event->data.scalar.value;
  size_t size = event->data.scalar.length;
  if (event->data.scalar.anchor || event->data.scalar.tag)
    return fail(parse, event->start_mark, "anchors ('&') and tags ('!') are not used in packs: quote a text that begins so");
  if (memchr(text, '\0', size))
    return fail(parse, event->start_mark, "a text may not contain a NUL character");
  struct lien_node *node = add(parse, LIEN_SCALAR, event);
  if (!node)
    return false;
  char *copy = allocate(parse->tree, size + 1);
  if (!copy)
    return fail(parse, event->start_mark, "out of memory");
  memcpy(copy, text, size);
  copy[size] = '\0';
  node->text = copy;
  node->size = size;
  node->quote = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  return true;
}

static bool begin(struct parse *parse, enum lien_node_type type, const yaml_event_t *event, bool decorated) {
  if (decorated)
    return fail(parse, event->start_mark, "anchors ('&') and tags ('!') are not used in packs");
  if (parse->depth == LIEN_DEPTH)
    return fail(parse, event->start_mark, "is nested deeper than anything in a pack");
  struct lien_node *node = add(parse, type, event);
  if (!node)
    return false;
  parse->open[parse->depth] = node;
  parse->last[parse->depth++] = NULL;
  return true;
}

static int compare_keys(const void *a, const void *b) {
  const struct lien_node *x = *(const struct lien_node *const *)a, *y = *(const struct lien_node *const *)b;
  int order = strcmp(x->text, y->text);
  if (order)
    return order;
  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return x->column < y->column ? -1 : x->column > y->column;
}

static bool end_mapping(struct parse *parse, struct lien_node *mapping) {
  mapping->count /= 2;
  if (mapping->count < 2)
    return true;
  const struct lien_node **keys = malloc(mapping->count * sizeof *keys);
  if (!keys)
    return lien_fail(parse->err, parse->file, mapping->line, mapping->column, "out of memory");
  size_t count = 0;
  for (const struct lien_node *key = mapping->first; key; key = key->next->next)
    keys[count++] = key;
  qsort(keys, count, sizeof *keys, compare_keys);
  const struct lien_node *twice = NULL, *before = NULL; /* the first of the file */
  for (size_t i = 1; i < count; i++)
    if (strcmp(keys[i - 1]->text, keys[i]->text) == 0 && (!twice || keys[i]->line < twice->line)) {
      twice = keys[i];
      before = keys[i - 1];
    }
  free(keys);
  if (!twice)
    return true;
  return lien_fail(parse->err, parse->file, twice->line, twice->column,
                   "'%s' stands twice in one mapping: it is at line %u already", twice->text, before->line);
}

static bool take(struct parse *parse, const yaml_event_t *event) {
  switch (event->type) {
  case YAML_DOCUMENT_START_EVENT:
    return !parse->tree->root || fail(parse, event->start_mark, "expected the end: a pack is one YAML document");
  case YAML_ALIAS_EVENT:
    return fail(parse, event->start_mark,
                "a text that begins with '*' is an alias to YAML: quote it ('*' belongs inside a signature)");
  case YAML_SCALAR_EVENT:
    return add_scalar(parse, event);
  case YAML_SEQUENCE_START_EVENT:
    return begin(parse, LIEN_SEQUENCE, event, event->data.sequence_start.anchor || event->data.sequence_start.tag);
  case YAML_MAPPING_START_EVENT:
    return begin(parse, LIEN_MAPPING, event, event->data.mapping_start.anchor || event->data.mapping_start.tag);
  case YAML_SEQUENCE_END_EVENT:
    parse->depth--;
    return true;
  case YAML_MAPPING_END_EVENT:
    return end_mapping(parse, parse->open[--parse->depth]);
  default:
    return true;
  }
}

static bool fail_yaml(struct parse *parse, const yaml_parser_t *parser) {
  yaml_mark_t mark = parser->problem_mark;
  if (parser->error == YAML_MEMORY_ERROR)
    return lien_fail(parse->err, parse->file, 0, 0, "out of memory");
  const char *problem = parser->problem ? parser->problem : "cannot be read";
  if (parser->error == YAML_READER_ERROR)
    return lien_fail(parse->err, parse->file, 0, 0, "is no YAML: %s (at byte %zu)", problem, parser->problem_offset);
  return lien_fail(parse->err, parse->file, (unsigned)mark.line + 1, (unsigned)mark.column + 1, "is no YAML: %s%s%s", problem,
                   parser->context ? ", " : "", parser->context ? parser->context : "");
}

static bool read_events(struct parse *parse, yaml_parser_t *parser) {
  for (bool more = true; more;) {
    yaml_event_t event;
    if (!yaml_parser_parse(parser, &event))
      return fail_yaml(parse, parser);
    more = event.type != YAML_STREAM_END_EVENT;
    bool ok = take(parse, &event);
    yaml_event_delete(&event);
    if (!ok)
      return false;
  }
  if (!parse->tree->root)
    return lien_fail(parse->err, parse->file, 1, 1, "is empty: expected a mapping that begins with 'pack: NAME'");
  return true;
}

struct lien_tree *lien_tree_read(const char *file, const char *text, size_t size, struct lien_error *err) {
  struct lien_tree *tree = calloc(1, sizeof *tree);
  yaml_parser_t parser;
  if (!tree || !yaml_parser_initialize(&parser)) {
    free(tree);
    lien_fail(err, file, 0, 0, "out of memory");
    return NULL;
  }
  yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  struct parse parse = {.tree = tree, .file = file, .err = err};
  bool ok = read_events(&parse, &parser);
  yaml_parser_delete(&parser);
  if (ok)
    return tree;
  lien_tree_free(tree);
  return NULL;
}

const struct lien_node *lien_node_value(const struct lien_node *mapping, const char *key) {
  for (const struct lien_node *node = mapping->first; node; node = node->next->next)
    if (strcmp(node->text, key) == 0)
      return node->next;
  return NULL;
}

bool lien_node_is(const struct lien_node *node, const char *text) {
  return node->type == LIEN_SCALAR && strcmp(node->text, text) == 0;
}
