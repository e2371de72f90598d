# The suite: each file runs its RUN lines. What CMake knows comes from lit.site.cfg.py, which it writes.
import os

import lit.formats

config.name = "remove-dropout"
config.test_format = lit.formats.ShTest()
config.suffixes = [".ir"]
config.test_source_root = os.path.dirname(__file__)
config.substitutions.append(("%plugin", config.plugin))
config.environment["PATH"] = os.pathsep.join(config.tools + [os.environ["PATH"]])
