# The GoogleTest programs as a lit suite: every case of every program counts as one test.
import os

import lit.formats

config.name = "Hier-Unit"
config.test_source_root = config.test_exec_root = config.hier_unit_dir
config.test_format = lit.formats.GoogleTest(".", "Tests")
# One process per program: a program that uses libtorch takes 0.2 s before its main.
lit_config.gtest_sharding = False

if config.hier_sanitize:
    config.environment["LSAN_OPTIONS"] = f"suppressions={config.hier_suppressions}:print_suppressions=0"
