#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Rule: on examples/ledger, `lien check` reports every line marked BUG (rule) once, by that rule, and nothing else;
the report in README.md is one of them.

Usage: ledger.py LIEN SOURCE_DIR [OPTION of lien check ...]

A finding stands for a mark when rule and file agree and the marked line is where the finding is, where its duty began, or an
event of its path. Each finding is used once.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from urllib.parse import unquote, urlparse

MARK = re.compile(r"/\* BUG \((lien\.\w+)\): ")
EXIT_FINDINGS = 2


def marks(folder):
    found = []
    for name in sorted(os.listdir(folder)):
        if name.endswith((".c", ".h")):
            with open(os.path.join(folder, name), encoding="utf-8") as lines:
                for number, line in enumerate(lines, 1):
                    found += [(name, number, rule) for rule in MARK.findall(line)]
    return found


def place(location):
    physical = location["physicalLocation"]
    path = unquote(urlparse(physical["artifactLocation"]["uri"]).path)
    return os.path.basename(path), physical.get("region", {}).get("startLine", 0)


def findings(log):
    for result in log["runs"][0]["results"]:
        if result.get("level") == "note":  # what may be meant so
            continue
        places = [place(result["locations"][0])]
        places += [place(related) for related in result.get("relatedLocations", [])]
        for flow in result.get("codeFlows", []):
            for thread in flow["threadFlows"]:
                places += [place(step["location"]) for step in thread["locations"]]
        yield result["ruleId"], places, result["message"]["text"]


def pair(wanted, found):
    """The findings that stand for each mark: those at the very line first, so that a long path takes no other's place."""
    missed = []
    for near in (1, 2, None):
        missed = []
        for mark in wanted:
            hit = next((f for f in found if f[0] == mark[2] and mark[:2] in f[1][:near]), None)
            if hit:
                found.remove(hit)
            else:
                missed.append(mark)
        wanted = missed
    return missed


def report_of(readme):
    """The page's report: its first block of code."""
    with open(readme, encoding="utf-8") as page:
        return page.read().split("\n```\n")[1]


def main():
    lien, source, options = sys.argv[1], os.path.abspath(sys.argv[2]), sys.argv[3:]
    folder = os.path.join(source, "examples", "ledger")
    wanted = marks(folder)
    if len(wanted) < 10:
        sys.exit(f"FAILED: only {len(wanted)} marks in {folder}")
    with tempfile.TemporaryDirectory() as build:
        subprocess.run(["cmake", "-S", folder, "-B", build], check=True, stdout=subprocess.DEVNULL)
        sarif = os.path.join(build, "ledger.sarif")
        done = subprocess.run([lien, "check", "-p", build, "--sarif", sarif, *options], cwd=source,
                              stdout=subprocess.PIPE, text=True)
        if done.returncode != EXIT_FINDINGS:
            sys.exit(f"FAILED: lien ended with {done.returncode}, expected {EXIT_FINDINGS}\n{done.stdout}")
        with open(sarif, encoding="utf-8") as log:
            found = list(findings(json.load(log)))
    if report_of(os.path.join(source, "README.md")) not in done.stdout:
        sys.exit("FAILED: the report in README.md is not what lien says")
    missed = pair(wanted, found)
    for name, line, rule in missed:
        print(f"FAILED: {name}:{line}: not found [{rule}]")
    for rule, places, text in found:
        print(f"FAILED: {places[0][0]}:{places[0][1]}: nothing is wrong here, but lien says: {text} [{rule}]")
    print(f"{len(wanted) - len(missed)} of {len(wanted)} found, {len(found)} besides")
    sys.exit(1 if missed or found else 0)


main()
