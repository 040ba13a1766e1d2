// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rule: the contracts of Jansson do on a path what the library does.
// RUN: %lien_verify %s
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

json_t *set_bad(void) {
  json_t *object = json_object();
  json_object_set(object, "key", json_integer(1));
  return object; // expected-warning{{Leaked reference: the result of 'json_integer'}}
}

json_t *set_new_ok(void) {
  json_t *object = json_object();
  json_object_set_new(object, "key", json_integer(1));
  json_object_set_new(object, "true", json_true());
  return object;
}

json_t *set_new_fails_bad(void) {
  json_t *object = json_object(), *value = json_integer(1);
  if (json_object_set_new(object, "key", value)) {
    json_decref(value); // expected-warning{{'value' is released a second time}}
    json_decref(object);
    return NULL;
  }
  return object;
}

void getter_bad(json_t *object) {
  json_t *value = json_object_get(object, "key");
  json_decref(value); // expected-warning{{'value' is borrowed}}
}

// FIXME: the text is borrowed from a value that is borrowed from root.
void FN_text_of_member_bad(const char *text) {
  json_t *root = json_loads(text, 0, NULL);
  const char *name = json_string_value(json_object_get(root, "name"));
  json_decref(root);
  puts(name);
}

void text_of_member_ok(const char *text) {
  json_t *root = json_loads(text, 0, NULL);
  const char *name = json_string_value(json_object_get(root, "name"));
  if (name)
    puts(name);
  json_decref(root);
}

void iterate_ok(json_t *object) {
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value) printf("%s %lld\n", key, (long long)json_integer_value(value));
}

void true_ok(int truth) {
  json_t *value = json_boolean(truth);
  if (json_is_true(value))
    puts("true");
}

void update_new_ok(json_t *object) { json_object_update_new(object, json_pack("{s:i}", "a", 1)); }

// FIXME: what the cleanup attribute calls is not seen.
void FP_auto_ok(const char *text) {
  json_auto_t *root = json_loads(text, 0, NULL);
  if (root)
    puts("read"); // expected-warning{{Leaked reference: 'root'}}
}

void dumps_bad(json_t *value) {
  char *text = json_dumps(value, 0);
  if (text)
    puts(text);
} // expected-warning{{Leaked memory block: 'text'}}

void dumps_ok(json_t *value) {
  char *text = json_dumps(value, 0);
  if (text)
    puts(text);
  free(text);
}
