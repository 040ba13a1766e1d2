/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Rule: an image is what was read, and no damage to one leads a reader astray. */
#include "contract.h"
#include "image.h"

#include <unistd.h>

static const char text[] =
    "pack: a\nversion: { macro: V, shift: 8 }\n"
    "kinds: { k: { noun: n, shared: yes, types: [A, B], immortal: [x] } }\nkind: k\n"
    "formats: { p: { passes: addresses, units: { O: [borrowed from args], 'O&': [converter, converted] } } }\n"
    "contracts:\n"
    "  f(args, fmt, *...): { units: p of fmt, ret: owned }\n"
    "  g(a, *b):\n    - { when: ret == 0, a: stolen by b.list }\n    - { when: ret != 0, b: null }\n"
    "  r(c, d, e, *i): { c: called once with d, e: destroys d, i: id of d, static: drained, d: ended }\n"
    "  T::T(): {}\n  T::T(&r): { this: owned }\n"
    "aliases: { h: g }\nno contract: { i: reason }\n";

/* Fresh bytes of an image of `text`. */
static unsigned char *make(size_t *ret_size) {
  struct lien_builder *builder = lien_builder_new();
  struct lien_error err;
  void *bytes = NULL;
  assert_true(lien_yaml_read(builder, "t.yaml", text, strlen(text), &err));
  assert_true(lien_builder_finish(builder, &bytes, ret_size, &err));
  lien_builder_free(builder);
  return bytes;
}

/* Makes the checksum right again, so that the damage reaches the validator. */
static void sign(unsigned char *bytes, size_t size) {
  struct lien_header header;
  memcpy(&header, bytes, sizeof header);
  size_t begin = offsetof(struct lien_header, spans);
  header.checksum = lien_image_checksum(bytes + begin, size - begin);
  memcpy(bytes, &header, sizeof header);
}

/* Touches everything that an image offers. */
static void walk(const struct lien_image *image) {
  struct lien_buf out = {0};
  for (size_t i = 0; i < lien_image_contract_count(image); i++) {
    const struct lien_contract *contract = lien_image_contract(image, i);
    const char *name = lien_contract_name(image, contract);
    lien_contract_of(image, contract->key, name, strlen(name));
    lien_explain(image, contract, &out);
    for (unsigned k = 0; k < contract->outcome_count; k++) {
      uint32_t format = lien_contract_outcomes(image, contract)[k].format;
      if (format)
        lien_format_unit_at(image, lien_image_format(image, format - 1), "O&", 2);
    }
  }
  for (size_t i = 0; i < lien_image_kind_count(image); i++) {
    const struct lien_kind *kind = lien_image_kind(image, i);
    for (unsigned k = 0; k < kind->type_count; k++)
      lien_buf_puts(&out, lien_kind_type(image, kind, k));
    for (unsigned k = 0; k < kind->immortal_count; k++)
      lien_buf_puts(&out, lien_kind_immortal(image, kind, k));
  }
  for (size_t i = 0; i < lien_image_pack_count(image); i++)
    lien_buf_puts(&out, lien_image_string(image, lien_image_pack(image, i)->file));
  lien_buf_free(&out);
}

static void an_image_is_mapped(void **state) {
  size_t size;
  unsigned char *bytes = make(&size);
  char path[] = "/tmp/lien-test-XXXXXX";
  int fd = mkstemp(path);
  assert_true(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
  close(fd);
  free(bytes);
  struct lien_error err;
  struct lien_image *image = lien_image_map(path, &err);
  unlink(path);
  assert_non_null(image);
  assert_ptr_equal(function(image, "h"), function(image, "g"));
  assert_int_equal(effect_at(image, "g", 0, 0)->verb, LIEN_STOLEN);
  walk(image);
  lien_image_free(image);
}

static void what_is_missing_or_no_file(void **state) {
  struct lien_error err;
  assert_null(lien_image_map("/nowhere/lien.pack", &err));
  assert_string_equal(err.file, "/nowhere/lien.pack");
  assert_string_equal(err.text, "cannot be read: No such file or directory");
  assert_null(lien_image_map("/tmp", &err));
  assert_non_null(strstr(err.text, "is no compiled pack"));
  assert_null(lien_image_map("/dev/null", &err));
  assert_non_null(strstr(err.text, "is no compiled pack"));
}

static void an_empty_pack_is_an_image(void **state) {
  struct lien_image *image = read_ok("pack: x\n");
  assert_null(contract_of(image, LIEN_KEY_FUNCTION, "f"));
  assert_null(contract_of(image, LIEN_KEY_FUNCTION, ""));
  walk(image);
  lien_image_free(image);
}

static void expect_damage(unsigned char *bytes, size_t size, const char *wanted) {
  struct lien_error err;
  assert_null(lien_image_open(bytes, size, "p", &err));
  if (!strstr(err.text, wanted))
    fail_msg("wanted %s\n   got %s", wanted, err.text);
}

static void each_damage_has_its_message(void **state) {
  size_t size;
  unsigned char *bytes = make(&size);
  expect_damage(bytes, 20, "is too short for a compiled pack");
  bytes = make(&size);
  bytes[0] ^= 1;
  expect_damage(bytes, size, "is no compiled pack");
  bytes = make(&size);
  ((struct lien_header *)bytes)->version++;
  expect_damage(bytes, size, "was compiled by another version of Lien");
  bytes = make(&size);
  ((struct lien_header *)bytes)->layout++;
  expect_damage(bytes, size, "was compiled by another version of Lien");
  bytes = make(&size);
  expect_damage(bytes, size - 1, "its size is not what its header says");
  bytes = make(&size);
  bytes[size - 1] ^= 1;
  expect_damage(bytes, size, "its checksum does not match");
  bytes = make(&size);
  ((struct lien_header *)bytes)->spans[LIEN_TESTS].count = 1 << 30;
  sign(bytes, size);
  expect_damage(bytes, size, "a section lies outside of it");
  bytes = make(&size);
  uint32_t contracts = ((struct lien_header *)bytes)->spans[LIEN_CONTRACTS].offset;
  ((struct lien_contract *)(bytes + contracts))->first_outcome = 1 << 30;
  sign(bytes, size);
  expect_damage(bytes, size, "an index in it leads nowhere");
}

static void a_chain_of_overloads_that_goes_back_is_refused(void **state) {
  size_t size;
  unsigned char *bytes = make(&size);
  struct lien_header *header = (struct lien_header *)bytes;
  struct lien_contract *contracts = (struct lien_contract *)(bytes + header->spans[LIEN_CONTRACTS].offset);
  contracts[header->spans[LIEN_CONTRACTS].count - 1].overload = 1;
  sign(bytes, size);
  expect_damage(bytes, size, "an index in it leads nowhere");
}

/* Opens a copy; what opens must be safe to use. The sanitizers see the rest. */
static unsigned try_copy(const unsigned char *bytes, size_t size, size_t length, size_t at, unsigned char flip) {
  unsigned char *copy = malloc(size ? size : 1);
  memcpy(copy, bytes, length);
  if (at < length)
    copy[at] ^= flip;
  if (length >= sizeof(struct lien_header)) {
    ((struct lien_header *)copy)->size = (uint32_t)length;
    sign(copy, length);
  }
  struct lien_error err;
  struct lien_image *image = lien_image_open(copy, length, "p", &err);
  if (image)
    walk(image);
  lien_image_free(image);
  return image != NULL;
}

static void truncated_images_do_no_harm(void **state) {
  size_t size;
  unsigned char *bytes = make(&size);
  assert_int_equal(try_copy(bytes, size, size, size, 0), 1);
  for (size_t length = 0; length < size; length++)
    try_copy(bytes, size, length, length, 0);
  free(bytes);
}

static void flipped_bits_do_no_harm(void **state) {
  size_t size;
  unsigned char *bytes = make(&size);
  unsigned opened = 0, refused = 0;
  for (size_t at = 0; at < size; at++)
    for (unsigned bit = 0; bit < 8; bit++) {
      unsigned ok = try_copy(bytes, size, size, at, (unsigned char)(1 << bit));
      opened += ok;
      refused += !ok;
    }
  free(bytes);
  assert_true(opened > 100);  /* letters of names, numbers of lines */
  assert_true(refused > 100); /* offsets, counts */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_image_is_mapped),
      cmocka_unit_test(what_is_missing_or_no_file),
      cmocka_unit_test(an_empty_pack_is_an_image),
      cmocka_unit_test(each_damage_has_its_message),
      cmocka_unit_test(a_chain_of_overloads_that_goes_back_is_refused),
      cmocka_unit_test(truncated_images_do_no_harm),
      cmocka_unit_test(flipped_bits_do_no_harm),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
