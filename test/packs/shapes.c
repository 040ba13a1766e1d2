/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: a pack says something of every listed function (a contract, an alias, or why not), and what it says fits the function's
 * prototype: as many parameters, something about a result that is an object, `*name` only where an address is handed over.
 * Usage: shapes PACK NAMES; names.py makes NAMES, and says what its letters mean. */
#include "lien/contract.h"

#include <stdlib.h>
#include <string.h>

struct shape {
  char name[128];
  char result;
  char params[64];
  size_t count;
  bool variadic;
};

/* NAME RESULT:PARAMETERS VERSION... */
static bool shape_read(const char *line, struct shape *ret) {
  char text[64];
  if (sscanf(line, "%127s %c:%63s", ret->name, &ret->result, text) < 2)
    return false;
  if (sscanf(line, "%*s %*c:%63s", text) != 1 || strstr(line, ": "))
    text[0] = '\0';
  char *dots = strstr(text, "...");
  ret->variadic = dots != NULL;
  ret->count = dots ? (size_t)(dots - text) : strlen(text);
  memcpy(ret->params, text, sizeof text);
  return true;
}

/* NULL, or what is wrong about one effect. */
static const char *effect_error(const struct shape *shape, const struct lien_effect *effect) {
  unsigned root = effect->place.root;
  if (root == LIEN_PLACE_RET)
    return shape->result == '-' ? "says something of a result, but there is none" : NULL;
  if (root >= LIEN_PLACE_MAX_PARAM || root >= shape->count || effect->place.field)
    return NULL;
  if (effect->place.deref && shape->params[root] == 'o')
    return "takes an object for the address of one ('*' is too much)";
  if (!effect->place.deref && shape->params[root] == 'O' && effect->verb != LIEN_UNCHANGED)
    return "takes the address of an object for an object ('*' is missing)";
  return NULL;
}

static const char *rows_error(const struct lien_image *image, const struct lien_contract *contract, const struct shape *shape) {
  const struct lien_outcome *rows = lien_contract_outcomes(image, contract);
  bool on_result = false;
  for (unsigned i = 0; i < contract->outcome_count; i++)
    for (unsigned j = 0; j < rows[i].effect_count; j++) {
      const struct lien_effect *effect = &lien_outcome_effects(image, &rows[i])[j];
      const char *error = effect_error(shape, effect);
      if (error)
        return error;
      on_result |= effect->place.root == LIEN_PLACE_RET;
    }
  return shape->result == 'o' && !on_result ? "says nothing of the object that is the result" : NULL;
}

static const char *contract_error(const struct lien_image *image, const struct shape *shape) {
  const struct lien_contract *contract = lien_contract_of(image, LIEN_KEY_FUNCTION, shape->name, strlen(shape->name));
  if (!contract)
    return "is not in the pack";
  if (contract->reason)
    return NULL;
  if (contract->variadic ? contract->param_count > shape->count : contract->param_count != shape->count || shape->variadic)
    return "has another number of parameters";
  return rows_error(image, contract, shape);
}

/* The lines of a name stand together: its contract must fit one of them. */
static int check(const struct lien_image *image, FILE *names) {
  struct shape shape, last = {0};
  const char *error = NULL;
  char line[256];
  int failed = 0, count = 0;
  do {
    bool more = fgets(line, sizeof line, names) != NULL;
    if (more && line[0] == '#')
      continue;
    if (more && !shape_read(line, &shape))
      return fprintf(stderr, "FAILED: not a line of names.py: %s", line), 1;
    bool same = more && strcmp(shape.name, last.name) == 0;
    if (error && !same && ++failed)
      fprintf(stderr, "FAILED: %s %s\n", last.name, error);
    const char *now = more ? contract_error(image, &shape) : NULL;
    error = same && !error ? NULL : now;
    last = shape;
    count += more;
  } while (!feof(names));
  printf("%d shapes, %d failures\n", count, failed);
  return failed || !count;
}

int main(int argc, char **argv) {
  struct lien_error err;
  struct lien_image *image = argc == 3 ? lien_image_map(argv[1], &err) : NULL;
  FILE *names = image ? fopen(argv[2], "r") : NULL;
  if (!names) {
    fprintf(stderr, "FAILED: %s\n", argc != 3 ? "usage: shapes PACK NAMES" : !image ? err.text : "no names");
    lien_image_free(image);
    return 2;
  }
  int result = check(image, names);
  fclose(names);
  lien_image_free(image);
  return result;
}
