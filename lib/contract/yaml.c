/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* A pack: its head, and its sections in the order in which they need each other. */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

/* `version: { macro: PY_VERSION_HEX, shift: 16 }` */
static bool read_version(struct lien_reader *reader, const struct lien_node *node, struct lien_pack *pack) {
  if (!lien_reader_expect(reader, node, LIEN_MAPPING, "{ macro: NAME, shift: BITS }") ||
      !lien_reader_keys(reader, node, "|macro|shift|", "version"))
    return false;
  const struct lien_node *macro = lien_node_value(node, "macro"), *shift = lien_node_value(node, "shift");
  if (!macro)
    return lien_reader_fail(reader, node, 0, "expected 'macro: NAME', the macro whose value is the version");
  if (!lien_reader_identifier(reader, macro, "a macro's name"))
    return false;
  pack->version_macro = lien_reader_string(reader, macro);
  if (!shift)
    return true;
  struct lien_cursor cursor = lien_cursor_at(reader, shift);
  int64_t bits = -1;
  if (!lien_cursor_number(&cursor, &bits) || !lien_cursor_ended(&cursor) || bits < 0 || bits > 63)
    return lien_reader_fail(reader, shift, 0,
                            "expected a number of bits, from 0 to 63, so that (macro >> shift) is major << 8 | minor");
  pack->version_shift = (uint32_t)bits;
  return true;
}

/* What stands before the sections. Fills reader->pack. A pack may stand in several files: the version and the kind of the first
 * hold in those that continue it; `claims: unknown` holds in its own file. */
static bool read_head(struct lien_reader *reader, const struct lien_node *root) {
  static const char keys[] = "|pack|version|kind|kinds|formats|contracts|aliases|no contract|claims|";
  if (!lien_reader_expect(reader, root, LIEN_MAPPING, "a mapping that begins with 'pack: NAME'") ||
      !lien_reader_keys(reader, root, keys, "a pack"))
    return false;
  const struct lien_node *name = lien_node_value(root, "pack"), *version = lien_node_value(root, "version"),
                         *claims = lien_node_value(root, "claims");
  if (!name)
    return lien_reader_fail(reader, root, 0, "expected 'pack: NAME'");
  if (!lien_reader_expect(reader, name, LIEN_SCALAR, "the pack's name") ||
      (!name->size && !lien_reader_fail(reader, name, 0, "expected the pack's name, not nothing")))
    return false;
  struct lien_builder *builder = reader->builder;
  struct lien_pack pack = {.name = lien_reader_string(reader, name),
                           .file = lien_builder_string(builder, reader->file, strlen(reader->file)),
                           .default_kind = LIEN_NO_KIND};
  uint32_t *earlier = lien_builder_find(builder, LIEN_SORT_PACK, pack.name);
  if (earlier) {
    const struct lien_pack *begun = lien_builder_at(builder, LIEN_PACKS, *earlier);
    pack.version_macro = begun->version_macro;
    pack.version_shift = begun->version_shift;
    pack.default_kind = begun->default_kind;
  }
  if (version && !read_version(reader, version, &pack))
    return false;
  if (claims && !lien_node_is(claims, "unknown"))
    return lien_reader_fail(reader, claims, 0, "expected 'unknown' after 'claims:'");
  pack.claims_unknown = claims != NULL;
  reader->versioned = pack.version_macro != 0;
  reader->default_kind = pack.default_kind;
  reader->pack = lien_builder_add(builder, LIEN_PACKS, &pack);
  if (reader->pack >= UINT16_MAX)
    return lien_reader_fail(reader, root, 0, "more packs than one image can hold");
  if (!earlier)
    lien_builder_set(builder, LIEN_SORT_PACK, pack.name, reader->pack);
  return !builder->failed || lien_reader_memory(reader);
}

/* `kind: pyobject`, a kind of this pack or of an earlier one. */
static bool read_default_kind(struct lien_reader *reader, const struct lien_node *root) {
  const struct lien_node *kind = lien_node_value(root, "kind");
  if (!kind)
    return true;
  if (!lien_reader_identifier(reader, kind, "a kind's name"))
    return false;
  uint16_t index;
  if (!lien_kind_read(reader, kind, 0, (struct lien_word){.text = kind->text, .size = kind->size}, &index))
    return false;
  reader->default_kind = index;
  ((struct lien_pack *)lien_builder_at(reader->builder, LIEN_PACKS, reader->pack))->default_kind = index;
  return true;
}

static bool read_pack(struct lien_reader *reader, const struct lien_node *root) {
  static const struct {
    const char *key;
    bool (*read)(struct lien_reader *, const struct lien_node *);
  } sections[] = {{"kinds", lien_kinds_section},
                  {"kind", NULL},
                  {"formats", lien_formats_section},
                  {"contracts", lien_contracts_section},
                  {"no contract", lien_no_contract_section},
                  {"aliases", lien_aliases_section}};
  if (!read_head(reader, root))
    return false;
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
    const struct lien_node *section = lien_node_value(root, sections[i].key);
    if (!section)
      continue;
    if (!(sections[i].read ? sections[i].read(reader, section) : read_default_kind(reader, root)))
      return false;
  }
  return !reader->builder->failed || lien_reader_memory(reader);
}

bool lien_yaml_read(struct lien_builder *builder, const char *file, const char *text, size_t size, struct lien_error *err) {
  struct lien_tree *tree = lien_tree_read(file, text, size, err);
  struct lien_reader reader = {.builder = builder,
                               .file = file,
                               .err = err,
                               .default_kind = LIEN_NO_KIND,
                               .rows.item = sizeof(struct lien_row),
                               .effects.item = sizeof(struct lien_effect),
                               .tests.item = sizeof(struct lien_test)};
  bool ok = tree && read_pack(&reader, lien_tree_root(tree));
  lien_tree_free(tree);
  free(reader.rows.data);
  free(reader.effects.data);
  free(reader.tests.data);
  builder->broken |= !ok;
  return ok;
}
