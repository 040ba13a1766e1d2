// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Rule: descriptors, mappings, address lists, patterns and directories are released once; -1 is no descriptor and no mapping.
// RUN: %lien_verify %s
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <regex.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

int descriptor_bad(const char *path) {
  char c;
  int fd = open(path, O_RDONLY);
  if (fd < 0)
    return -1;
  if (read(fd, &c, 1) != 1)
    return -1; // expected-warning{{Leaked file descriptor: 'fd'}}
  return close(fd);
}

int descriptor_ok(const char *path) {
  char c;
  int fd = open(path, O_RDONLY);
  if (fd == -1)
    return -1;
  if (read(fd, &c, 1) != 1) {
    close(fd);
    return -1;
  }
  return close(fd);
}

void mapping_bad(int fd) {
  char *bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
  if (bytes == MAP_FAILED)
    return;
  puts("mapped"); // expected-warning{{Leaked memory mapping: 'bytes'}}
}

void mapping_ok(int fd) {
  char *bytes = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
  if (bytes == MAP_FAILED)
    return;
  puts(bytes);
  munmap(bytes, 4096);
}

void addresses_bad(void) {
  struct addrinfo *list;
  if (getaddrinfo("host", "port", NULL, &list) != 0)
    return;
  puts("known"); // expected-warning{{Leaked address list: 'list'}}
}

int pattern_bad(const char *text) {
  regex_t pattern;
  if (regcomp(&pattern, "a", 0) != 0)
    return -1;
  return regexec(&pattern, text, 0, NULL, 0); // expected-warning{{Leaked compiled pattern: 'pattern'}}
}

int pattern_ok(const char *text) {
  regex_t pattern;
  if (regcomp(&pattern, "a", 0) != 0)
    return -1;
  int result = regexec(&pattern, text, 0, NULL, 0);
  regfree(&pattern);
  return result;
}

void directory_ok(void) {
  struct dirent *entry;
  DIR *directory = opendir("/");
  while (directory && (entry = readdir(directory)))
    puts(entry->d_name);
  if (directory)
    closedir(directory);
}
