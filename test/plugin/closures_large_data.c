// RUN: %lien_verify -fblocks -analyzer-disable-checker=core.StackAddressEscape -verify-ignore-unexpected=note -analyzer-config lien:Contracts=%S/Inputs/registrations.yaml %s
// In C: a block that copies a large object, and a registration that owns many bytes of which its code uses only a little.
#include "Inputs/registrations.h"

typedef struct frame {
  char pixels[4096];
  int id;
} frame;
void draw(const frame *);
typedef struct film {
  frame frames[16];
  int id;
} film;
void play(const film *);
void log_id(int);

void (^on_tick)(void);
void *_Block_copy(const void *);
#define Block_copy(...) ((__typeof(__VA_ARGS__))_Block_copy((const void *)(__VA_ARGS__)))

void block_bad(frame seen) {
  on_tick = Block_copy(^{ draw(&seen); }); // expected-warning {{this closure, stored in 'on_tick', keeps a copy of 'seen' (4100 bytes) until 'on_tick' is reset}}
}

void block_pointer_ok(const frame *seen) {
  on_tick = Block_copy(^{ draw(seen); });
}

void block_member_ok(frame seen) {
  int id = seen.id;
  on_tick = Block_copy(^{ log_id(id); });
}

static int field(void *data) {
  film *seen = data;
  log_id(seen->id);
  return 0;
}
static int element(void *data) {
  char *bytes = data;
  log_id(bytes[0]);
  return 0;
}
static int nothing(void *data) {
  return 0;
}
static int whole(void *data) {
  play(data);
  return 0;
}
static int each_element(void *data) {
  char *bytes = data;
  for (int i = 0; i < 65536; i++)
    log_id(bytes[i]);
  return 0;
}

void field_bad(void *base, int id) {
  film *seen = block_new(sizeof *seen);
  if (!seen)
    return;
  seen->id = id;
  function_add(base, "f", field, seen, block_free); // expected-warning {{this closure, registered with 'function_add', keeps 'seen' (65604 bytes) alive until it is unregistered, and uses only a small part of it}}
}

void element_bad(void *base) {
  char *bytes = block_new(65536);
  if (!bytes)
    return;
  bytes[0] = 1;
  function_add(base, "f", element, bytes, block_free); // expected-warning {{keeps 'bytes' (65536 bytes) alive}}
}

void nothing_bad(void *base) {
  char *bytes = block_new(65536);
  function_add(base, "f", nothing, bytes, block_free); // expected-warning {{keeps 'bytes' (65536 bytes) alive until it is unregistered, and does not use it}}
}

void whole_ok(void *base) {
  film *seen = block_new(sizeof *seen);
  function_add(base, "f", whole, seen, block_free);
}

void each_element_ok(void *base) {
  char *bytes = block_new(65536);
  function_add(base, "f", each_element, bytes, block_free);
}

void given_to_others_too_ok(void *base) {
  char *bytes = block_new(65536);
  unseen(bytes); // who else uses it is not known
  function_add(base, "f", element, bytes, block_free);
}

void small_ok(void *base) {
  char *bytes = block_new(4096); // less than 64 KiB
  function_add(base, "f", element, bytes, block_free);
}

void unknown_ok(void *base, unsigned long size) {
  char *bytes = block_new(size);
  function_add(base, "f", element, bytes, block_free);
}
