/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* Opens an image: maps it or takes it over, and checks its header; validate.c checks the rest. */
#include "image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* NULL, or what is wrong with the header. Sets the sections. */
static const char *open_sections(struct lien_image *image) {
  struct lien_header header;
  if (image->size < sizeof header)
    return "is too short for a compiled pack";
  memcpy(&header, image->bytes, sizeof header);
  if (memcmp(header.magic, LIEN_IMAGE_MAGIC, sizeof header.magic) != 0)
    return "is no compiled pack (lien-pack makes one of YAML files)";
  if (header.version != LIEN_IMAGE_VERSION || header.layout != lien_image_layout())
    return "was compiled by another version of Lien, or for another machine: compile it again with this one's lien-pack";
  if (header.size != image->size)
    return "is damaged: its size is not what its header says";
  size_t begin = offsetof(struct lien_header, spans);
  if (header.checksum != lien_image_checksum(image->bytes + begin, image->size - begin))
    return "is damaged: its checksum does not match";
  for (int i = 0; i < LIEN_SECTION_COUNT; i++) {
    struct lien_span span = header.spans[i];
    if (span.offset < sizeof header || span.offset % 8 || span.offset > image->size ||
        span.count > (image->size - span.offset) / lien_section_item(i))
      return "is damaged: a section lies outside of it";
    image->data[i] = image->bytes + span.offset;
    image->count[i] = span.count;
  }
  return NULL;
}

static struct lien_image *open_bytes(void *bytes, size_t size, bool mapped, const char *name, struct lien_error *err) {
  struct lien_image *image = calloc(1, sizeof *image);
  struct lien_image ends = {.bytes = bytes, .size = size, .mapped = mapped};
  const char *damage = "cannot be opened: out of memory";
  if (image) {
    *image = ends;
    damage = open_sections(image);
    if (!damage)
      damage = lien_image_damage(image);
    if (!damage)
      return image;
    lien_image_free(image);
  } else if (mapped)
    munmap(bytes, size);
  else
    free(bytes);
  lien_fail(err, name, 0, 0, "%s", damage);
  return NULL;
}

struct lien_image *lien_image_open(void *bytes, size_t size, const char *name, struct lien_error *err) {
  return open_bytes(bytes, size, false, name, err);
}

struct lien_image *lien_image_map(const char *path, struct lien_error *err) {
  int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* not blocking: a pipe of this name must not make us wait */
  struct stat info;
  if (fd < 0 || fstat(fd, &info) != 0) {
    lien_fail(err, path, 0, 0, "cannot be read: %s", strerror(errno));
    if (fd >= 0)
      close(fd);
    return NULL;
  }
  if (!S_ISREG(info.st_mode) || info.st_size < (off_t)sizeof(struct lien_header) || info.st_size > (off_t)UINT32_MAX) {
    lien_fail(err, path, 0, 0, "is no compiled pack (lien-pack makes one of YAML files)");
    close(fd);
    return NULL;
  }
  size_t size = (size_t)info.st_size;
  void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
  int reason = errno;
  close(fd);
  if (bytes == MAP_FAILED) {
    lien_fail(err, path, 0, 0, "cannot be mapped: %s", strerror(reason));
    return NULL;
  }
  return open_bytes(bytes, size, true, path, err);
}

void lien_image_free(struct lien_image *image) {
  if (!image)
    return;
  if (image->mapped)
    munmap((void *)image->bytes, image->size);
  else
    free((void *)image->bytes);
  free(image);
}
