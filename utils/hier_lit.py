"""Sets up a lit suite of golden tests over hier-opt. A suite's lit.cfg.py is two lines:

    import hier_lit
    hier_lit.configure(config, lit_config)

This gives the suite its format, suffixes and substitutions, and puts the tools on the tests' path: hier-opt, FileCheck,
not, count and split-file. Each is looked for in this order, and the first that is there is taken:

    lit's parameter            lit -D hier_opt=PATH ..., -D filecheck=PATH, -D llvm_tools_dir=FOLDER
    the suite's own word       hier_lit.configure(config, lit_config, hier_opt=PATH, ...)
    the environment            HIER_OPT=PATH, FILECHECK=PATH, LLVM_TOOLS_DIR=FOLDER
    the search                 the PATH; hier-opt beside this file as it is installed or built; LLVM's tools where
                               Debian puts them; for FileCheck the one from PyPI, `pip install filecheck`

Without hier-opt or FileCheck there is no suite, and one error says what to install. Without one of the others there is
a warning. All can be asked for: `REQUIRES: split-file`. Where lit knows `--update-tests`, that brings those failing
tests up to date whose check lines update-checks.py has written.
"""
import collections
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SETTINGS = ("hier_opt", "filecheck", "llvm_tools_dir")
REQUIRED = ("hier-opt", "FileCheck")
TOOLS = (*REQUIRED, "not", "count", "split-file")
HELP = {"hier-opt": "put it on the PATH, or name it: HIER_OPT=PATH, or lit -D hier_opt=PATH"}
LLVM_HELP = "`apt install llvm-19-tools` has it, in a folder that is looked into; or name it: LLVM_TOOLS_DIR=FOLDER"
FILECHECK_HELP = LLVM_HELP + "; `pip install filecheck` has one that does for most tests"


class MissingTool(Exception):
    """A tool that was named is not there."""


#===----------------------------------------------------------------------===#
# The search
#===----------------------------------------------------------------------===#


def version_of(folder):
    return int((re.search(r"llvm-(\d+)", str(folder)) or [0, 0])[1])


def llvm_folders(given):
    """Where LLVM's tools may be, the newest first."""
    if given:
        return [given]
    installed = list(pathlib.Path("/usr/lib").glob("llvm-*/bin")) + list(pathlib.Path("/opt").glob("llvm*/bin"))
    return sorted(map(str, installed), key=version_of, reverse=True)


def named(setting, path):
    """What a setting names, which has to be there."""
    if not shutil.which(path):
        raise MissingTool(f"{setting} names '{path}', which is no program")
    return os.path.abspath(shutil.which(path))


def search(name, llvm_tools_dir):
    # share/hier/lit is where this file is installed, utils where it is in the source tree.
    ours = [HERE.parents[2] / "bin", HERE.parent / "build/bin"]
    folders = ours if name == "hier-opt" else llvm_folders(llvm_tools_dir)
    paths = [None, os.pathsep.join(map(str, folders))]  # None is the PATH
    if llvm_tools_dir and name != "hier-opt":
        paths.reverse()
    found = next(filter(None, (shutil.which(name, path=path) for path in paths)), None)
    if not found and name == "FileCheck":
        found = shutil.which("filecheck") or shutil.which("filecheck", path=os.path.dirname(sys.executable))
    return found


def find_tools(**given):
    """The path of each tool that is there, by its name. `given` are the SETTINGS that are to be taken as they are."""
    given = {**{name: os.environ.get(name.upper()) for name in SETTINGS}, **{k: v for k, v in given.items() if v}}
    found = {}
    for name in TOOLS:
        setting = name.lower().replace("-", "_")
        path = named(setting, given[setting]) if given.get(setting) else search(name, given["llvm_tools_dir"])
        if path:
            found[name] = path
    return found


def complaints(found):
    """A sentence for each tool that is missing: first those that nothing can go without, then the others."""
    lines = {name: f"{name} was not found: {HELP.get(name, FILECHECK_HELP if name == 'FileCheck' else LLVM_HELP)}"
             for name in TOOLS if name not in found}
    return [lines.pop(name) for name in REQUIRED if name in lines], list(lines.values())


#===----------------------------------------------------------------------===#
# The suite
#===----------------------------------------------------------------------===#


def tools_for(lit_config, given):
    given = {**given, **{name: lit_config.params[name] for name in SETTINGS if name in lit_config.params}}
    try:
        found = find_tools(**given)
    except MissingTool as error:
        lit_config.fatal(str(error))
    fatal, others = complaints(found)
    if fatal:
        lit_config.fatal("; ".join(fatal))
    for complaint in others:
        lit_config.warning(complaint)
    return found


def add_tools(config, found):
    """Their folders go to the front of the path. One of another name is put in where a RUN line calls it."""
    for name, path in found.items():
        if os.path.basename(path) != name:
            config.substitutions.append((rf"(?<![^\s|&;(]){re.escape(name)}(?=\s|$)", path))
    folders = [os.path.dirname(path) for name, path in found.items() if os.path.basename(path) == name]
    path = config.environment.get("PATH", os.environ.get("PATH", ""))
    config.environment["PATH"] = os.pathsep.join([*collections.OrderedDict.fromkeys(folders), path])
    config.available_features.update(found)


def configure(config, lit_config, **given):
    """Makes the folder of lit.cfg.py a suite. What the suite has set before is kept: name, suffixes, excludes.

    `given` are hier_opt=PATH, filecheck=PATH and llvm_tools_dir=FOLDER, which the environment does not override.
    """
    import lit.formats  # update-checks.py takes this file without lit

    unknown = sorted(set(given) - set(SETTINGS))
    if unknown:
        raise TypeError(f"configure() takes {', '.join(SETTINGS)}, not {', '.join(unknown)}")
    found = tools_for(lit_config, given)
    if config.name in (None, "", "<unnamed>"):
        # lit gives a lit.cfg.py its path as __file__, and tells nobody else.
        file = sys._getframe(1).f_globals["__file__"]
        config.name = os.path.basename(os.path.dirname(os.path.abspath(file)))
    config.test_format = lit.formats.ShTest(execute_external=False)
    config.suffixes = config.suffixes or [".ir", ".test"]
    config.excludes = config.excludes or ["Inputs"]
    add_tools(config, found)
    config.substitutions += [("%hier-opt", found["hier-opt"]), ("%python", sys.executable)]
    if hasattr(lit_config, "test_updaters"):
        lit_config.test_updaters.append(refresh)


def refresh(result, test, commands):
    """What `lit --update-tests` calls for a test that fails."""
    file = test.getSourcePath()
    with open(file, errors="surrogateescape") as text:
        if "update-checks.py" not in text.readline():
            return None
    command = [sys.executable, str(HERE / "update-checks.py"), file]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                          env={**os.environ, "PATH": test.config.environment["PATH"]})
    return done.stdout
