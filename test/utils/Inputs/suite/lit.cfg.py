import hier_lit
hier_lit.configure(config, lit_config)
