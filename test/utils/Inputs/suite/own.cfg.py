import hier_lit

config.name = "my own"
config.suffixes = [".ir"]
config.excludes = ["needs-split-file.ir"]
hier_lit.configure(config, lit_config)
