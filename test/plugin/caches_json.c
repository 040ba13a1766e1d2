// RUN: %clang -fsyntax-only -fplugin=%plugin -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
// Objects and arrays of jansson and json-c.
typedef __SIZE_TYPE__ size_t;
typedef struct json_t json_t;
struct json_object;
int json_object_set_new(json_t *, const char *, json_t *);
int json_object_set(json_t *, const char *, json_t *);
int json_object_del(json_t *, const char *);
int json_object_clear(json_t *);
size_t json_object_size(const json_t *);
int json_array_append(json_t *, json_t *);
int json_array_remove(json_t *, size_t);
int json_object_object_add(struct json_object *, const char *, struct json_object *);
void json_object_object_del(struct json_object *, const char *);
int json_object_array_add(struct json_object *, struct json_object *);
int json_object_array_del_idx(struct json_object *, size_t, size_t);

static json_t *object_bad, *object_ok, *cleared_ok, *limited_ok, *array_bad, *array_ok;
static struct json_object *obj_bad, *obj_ok, *items_bad, *items_ok;

void grow_bad(const char *key, json_t *value, struct json_object *other) {
  json_object_set(object_bad, key, value); // expected-warning {{'object_bad'}}
  json_array_append(array_bad, value);     // expected-warning {{'array_bad'}}
  json_object_object_add(obj_bad, key, 0); // expected-warning {{'obj_bad'}}
  json_object_array_add(items_bad, other); // expected-warning {{'items_bad'}}
}
void grow_ok(const char *key, json_t *value, struct json_object *other) {
  json_object_set(object_ok, key, value);
  json_object_set(cleared_ok, key, value);
  if (json_object_size(limited_ok) < 100)
    json_object_set(limited_ok, key, value);
  json_array_append(array_ok, value);
  json_object_object_add(obj_ok, key, 0);
  json_object_array_add(items_ok, other);
}
void shrink_ok(const char *key) {
  json_object_del(object_ok, key);
  json_object_clear(cleared_ok);
  json_array_remove(array_ok, 0);
  json_object_object_del(obj_ok, key);
  json_object_array_del_idx(items_ok, 0, 1);
}
