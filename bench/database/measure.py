#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What it costs to read a large compile database: makes one of N entries (50,000) with 1 to 4 KB of flags each, whose files
exist, and has lien read it up to the point where it would run clang. Bars: 3 s, 400 MB.

    bench/database/measure.py [--entries N] [--lien PATH] [--folder DIR]
"""
import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

PARTS = 400  # targets of the generated project: the files of one have the same flags


def flags_of(part, rng):
    flags = ["-I/src/include/component_%03d/public_headers" % i for i in rng.sample(range(PARTS), rng.randint(10, 45))]
    flags += ["-DCONFIG_OPTION_%04d=%d" % (rng.randrange(3000), part) for _ in range(rng.randint(5, 25))]
    flags += ["-Wall", "-Wextra", "-Wno-unused-parameter", "-Wformat=2", "-fno-strict-aliasing", "-fstack-clash-protection",
              "-O2", "-g", "-fPIC", "-std=gnu11", "-pthread", "-isystem", "/src/third_party/part_%d/include" % (part % 40)]
    return flags


def make(folder, entries):
    rng = random.Random(1)
    parts = [flags_of(i, rng) for i in range(PARTS)]
    with open(os.path.join(folder, "compile_commands.json"), "w") as out:
        for i in range(entries):
            part = i % PARTS
            source = "%s/src/part_%03d/file_%05d.c" % (folder, part, i)
            os.makedirs(os.path.dirname(source), exist_ok=True)
            open(source, "w").close()
            name = "part_%03d/CMakeFiles/part.dir/file_%05d.c.o" % (part, i)
            args = ["/usr/bin/cc"] + parts[part] + ["-MD", "-MT", name, "-MF", name + ".d", "-o", name, "-c", source]
            entry = {"directory": folder, "file": source, "output": name}
            entry["command" if i % 2 else "arguments"] = " ".join(args) if i % 2 else args
            out.write(("[\n" if i == 0 else ",\n") + json.dumps(entry, indent=2))
        out.write("\n]\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=50000)
    parser.add_argument("--lien", default=os.path.join(os.path.dirname(__file__), "../../build/bin/lien"))
    parser.add_argument("--folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        if not os.path.exists(os.path.join(folder, "compile_commands.json")):
            make(folder, options.entries)
        size = os.path.getsize(os.path.join(folder, "compile_commands.json"))
        begin = time.time()
        # A FILE that is in no unit ends lien when it has read and sorted all entries.
        run = subprocess.run([options.lien, "check", "-p", folder, "absent.c"], capture_output=True, text=True)
        seconds = time.time() - begin
        use = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "no unit of the compile database" in run.stderr, run.stderr
    print("%d entries, %.0f MB: %.2f s (%.2f s of a processor), %.0f MB of memory" %
          (options.entries, size / 1e6, seconds, use.ru_utime + use.ru_stime, use.ru_maxrss / 1024))
    sys.exit(seconds > 3 or use.ru_maxrss > 400 * 1024)


if __name__ == "__main__":
    main()
