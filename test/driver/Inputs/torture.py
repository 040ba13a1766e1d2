# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The torture database: entries with one oddity each, each with the right result or the right sentence.

    torture.py LIEN CHECK OPTION...     in an empty folder, with Inputs/clang as clang

Each entry is analysed alone, so that what is said can only be said of it, and then all together: then each entry is a unit
that was analysed, one that failed, one that is counted as another's, or a repetition, and the numbers add up.
"""
import json
import os
import re
import subprocess
import sys

HERE = os.getcwd()
BREAK = "\n"
UNIT = 'WRITE {"type":"unit","file":"x"}\n'  # not the name: Inputs/clang does not escape it


def arguments(file, *args, **more):
    """An entry with "arguments"; names that are not UTF-8 are written as bytes."""
    return json.dumps(dict({"directory": HERE, "file": file, "arguments": list(args)}, **more)).encode()


def command(file, text, **more):
    return json.dumps(dict({"directory": HERE, "file": file, "command": text}, **more)).encode()


def files():
    """Everything that the entries name."""
    deep = "d/" * 40
    for folder in ("sub", "with space", deep, "build", "folder.c"):
        os.makedirs(folder, exist_ok=True)
    units = ["a.c", "b.cpp", "two.c", "sub/up.c", "with space/s p.c", "quo'te\".c", "new\nline.c", "-dash.c", "ünï.c", "@at.c",
             "$(touch x).c", "x;y.c", deep + "deep.c", "real.c", "noending", "a.inc", "semi&'.c", "\x1b[31m.c", "UPPER.C"]
    for name in units:
        open(name, "w").write(UNIT)
    open(b"latin\xff.c", "w").write(UNIT)
    os.symlink("real.c", "link.c")
    os.symlink("nowhere.c", "dangling.c")
    os.mkfifo("fifo.c")
    texts = {"flags.rsp": "-DRSP '-DQ=a b' @more.rsp", "more.rsp": "-DMORE\\ X", "self.rsp": "-DA @self.rsp",
             "cycle1.rsp": "@cycle2.rsp", "cycle2.rsp": "@cycle1.rsp", "evil.rsp": "-fplugin=evil.so -DOK",
             "clang.cfg": "# comment\n-DCFG \\\n -I<CFGDIR>/inc -fplugin=evil.so\n@more.rsp\n", "pch.h": "", "pch.h.gch": "",
             "huge.rsp": "-DX " * (17 << 18)}
    for name, text in texts.items():
        open(name, "w").write(text)


def expected():
    """Name, entry, what becomes of it: ("args", what reaches clang), ("failed", sentence), ("other", what), ("unknown", compiler)."""
    fplus = "--driver-mode=g++"
    return [
        ("command", command("a.c", "cc -DX='a b' -D\"Y=\\\"z\\\"\" -c a.c"), ("args", ["-DX=a b", '-DY="z"'])),
        ("arguments", arguments("a.c", "cc", "-DX=a b", "-c", "a.c"), ("args", ["-DX=a b"])),
        ("both", arguments("a.c", "cc", "-DARGS", command="cc -DCOMMAND"), ("args", ["-DARGS"])),
        ("neither", b'{"file": "a.c"}', ("failed", 'must have "arguments" or "command"')),
        ("no directory", b'{"file": "a.c", "command": "cc"}', ("args", [])),
        ("relative directory", b'{"directory": "sub", "file": "../a.c", "command": "cc -I."}', ("args", ["-I."])),
        ("directory is gone", b'{"directory": "gone", "file": "%s/a.c", "command": "cc"}' % HERE.encode(),
         ("failed", "its directory .*/gone does not exist")),
        ("no file", b'{"directory": ".", "command": "cc a.c"}', ("failed", '"file" must be a string that is not empty')),
        ("empty file", command("", "cc"), ("failed", '"file" must be a string that is not empty')),
        ("file is a number", b'{"file": 7, "command": "cc"}', ("failed", '"file" must be a string')),
        ("missing file", command("gone.c", "cc"), ("failed", "the file does not exist")),
        ("dangling link", command("dangling.c", "cc"), ("failed", "the file does not exist")),
        ("link", command("link.c", "cc -DX"), ("args", ["-DX"])),
        ("folder", command("folder.c", "cc"), ("failed", "it is not a regular file")),
        ("pipe", command("fifo.c", "cc"), ("failed", "it is not a regular file")),
        ("device", command("/dev/zero", "cc -xc"), ("failed", "it is not a regular file")),
        ("standard input", arguments("-", "cc", "-xc", "-"), ("failed", "standard input")),
        ("space", command("with space/s p.c", "cc -c 'with space/s p.c'"), ("args", [])),
        ("quotes", arguments("quo'te\".c", "cc"), ("args", [])),
        ("newline", arguments("new\nline.c", "cc"), ("args", [])),
        ("dash", arguments("-dash.c", "cc", "--", "-dash.c"), ("args", [])),
        ("at", arguments("@at.c", "cc", "--", "@at.c"), ("args", [])),
        ("shell's words", command("$(touch x).c", "cc -DX=$(touch x)"), ("args", ["-DX=$(touch", ])),
        ("shell's end", command("x;y.c", "cc x\\;y.c"), ("args", [])),
        ("ampersand", command("semi&'.c", "cc"), ("args", [])),
        ("escape sequence", arguments("\x1b[31m.c", "cc"), ("args", [])),
        ("UTF-8", arguments("ünï.c", "cc"), ("args", [])),
        ("not UTF-8", b'{"directory": "%s", "file": "latin\xff.c", "command": "cc"}' % HERE.encode(), ("args", [])),
        ("not UTF-8, by Python", arguments("latin\udcff.c", "cc", "-DP"), ("args", ["-DP"])),
        ("up", command("sub/../sub/up.c", "cc"), ("args", [])),
        ("deep", command("d/" * 40 + "deep.c", "cc"), ("args", [])),
        ("two sources", command("two.c", "cc -DX a.c two.c"), ("args", ["-DX"])),
        ("NUL", b'{"file": "a\\u0000.c", "command": "cc"}', ("failed", "NUL")),
        ("duplicate keys", b'{"file": "gone.c", "file": "a.c", "command": "cc -DA", "command": "cc -DB"}', ("args", ["-DB"])),
        ("unknown members", b'{"file": "a.c", "command": "cc -DU", "x": {"y": [1, [], {}, null]}}', ("args", ["-DU"])),
        ("deep nesting", b'{"x": ' + b"[" * 100000 + b"]" * 100000 + b', "file": "a.c", "command": "cc -DN"}', ("args", ["-DN"])),
        ("huge string", command("a.c", "cc -DH " + "x" * 3000000), ("args", ["-DH"])),
        ("not an object", b"[1, 2]", ("failed", "an entry must be an object")),
        ("empty command", command("a.c", "  "), ("failed", '"command" must name a compiler')),
        ("open quote", command("a.c", "cc 'a.c"), ("failed", "a quote that does not end")),
        ("arguments are text", arguments("a.c") .replace(b"[]", b'"cc"'), ("failed", '"arguments" must be a list of strings')),
        ("response file", command("a.c", "cc @flags.rsp -DZ"), ("args", ["-DRSP", "-DQ=a b", "-DMORE X", "-DZ"])),
        ("response file is missing", command("a.c", "cc @gone.rsp"), ("failed", "gone.rsp: a response file that cannot be read")),
        ("response file is cyclic", command("a.c", "cc @self.rsp"), ("failed", "include each other more than 10 deep")),
        ("response files are cyclic", command("a.c", "cc @cycle1.rsp"), ("failed", "include each other more than 10 deep")),
        ("response file is too large", command("a.c", "cc @huge.rsp"), ("failed", "is larger than")),
        ("response file is a pipe", command("a.c", "cc @fifo.c"), ("failed", "a response file that cannot be read")),
        ("response file is evil", command("a.c", "cc @evil.rsp"), ("args", ["-DOK"])),
        ("CMake's module map", command("b.cpp", "c++ @gone.o.modmap -DM"), ("args", ["-DM", fplus])),
        ("configuration", command("a.c", "clang -DZ --config=./clang.cfg"),
         ("args", ["-DCFG", "-I%s/inc" % HERE, "-DMORE X", "-DZ"])),
        ("configuration is missing", command("a.c", "clang --config ./gone.cfg"), ("failed", "a configuration file that cannot be")),
        ("gcc's flags", command("a.c", "gcc -fno-tree-vectorize -fipa-pta -mindirect-branch=thunk -DG"), ("args", ["-DG"])),
        ("flags that write", command("a.c", "cc -o /x -MF /x -MD -ftime-trace=/x -save-temps -DW"), ("args", ["-DW"])),
        ("flags that load", command("a.c", "clang -fplugin=x -Xclang -load -Xclang x -B/x -specs=x -DL"), ("args", ["-DL"])),
        ("half a flag", command("a.c", "cc -DX -fnew-alignment -I"), ("args", ["-DX"])),
        ("forced header", command("a.c", "cc -include pch.h"), ("args", ["-Xclang", "-includepch.h"])),
        ("precompiled header", command("a.c", "clang -include-pch pch.h.gch"), ("args", ["-Xclang", "-include%s/pch.h" % HERE])),
        ("modules", command("b.cpp", "clang++ -fmodules -fmodule-file=x.pcm -fprebuilt-module-path=/x -DM"), ("args", ["-DM", fplus])),
        ("-std of C for C++", command("b.cpp", "g++ -std=gnu11 -DS"), ("args", ["-DS", fplus])),
        ("-x", command("noending", "cc -x c noending"), ("args", ["-xc"])),
        ("-x in the middle", command("a.inc", "cc -x assembler s.s -x c++ a.inc -x none"), ("args", ["-xc++"])),
        ("UPPER.C", command("UPPER.C", "gcc UPPER.C"), ("args", [])),
        ("C by a C++ compiler", command("a.c", "g++ -DP a.c"), ("args", ["-DP", fplus])),
        ("launchers", command("a.c", "env A=B ccache distcc /usr/bin/gcc-12 -DX a.c"), ("args", ["-DX"])),
        ("libtool", command("a.c", "/bin/sh ./libtool --tag=CC --mode=compile gcc -DX -c a.c -o a.lo"), ("args", ["-DX"])),
        ("cross compiler", command("a.c", "/opt/x/aarch64-linux-gnu-gcc-12 -mavx2 -mcpu=cortex-a53 a.c"),
         ("args", ["-mcpu=cortex-a53", "--target=aarch64-linux-gnu"])),
        ("target of gcc's only", command("a.c", "/opt/x/sh4-linux-gcc -DX a.c"), ("args", ["-DX"])),
        ("icc", command("a.c", "icc -DX -fp-model precise a.c"), ("args", ["-DX"])),
        ("cl", command("a.c", "cl.exe /nologo /I inc /DX /std:c11 /Foa.obj /c a.c"),
         ("args", ["-Iinc", "-DX", "-std=c11", "--target=x86_64-pc-windows-msvc"])),
        ("nvcc for C++", command("b.cpp", "nvcc -Xcompiler -fPIC,-DX b.cpp"), ("args", ["-fPIC", "-DX"])),
        ("armcc", command("a.c", "armcc --c99 a.c"), ("unknown", "armcc")),
        ("assembler", command("s.S", "gcc -c s.S"), ("other", "assembler")),
        ("Fortran", command("f.f90", "gfortran -c f.f90"), ("other", "Fortran")),
        ("CUDA", command("k.cu", "nvcc -c k.cu"), ("other", "CUDA")),
        ("Objective-C", command("o.m", "clang -c o.m"), ("other", "Objective-C")),
        ("Objective-C++", command("o.mm", "clang -c o.mm"), ("other", r"Objective-C\+\+")),
        ("header", command("pch.h", "gcc -x c-header pch.h"), ("other", "header")),
        ("module", command("m.cppm", "clang++ m.cppm"), ("other", r"C\+\+ module interface")),
        ("something else", command("x.zig", "zig build-obj x.zig"), ("other", "other")),
        ("repeated", command("./a.c", "cc -Wall -DX='a b' '-DY=\"z\"' -o else.o a.c"), ("args", ["-DX=a b", '-DY="z"'])),
        ("repeated with other flags", command("a.c", "cc -DOTHER"), ("args", ["-DOTHER"])),
    ]


def whole():
    """What is wrong with a database as a whole: its text, and the sentence."""
    good = command("a.c", "cc")
    return [(b"", r"1:1: error: .*expected '\['"), (b"{}", r"1:1: error: .*expected '\['"),
            (b"[" + good, "the list does not end|expected ',' or ']'"), (b"[%s,]" % good, "not JSON"),
            (b"[%s\n]\n// x" % good, "3:1: error: there are no comments"), (b"[%s] x" % good, "expected nothing after the list"),
            (b"[\n{\"file\": 'a.c'}]", "2:10: error: not JSON"), (b"\xff\xfe[\0]\0", "UTF-16"), (b"[\0]", "not JSON"),
            (b"[" * 1000000, "not JSON: expected a value|does not end")]


def run(lien, text, *more):
    open("db.json", "wb").write(text)
    open("log", "w").close()
    environment = dict(os.environ, FAKE_LOG=os.path.join(HERE, "log"))
    result = subprocess.run(lien + ["-p", "db.json"] + list(more), capture_output=True, env=environment, timeout=60)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def numbers(out):
    """Of the summary, by what they count."""
    patterns = {"analysed": r"(\d+) units? analysed", "failed": r"analysed, (\d+) failed", "other": r"(\d+) entr\w+ \w+ neither",
                "unknown": r"(\d+) entr\w+ \w+ for (?:a )?compilers? whose", "repeats": r"(\d+) entr\w+ repeats? "}
    found = {name: re.search(pattern, out) for name, pattern in patterns.items()}
    return {name: int(match.group(1)) if match else 0 for name, match in found.items()}


def check_one(lien, name, entry, kind, wanted):
    status, out, err = run(lien, b"[" + entry + b"]", "-j", "1")
    counts = numbers(out)
    place = {"args": "analysed"}.get(kind, kind)
    assert counts[place] == 1 and sum(counts.values()) == 1, (name, out, err)
    assert status == (3 if kind == "failed" else 0), (name, status, err)
    assert not re.search(r"[\x00-\x08\x0b-\x1f]", err), (name, err)
    if kind == "args":
        logged = open("log", errors="surrogateescape").read().split("\n-fsyntax-only\n" if wanted else "-fsyntax-only\n")[0]
        got = logged.split("\n") if wanted else logged
        assert (got[:len(wanted)] == wanted if name == "shell's words" else got == (wanted or "")), (name, got, wanted)
        assert err == "", (name, err)
    elif kind == "failed":
        assert re.fullmatch(r"lien: .*: not analysed: .*(%s).*\n" % wanted, err), (name, err)
    else:
        assert re.search(r"\(1 %s\)" % wanted, out), (name, out)


def main():
    lien = sys.argv[1:]
    files()
    entries = expected()
    assert len(entries) >= 40
    for name, entry, (kind, wanted) in entries:
        check_one(lien, name, entry, kind, wanted)
    for start, end in ((b"[", b"]"), (b"\xef\xbb\xbf[\r\n", b"\r\n]\r\n")):
        status, out, err = run(lien, start + b",\r\n".join(entry for _, entry, _ in entries) + end)
        counts = numbers(out)
        kinds = [kind for _, _, (kind, _) in entries]
        assert status == 3 and sum(counts.values()) == len(entries), (counts, len(entries))
        assert all(counts[kind] == kinds.count(kind) for kind in ("failed", "other", "unknown")), counts
        assert err.count("not analysed: ") == counts["failed"] == err.count(BREAK), err
        assert counts["repeats"] == kinds.count("args") - len({tuple(u) for u in units_of(entries)}), counts
    for text, sentence in whole():
        status, out, err = run(lien, text)
        assert status == 1 and re.search(sentence, err) and err.count(BREAK) == 1, (text[:40], status, err)
    assert not os.path.exists("x"), "the shell was asked"
    print("%d entries, %d databases: each right" % (len(entries), len(whole())))


def units_of(entries):
    """What tells the units that are analysed apart: the real file, the directory, what reaches clang."""
    for _, entry, (kind, wanted) in entries:
        if kind == "args":
            text = json.loads(re.sub(rb"\[\[+\]+", b"0", entry).decode(errors="surrogateescape"))
            folder = os.path.join(HERE, text.get("directory", ""))
            # As lien does, a directory "." or a missing one is the database's folder as it is.
            yield os.path.realpath(os.path.join(folder, text["file"])), folder.rstrip("/"), tuple(wanted)


main()
