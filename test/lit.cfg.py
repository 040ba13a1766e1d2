# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How lit runs the tests that are files: each is a ctest entry of its own (test/CMakeLists.txt)."""
import glob
import os
import subprocess

import lit.formats

# lit finds this file from the test's path; what CMake knows comes first.
if not hasattr(config, "lien_build_dir"):
    lit_config.load_config(config, lit_config.params["lien_site_config"])
    raise SystemExit

source, build, tools = config.lien_source_dir, config.lien_build_dir, config.llvm_tools_dir
config.name = "lien"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".c", ".cpp", ".test"]
config.excludes = ["Inputs", "unit", "fuzz", "annotations", "examples", "packs"]
config.test_source_root = os.path.join(source, "test")
# A folder for each: lit keeps a file of times there, and tests run beside each other.
config.test_exec_root = os.path.join(build, "test", "lit", lit_config.params.get("lien_test", "all"))
config.environment["PATH"] = os.pathsep.join([tools, "/usr/bin", "/bin"])
config.environment["LC_ALL"] = "C.UTF-8"

# What clang needs when the plugin is instrumented (test/CMakeLists.txt).
run = ""
if config.sanitize_environment:
    config.available_features.add("sanitize")
    run = "env %s " % config.sanitize_environment

# A clang that the plugin was not built for, if there is one.
version = config.clang_version.partition(".")[0]
others = [path for path in sorted(glob.glob("/usr/bin/clang-[0-9][0-9]")) if not path.endswith("-" + version)]
if others:
    config.available_features.add("other-clang")

# The program that watches a build for `lien check -- BUILD`.
if os.path.exists("/usr/bin/bear"):
    config.available_features.add("bear")

clang = os.path.join(tools, "clang")
plugin = os.path.join(build, "lib", "lien", "LienPlugin.so")
search = subprocess.run([clang, "-E", "-v", "-x", "c", "/dev/null"], capture_output=True, text=True, check=True).stderr
folders = search.partition("#include <...> search starts here:\n")[2].partition("End of search list")[0].split()
headers = " ".join("-internal-isystem " + folder for folder in folders)
cc1 = "%s%s -cc1 %s -I %s/include -load %s -analyze -analyzer-checker=core,lien" % (run, clang, headers, source, plugin)

# Tests of the driver alone have a script for clang, and files for the plugin and the pack that need only be there.
fake = os.path.join(config.test_exec_root, "fake")
os.makedirs(fake, exist_ok=True)
for name in ("LienPlugin.so", "lien.pack"):
    open(os.path.join(fake, name), "a").close()
lien = os.path.join(build, "bin", "lien")
fake_clang = os.path.join(source, "test", "driver", "Inputs", "clang")

# The first that fits is taken, so longer names stand before those that they begin with.
config.substitutions += [
    ("%{PATH}", config.environment["PATH"]),
    ("%lien_verify", cc1 + " -verify"),
    ("%lien_cc1", cc1),
    ("%lien-clang", "%s%s --analyze -fplugin=%s -Xclang -analyzer-checker=lien -Xclang -analyzer-output=text -I %s/include"
     % (run, clang, plugin, source)),
    ("%lien_pack", os.path.join(build, "lib", "lien", "lien.pack")),
    ("%lien_program", lien),
    ("%fake_check", "%s check --plugin %s/LienPlugin.so --clang %s" % (lien, fake, fake_clang)),
    ("%fake_caches", "%s caches --plugin %s/LienPlugin.so --clang %s" % (lien, fake, fake_clang)),
    ("%fake", fake),
    (r"%lien\b", run + lien),
    ("%scan-build", run + os.path.join(tools, "scan-build") + " --use-analyzer=" + clang),
    ("%analyze-build", "%s%s --use-analyzer %s" % (run, os.path.join(tools, "analyze-build"), clang)),
    ("%other_clang", others[0] if others else "false"),
    ("%clang_program", clang),
    ("%clang_version", config.clang_version),
    (r"%clang\+\+", run + clang + "++"),
    (r"%clang\b", run + clang),
    ("%plugin", plugin),
    ("%python", "/usr/bin/python3"),
    ("%status", os.path.join(source, "test", "Inputs", "status")),
    ("%root", source),
]
