# The golden tests: files with RUN lines over hier-opt and LLVM's FileCheck, not, count and split-file.
import glob
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.append(os.path.join(config.hier_source_dir, "utils"))
import browser
import hier_lit

LOCALE = ("LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES")
config.name = "Hier"
config.excludes = ["Inputs", "regressions"]
config.test_source_root = os.path.join(config.hier_source_dir, "test")
config.test_exec_root = os.path.join(config.hier_binary_dir, "test")
config.substitutions += [
    ("%inputs", os.path.join(config.test_source_root, "Inputs")),
    ("%python", config.torch_python),
    ("%filecheck", os.path.join(config.llvm_tools_dir, "FileCheck")),
    ("%lit", f"{sys.executable} {os.path.abspath(sys.argv[0])}"),
    ("%build", config.hier_binary_dir),
    ("%torch", config.torch_folder),
    ("%cc", config.c_compiler),
    ("%cxx", config.cxx_compiler),
    ("%source", config.hier_source_dir),
    # ccache finds what was built only where messages are in the same language; lit leaves that out.
    ("%locale", " ".join(shlex.quote(f"{name}={os.environ[name]}") for name in LOCALE if name in os.environ)),
    ("%changes", "200" if config.hier_sanitize else "1000"),
    ("%largest", "100000" if config.hier_sanitize else "100000000"),
    ("%examples", os.path.join(config.hier_source_dir, "examples")),
    ("%utils", os.path.join(config.hier_source_dir, "utils")),
]
hier_lit.configure(config, lit_config, hier_opt=os.path.join(config.hier_tools_dir, "hier-opt"),
                   llvm_tools_dir=config.llvm_tools_dir)

if not config.hier_sanitize:  # What is built on an installed Hier is built as users build it.
    config.available_features.add("package")
if glob.glob(os.path.join(config.hier_binary_dir, "python/hier/_hier*.so")):
    config.available_features.add("python")
if browser.find():
    config.available_features.add("chromium")
if shutil.which("dot"):
    config.available_features.add("graphviz")
if all(importlib.util.find_spec(package) for package in ("dacite", "model_explorer", "viztracer")):
    config.available_features.add("viewers")
if shutil.which("parallel"):
    config.available_features.add("parallel")
# The small builds of Vim colour nothing.
if shutil.which("vim") and b"+syntax" in subprocess.run(["vim", "--version"], stdout=subprocess.PIPE).stdout:
    config.available_features.add("vim")
if config.hier_fuzz:
    config.available_features.add("fuzz")
if config.hier_sanitize:
    suppressions = os.path.join(config.test_source_root, "leaks.supp")
    config.environment["LSAN_OPTIONS"] = f"suppressions={suppressions}:print_suppressions=0"
    # A worker that writes a file gets LLVM's stack for signals, which the sanitizer would take for its own and unmap.
    config.environment["ASAN_OPTIONS"] = "use_sigaltstack=0"
