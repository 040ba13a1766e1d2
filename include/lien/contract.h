/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Contracts: what functions do with claims, as data.
 *
 * A contract is read from YAML (docs/contracts.md is the manual of that language), from an attribute in source, or found
 * by reading a body; all become the same structs. They live in an *image*: one block of memory without pointers, in which
 * everything is an index or an offset, so that a pack compiled at build time is mapped and used without being parsed.
 *
 *   lien_builder_*   makes an image                                lib/contract/builder.c
 *   lien_yaml_read   reads a YAML pack into a builder              lib/contract/yaml.c
 *                    and finds contradictions                      lib/contract/check.c, cover.c
 *   lien_image_*     opens (maps, validates) and looks up          lib/contract/image.c
 *   lien_explain     says a contract in words                      lib/contract/explain.c
 *
 * An image is validated once when it is opened: afterwards every index in it is in range and every string is terminated,
 * so that readers need no checks of their own. Images are in the byte order of the machine that made them. */
#ifndef LIEN_CONTRACT_H
#define LIEN_CONTRACT_H

#include "lien/base.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- the data ------------------------------------------------------------------------------------------------- */

/* What a contract's key names. */
enum lien_key {
  LIEN_KEY_FUNCTION, /* PyList_Append(list, item); also a static inline function */
  LIEN_KEY_MACRO,    /* macro PyDateTime_FromDate(y, m, d): a call that only its macro's spelling names */
  LIEN_KEY_TYPE,     /* type PyCFunction(self, args): calls through, and bodies used as, this typedef */
  LIEN_KEY_SLOT,     /* slot PyTypeObject.tp_new(type, args, kwargs): calls through, and bodies stored in, a field */
  LIEN_KEY_METHOD    /* std::vector::push_back(x): C++ member; `this` is a place */
};

/* The root of a place. Values below LIEN_PLACE_MAX_PARAM are parameters, counted from 0. */
enum {
  LIEN_PLACE_MAX_PARAM = 0xf0,
  LIEN_PLACE_NONE = 0xff,  /* no place: "borrowed" without a lender */
  LIEN_PLACE_RET = 0xfe,   /* the result */
  LIEN_PLACE_THIS = 0xfd,  /* the object of a C++ method */
  LIEN_PLACE_VAR = 0xfc,   /* each of the variable arguments (or, in a format unit, the unit's own argument) */
  LIEN_PLACE_STATIC = 0xfb,/* as a holder: something that lives as long as the process or the interpreter; as a place
                              (LIEN_ENDED, LIEN_DRAINED): what the process itself keeps registered */
  LIEN_PLACE_NAMED = 0xfa  /* only in a format that is `unbound`: the parameter that `field` names */
};

struct lien_place {
  uint8_t root;
  uint8_t deref;   /* 1: what the parameter points to (`*name` in the signature) */
  uint16_t pad;
  uint32_t field;  /* string: a field of it, or what is known of an object ("key_destroy"); 0: none */
};

/* The verbs of design.md. "caller +1" is said of the code that calls. */
enum lien_verb {
  LIEN_OWNED,    /* caller +1 on a fresh object */
  LIEN_RETAINED, /* caller +1 on an object that others hold too */
  LIEN_RELEASED, /* caller -1 */
  LIEN_STOLEN,   /* caller -1, holder +1 */
  LIEN_HELD,     /* holder +1 */
  LIEN_DROPPED,  /* holder -1 */
  LIEN_BORROWED, /* valid only while the holder holds it; no holder: lender unknown */
  LIEN_LENT,     /* holder is valid only while it lives */
  LIEN_NULL,     /* the place is NULL afterwards */
  LIEN_REPLACED, /* in-out: the old object is released, the new one owned */
  LIEN_EMPTIED,  /* in-out: the old object is released, the place is NULL */
  LIEN_SAME,     /* the place is the object that `holder` names: no movement */
  LIEN_FLOATING, /* GObject: a fresh object whose first claim waits for a sink */
  LIEN_SUNK,     /* caller (or, with a holder, the holder) takes the floating claim, else a claim of its own */
  LIEN_ESCAPED,  /* goes where no contract sees it: tracking stops */
  LIEN_UNCHANGED,/* said to be looked at and left alone (an argument): "not null" and nothing else */
  /* What a container holds. These move no claim. */
  LIEN_GROWN,    /* the place, a container, has an element more */
  LIEN_SHRUNK,   /* ... an element less */
  LIEN_CLEARED,  /* ... none any more */
  LIEN_KEY,      /* the place is the key under which `holder` keeps the element: a second time it does not grow */
  LIEN_SIZE,     /* the place is how many elements `holder` has */
  LIEN_CHANGED,  /* ... is given to code that may put in and take out: nothing is known of it any more */
  /* Which code is registered, with what, and until when. These move no claim either. */
  LIEN_CALLED,   /* the place is code, and is given `holder`, its data, when it runs; no holder: it has none */
  LIEN_DESTROYS, /* the place is code that releases `holder` when the registration ends; NULL: nobody does */
  LIEN_ID,       /* the place names the registration of `holder`: of its data, or of its code when it has none */
  LIEN_ENDED,    /* what the place names (an id, code, data, an owner) is over when the call returns */
  LIEN_DRAINED,  /* what is registered at the place has run, or has been waited for, when the call returns */
  LIEN_VERB_COUNT
};

/* Is it about what a container holds, and not about a claim? */
static inline bool lien_verb_is_of_containers(unsigned verb) {
  return verb >= LIEN_GROWN && verb <= LIEN_CHANGED;
}

/* Is it about code that is registered, and not about a claim? */
static inline bool lien_verb_is_of_closures(unsigned verb) {
  return verb >= LIEN_CALLED && verb <= LIEN_DRAINED;
}

enum {
  LIEN_EFFECT_NOT_NULL = 1, /* never NULL (a result), must not be NULL (an argument) */
  LIEN_EFFECT_MAY_NULL = 2, /* NULL is a documented value, without an exception */
  LIEN_EFFECT_ONCE = 4      /* LIEN_CALLED: at most one time */
};

struct lien_effect {
  struct lien_place place;
  struct lien_place holder; /* root LIEN_PLACE_NONE: none */
  uint8_t verb;             /* enum lien_verb */
  uint8_t flags;            /* LIEN_EFFECT_* */
  uint16_t kind;            /* index of a kind; LIEN_NO_KIND: not said */
};
#define LIEN_NO_KIND 0xffffu

enum lien_op { LIEN_EQ, LIEN_NE, LIEN_LT, LIEN_LE, LIEN_GT, LIEN_GE };

struct lien_test {
  struct lien_place place;
  uint32_t op;     /* enum lien_op */
  uint32_t null;   /* 1: compared with NULL (value is 0) */
  int64_t value;
};

enum {
  LIEN_RUNS_CODE = 1,          /* may run arbitrary code: what was only borrowed may be gone */
  LIEN_NO_RETURN = 2,
  LIEN_EXCEPTION_SET = 4,      /* leaves an exception set */
  LIEN_EXCEPTION_UNSET = 8,    /* leaves none set although it looks like a failure */
  LIEN_EXCEPTION_CLEARED = 16, /* clears the exception */
  LIEN_TELLS_EXCEPTION = 32,   /* the outcome is true only when an exception is set (PyErr_Occurred() != NULL) */
  /* When code runs: bodies used as a type or slot, bodies that a macro begins, functions that are given to a call. */
  LIEN_ROLE_INIT = 64,         /* once, at the start of the process or of a module */
  LIEN_ROLE_EXIT = 128,        /* ... at its end */
  LIEN_ROLE_END = 192,         /* at the end of one object: the two bits are one number */
  LIEN_ROLES = 192
};

struct lien_outcome {
  uint32_t first_test, first_effect;  /* into the image's tests, effects */
  uint16_t test_count, effect_count;  /* no test: always true */
  uint16_t since, until;              /* versions as major << 8 | minor, both inclusive; 0: no bound */
  uint32_t format;                    /* index of a format + 1; 0: none */
  uint8_t format_param;               /* the parameter that spells the format */
  uint8_t flags;                      /* LIEN_RUNS_CODE ... */
  uint16_t line;                      /* its line in the YAML file, 0: unknown or too large */
};

struct lien_contract {
  uint32_t name;          /* string: "PyList_Append", "PyTypeObject.tp_new", "std::vector::push_back" */
  uint32_t first_param;   /* into the image's params (string offsets), param_count of them */
  uint32_t first_outcome;
  uint16_t outcome_count;
  uint8_t param_count;    /* named parameters, without `...` */
  uint8_t key;            /* enum lien_key */
  uint8_t variadic;       /* 1: `...` ends the signature; 2: `*...`, the variable arguments are addresses */
  uint8_t pad;
  uint16_t since, until;  /* versions in which the function exists, as in struct lien_outcome */
  uint16_t pack;          /* index of the pack it stands in */
  uint32_t line;
  uint32_t reason;        /* string: why it deliberately says nothing ("no contract" section); 0: it is a contract */
  uint32_t references;    /* bit i: parameter i is a C++ reference (`&name`): it tells overloads apart */
  uint32_t overload;      /* index of the next contract of this name (C++ only, always a larger one); 0: none */
};

struct lien_kind {
  uint32_t name;            /* "pyobject" */
  uint32_t noun;            /* what users read: "reference", "file" */
  uint32_t object;          /* the thing itself: "object", "stream"; never 0 */
  uint32_t first_type, type_count;         /* strings: records (and typedefs) whose pointers are this kind */
  uint32_t first_immortal, immortal_count; /* strings: variables that are such objects and never die */
  uint8_t shared;           /* 1: several claims on one object are normal (reference counts) */
  uint8_t invalid_op;       /* enum lien_op: the value that is no object (== 0 for pointers, < 0 for descriptors) */
  uint16_t immortal_since;  /* version from which releases of immortals do not count; 0: they never did */
  int32_t invalid_value;
};

/* One unit of a format string: "O&" of PyArg_ParseTuple takes two arguments. */
struct lien_unit {
  uint32_t text;           /* "O&": the longest unit that fits is taken */
  uint32_t first_argument; /* into the image's effects: one each; verb LIEN_UNCHANGED: nothing happens to it */
  uint16_t argument_count;
  uint16_t converter;      /* 1: the first argument is a function, whose contract (object, *result) applies to the second */
};

struct lien_format {
  uint32_t name;       /* "pyparse" */
  uint32_t skip, stop; /* strings: characters that take no argument; characters that end the format */
  uint32_t first_unit, unit_count;
  uint32_t addresses;  /* 1: the arguments are addresses of places (ParseTuple); 0: values (BuildValue) */
  uint32_t unbound;    /* 1: its units name parameters (LIEN_PLACE_NAMED); each outcome refers to a copy in which they are found */
};

struct lien_pack {
  uint32_t name;          /* "cpython" */
  uint32_t file;          /* path of the YAML file as it was given */
  uint32_t version_macro; /* "PY_VERSION_HEX"; 0: none */
  uint32_t version_shift; /* macro value >> shift is major << 8 | minor */
  uint32_t default_kind;  /* LIEN_NO_KIND: none */
  uint32_t claims_unknown; /* 1: what its contracts say of claims is not all, and only what is registered is judged by it */
};

/* ---- looking up ------------------------------------------------------------------------------------------------- */

struct lien_image; /* opaque; immutable once open: may be used from several threads */

/* Maps a compiled pack. NULL and *err when it is missing, damaged or of another format version. */
struct lien_image *lien_image_map(const char *path, struct lien_error *err);
/* Takes over bytes (malloc'ed) on success and failure. name: for error messages. */
struct lien_image *lien_image_open(void *bytes, size_t size, const char *name, struct lien_error *err);
void lien_image_free(struct lien_image *image);

const char *lien_image_string(const struct lien_image *image, uint32_t string);       /* lent, "" for 0 */
size_t lien_image_contract_count(const struct lien_image *image);
const struct lien_contract *lien_image_contract(const struct lien_image *image, size_t index);
/* The contract of this key and name, or NULL. O(1), no allocation. Aliases are followed. Of a C++ name it is the first overload:
 * one that fits a call has as many parameters (param_count, variadic) and the same `references`. */
const struct lien_contract *lien_contract_of(const struct lien_image *image, enum lien_key key, const char *name, size_t length);
/* The next contract of the same C++ name, or NULL. */
const struct lien_contract *lien_contract_overload(const struct lien_image *image, const struct lien_contract *contract);
const char *lien_contract_name(const struct lien_image *image, const struct lien_contract *contract);
/* "" for an index that is no parameter's. */
const char *lien_contract_param(const struct lien_image *image, const struct lien_contract *contract, unsigned index);
const struct lien_outcome *lien_contract_outcomes(const struct lien_image *image, const struct lien_contract *contract);
const struct lien_effect *lien_outcome_effects(const struct lien_image *image, const struct lien_outcome *outcome);
const struct lien_test *lien_outcome_tests(const struct lien_image *image, const struct lien_outcome *outcome);
size_t lien_image_kind_count(const struct lien_image *image);
const struct lien_kind *lien_image_kind(const struct lien_image *image, size_t index);
const char *lien_kind_type(const struct lien_image *image, const struct lien_kind *kind, unsigned index);
const char *lien_kind_immortal(const struct lien_image *image, const struct lien_kind *kind, unsigned index);
const struct lien_pack *lien_image_pack(const struct lien_image *image, size_t index);
size_t lien_image_pack_count(const struct lien_image *image);
const struct lien_format *lien_image_format(const struct lien_image *image, size_t index);
const struct lien_unit *lien_format_units(const struct lien_image *image, const struct lien_format *format);
const struct lien_effect *lien_unit_arguments(const struct lien_image *image, const struct lien_unit *unit);
/* The longest unit of the format that text[0..length) begins with, or NULL. */
const struct lien_unit *lien_format_unit_at(const struct lien_image *image, const struct lien_format *format, const char *text,
                                            size_t length);

/* ---- making ----------------------------------------------------------------------------------------------------- */

struct lien_builder; /* collects packs, kinds, formats, contracts, aliases; then makes an image */

struct lien_builder *lien_builder_new(void); /* NULL: out of memory */
void lien_builder_free(struct lien_builder *builder);
/* Makes the image's bytes (malloc'ed, the caller's). */
bool lien_builder_finish(struct lien_builder *builder, void **ret_bytes, size_t *ret_size, struct lien_error *err);

/* Reads one YAML pack into the builder, and checks it (docs/contracts.md lists what is refused): unknown parameter, verb or key,
 * outcomes that overlap or leave a result uncovered, a name contracted twice, an alias of nothing ... file is used in
 * messages and kept as the origin. A kind that an earlier pack of this builder defined may be used. */
bool lien_yaml_read(struct lien_builder *builder, const char *file, const char *text, size_t size, struct lien_error *err);
bool lien_yaml_read_file(struct lien_builder *builder, const char *path, struct lien_error *err);

/* Reads a user's YAML file whose contracts may use the kinds and formats of `base` (NULL: none), and whose aliases may be of
 * its contracts, into an image of its own: base may be freed. All kinds of base are in it, at the same indexes. */
struct lien_image *lien_contracts_read(const char *path, const struct lien_image *base, struct lien_error *err);
/* The same from memory; name stands for the file in messages. */
struct lien_image *lien_contracts_read_text(const char *name, const char *text, size_t size, const struct lien_image *base,
                                            struct lien_error *err);

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* Appends the contract in words, with where it comes from (file:line), to out; of a C++ name, also the overloads after it. */
void lien_explain(const struct lien_image *image, const struct lien_contract *contract, struct lien_buf *out);
/* The noun phrase for one effect: "takes over the reference in 'item'". */
void lien_effect_words(const struct lien_image *image, const struct lien_contract *contract, const struct lien_effect *effect,
                       struct lien_buf *out);
const char *lien_verb_name(enum lien_verb verb);

#ifdef __cplusplus
}
#endif
#endif
