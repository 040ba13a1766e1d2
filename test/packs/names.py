#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Lists the functions of CPython's headers that touch an object: names.py CLANG VERSION=INCLUDE_DIR... > cpython.names
With `--check cpython.names` first: fails when the headers declare such a function that is not listed.

A line is NAME SHAPE VERSION...; SHAPE is RESULT:PARAMETERS, one letter each:
o an object (PyObject *), O the address of one (PyObject **), b a Py_buffer *, p another pointer, v a value, - nothing; `...` ends
the parameters of a variadic function. A name whose shape changed has a line for each.
"""

import json
import re
import subprocess
import sys

SOURCE = """#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>
#include <datetime.h>
#include <frameobject.h>
#include <marshal.h>
"""
OBJECT = re.compile(r"^(?:const )?(?:struct )?(?!PyDictKeysObject)(?:_?Py\w*Object|PyWeakReference|_typeobject|_frame)"
                    r" ?(?:const ?)?(\*.*)$")


def letter(c_type):
    c_type = c_type.strip()
    if c_type == "void":
        return "-"
    match = OBJECT.match(c_type)
    if match:
        return "o" if match[1].count("*") == 1 else "O"
    if re.match(r"^(?:const )?Py_buffer ?\*$", c_type):
        return "b"
    return "p" if "*" in c_type or c_type.endswith("]") or "va_list" in c_type else "v"


def functions(clang, include):
    command = [clang, "-I" + include, "-fsyntax-only", "-Xclang", "-ast-dump=json", "-x", "c", "-"]
    unit = json.loads(subprocess.run(command, input=SOURCE, stdout=subprocess.PIPE, text=True, check=True).stdout)
    for decl in unit["inner"]:
        if decl["kind"] != "FunctionDecl" or not re.match(r"_?Py", decl["name"]):
            continue
        params = [p["type"]["qualType"] for p in decl.get("inner", []) if p["kind"] == "ParmVarDecl"]
        result = decl["type"]["qualType"].split("(")[0]
        shape = letter(result) + ":" + "".join(map(letter, params)) + ("..." if decl.get("variadic") else "")
        yield decl["name"], shape


def shapes(clang, versions):
    lines = {}
    for version, include in (v.split("=", 1) for v in versions):
        for name, shape in functions(clang, include):
            if re.search("[oOb]", shape) and version not in lines.setdefault((name, shape), []):
                lines[name, shape].append(version)
    return lines


def check(listed, lines):
    with open(listed, encoding="ascii") as file:
        known = {tuple(line.split()[:2]) for line in file if not line.startswith("#")}
    missing = sorted(set(lines) - known)
    for name, shape in missing:
        print(f"FAILED: not in {listed}: {name} {shape}", file=sys.stderr)
    return 1 if missing or not lines else 0


def main():
    arguments = sys.argv[1:]
    if arguments[0] == "--check":
        return check(arguments[1], shapes(arguments[2], arguments[3:]))
    print("# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception")
    print("# The functions of CPython's headers that touch an object; made by names.py, which says what the letters mean.")
    for (name, shape), found in sorted(shapes(arguments[0], arguments[1:]).items()):
        print(name, shape, *found)
    return 0


sys.exit(main())
