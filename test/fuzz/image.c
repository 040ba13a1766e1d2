/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Hostile images. The input is a list of patches of 6 bytes (where, what) to a sound image, which keeps its checksum right;
 * or, after a zero byte, an image as it is. What opens is used to the full. */
#include "image.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static const char text[] =
    "pack: a\nversion: { macro: V, shift: 8 }\nkind: k\n"
    "kinds: { k: { noun: n, shared: yes, types: [A, B], immortal: [x] } }\n"
    "formats: { p: { passes: addresses, skip: ' ', units: { O: [borrowed from args], 'O&': [converter, converted] } } }\n"
    "contracts:\n  f(args, fmt, *...): { units: p of fmt, ret: owned }\n"
    "  g(a, *b):\n    - { when: ret == 0, a: stolen by b.list }\n    - { when: ret != 0, b: null }\n"
    "  r(c, d, e, *i): { c: called once with d, e: destroys d, i: id of d, static: drained, d: ended }\n"
    "  T::T(): {}\n  T::T(&r): { this: owned }\naliases: { h: g }\nno contract: { i: reason }\n";

static unsigned char *sound;
static size_t sound_size;

static void make_sound(void) {
  struct lien_builder *builder = lien_builder_new();
  struct lien_error err;
  void *bytes;
  if (!builder || !lien_yaml_read(builder, "t", text, sizeof text - 1, &err) ||
      !lien_builder_finish(builder, &bytes, &sound_size, &err))
    abort();
  lien_builder_free(builder);
  sound = bytes;
}

/* The bytes that the input stands for, malloc'ed. */
static unsigned char *bytes_of(const unsigned char *data, size_t size, size_t *ret_size) {
  bool raw = size && !data[0];
  *ret_size = raw ? size - 1 : sound_size;
  unsigned char *bytes = malloc(*ret_size ? *ret_size : 1);
  if (!bytes)
    abort();
  memcpy(bytes, raw ? data + 1 : sound, *ret_size);
  for (size_t i = raw; !raw && i + 6 <= size; i += 6) {
    size_t at = (data[i] | (size_t)data[i + 1] << 8) % (sound_size - 3);
    memcpy(bytes + at, data + i + 2, 4);
  }
  struct lien_header header;
  if (*ret_size < sizeof header)
    return bytes;
  memcpy(&header, bytes, sizeof header);
  size_t begin = offsetof(struct lien_header, spans);
  memcpy(header.magic, LIEN_IMAGE_MAGIC, sizeof header.magic);
  header.version = LIEN_IMAGE_VERSION;
  header.layout = lien_image_layout();
  header.size = (uint32_t)*ret_size;
  header.checksum = lien_image_checksum(bytes + begin, *ret_size - begin);
  memcpy(bytes, &header, sizeof header);
  return bytes;
}

static void use_contract(const struct lien_image *image, const struct lien_contract *contract, struct lien_buf *out) {
  const struct lien_outcome *outcome = lien_contract_outcomes(image, contract);
  const char *name = lien_contract_name(image, contract);
  lien_contract_of(image, contract->key, name, strlen(name));
  for (unsigned i = 0; i < contract->param_count + 1u; i++)
    lien_buf_puts(out, lien_contract_param(image, contract, i));
  for (unsigned i = 0; i < contract->outcome_count; i++, outcome++) {
    const struct lien_format *format = outcome->format ? lien_image_format(image, outcome->format - 1) : NULL;
    const struct lien_unit *unit = format ? lien_format_unit_at(image, format, "O&", 2) : NULL;
    if (unit && !lien_image_string(image, unit->text)[0])
      abort();
  }
  lien_explain(image, contract, out);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size) {
  if (!sound)
    make_sound();
  size_t image_size;
  unsigned char *bytes = bytes_of(data, size, &image_size);
  struct lien_error err;
  struct lien_image *image = lien_image_open(bytes, image_size, "p", &err);
  if (!image)
    return 0;
  struct lien_buf out = {0};
  for (size_t i = 0; i < lien_image_contract_count(image); i++)
    use_contract(image, lien_image_contract(image, i), &out);
  for (size_t i = 0; i < lien_image_kind_count(image); i++) {
    const struct lien_kind *kind = lien_image_kind(image, i);
    for (unsigned k = 0; k < kind->type_count; k++)
      lien_buf_puts(&out, lien_kind_type(image, kind, k));
    for (unsigned k = 0; k < kind->immortal_count; k++)
      lien_buf_puts(&out, lien_kind_immortal(image, kind, k));
  }
  lien_buf_free(&out);
  lien_image_free(image);
  return 0;
}
