#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What an analysis costs: CPU seconds of `lien check` against `clang -fsyntax-only` over the same compile database.

  bench/cost.py [--lien build/bin/lien] [--clang clang-22] [--runs 3] [--analyze] DIR

Runs are in pairs, one process at a time, and the ratio is taken pair by pair; the median is what to quote.
--analyze adds `clang --analyze` with its default checkers to each round. Nothing is built and nothing is written but temporary files.
"""
import argparse, json, os, resource, shlex, statistics, subprocess, tempfile

SKIP_WITH_VALUE = {"-o", "-MF", "-MT", "-MQ", "-MJ"}
SKIP = {"-c", "-MD", "-MMD", "-MP", "-M", "-MM"}


def commands(directory, clang, mode):
    with open(os.path.join(directory, "compile_commands.json")) as f:
        for entry in json.load(f):
            words = entry.get("arguments") or shlex.split(entry["command"])
            out, words = [clang, *(["--driver-mode=g++"] if words[0].endswith("++") else [])], iter(words[1:])
            for word in words:
                if word in SKIP_WITH_VALUE:
                    next(words)
                elif word not in SKIP:
                    out.append(word)
            yield out + mode, entry.get("directory", directory)


def children_cpu():
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime


def cost(run):
    before = children_cpu()
    run()
    return children_cpu() - before


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--lien", default="build/bin/lien")
    ap.add_argument("--clang", default="clang-22")
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--analyze", action="store_true")
    ap.add_argument("directory")
    a = ap.parse_args()
    quiet = dict(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def clang(*mode):
        for command, cwd in commands(a.directory, a.clang, list(mode)):
            subprocess.run(command, cwd=cwd, **quiet)

    kinds = {"lien": lambda: subprocess.run([a.lien, "check", "-q", "-j", "1", "-p", a.directory], **quiet)}
    if a.analyze:
        with tempfile.TemporaryDirectory() as out:
            kinds["analyze"] = lambda: clang("--analyze", "-w", "-Xclang", "-analyzer-output=text", "-o", os.path.join(out, "x"))
    ratios = {k: [] for k in kinds}
    for i in range(a.runs):
        syntax = cost(lambda: clang("-fsyntax-only", "-w"))
        line = "run %d: -fsyntax-only %.1f s" % (i + 1, syntax)
        for name, run in kinds.items():
            seconds = cost(run)
            ratios[name].append(seconds / syntax)
            line += ", %s %.1f s (%.2f times)" % (name, seconds, seconds / syntax)
        print(line, flush=True)
    for name, values in ratios.items():
        print("%s: median %.2f times -fsyntax-only" % (name, statistics.median(values)))


if __name__ == "__main__":
    main()
