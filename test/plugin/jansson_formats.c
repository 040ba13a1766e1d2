// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rule: json_pack and json_unpack move claims as their format spells.
// RUN: %lien_verify %s
#include <jansson.h>
#include <stdio.h>

json_t *pack_ok(json_t *shared) { return json_pack("{s:o, s:O, s:i}", "a", json_integer(2), "b", shared, "c", 3); }

json_t *pack_held_bad(json_t *shared) {
  json_t *fresh = json_integer(2);
  return json_pack("{s:O, s:O}", "a", fresh, "b", shared); // expected-warning{{Leaked reference: 'fresh'}}
}

json_t *pack_stolen_ok(void) {
  json_t *fresh = json_integer(2);
  return json_pack("[s#, o?]", "abc", 2, fresh);
}

void unpack_retained_bad(json_t *root) {
  json_t *value;
  if (json_unpack(root, "{s:i, s:O}", "n", &(int){0}, "k", &value) == 0)
    puts("k"); // expected-warning{{Leaked reference: 'value'}}
}

void unpack_retained_ok(json_t *root) {
  json_t *value;
  if (json_unpack(root, "{s:O}", "k", &value) == 0) {
    puts("k");
    json_decref(value);
  }
}

void unpack_optional_ok(json_t *root) {
  json_t *value = NULL;
  if (json_unpack(root, "{s?O}", "k", &value) == 0 && value)
    json_decref(value);
}

void unpack_borrowed_bad(json_t *root) {
  json_t *value;
  if (json_unpack(root, "{s:o}", "k", &value) == 0)
    json_decref(value); // expected-warning{{'value' is borrowed}}
}

void unpack_text_bad(const char *text) {
  const char *name;
  json_t *root = json_loads(text, 0, NULL);
  if (!root)
    return;
  if (json_unpack(root, "{s:s}", "name", &name) != 0) {
    json_decref(root);
    return;
  }
  json_decref(root);
  puts(name); // expected-warning{{'name' is used after release: it belonged to 'root'}}
}
