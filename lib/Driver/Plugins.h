//===- Plugins.h - Passes from shared libraries ---------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// --load-pass-plugin, which is obeyed before the arguments are parsed: what it
// loads adds flags.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_PLUGINS_H
#define HIER_LIB_DRIVER_PLUGINS_H

#include "hier/Passes/Pass.h"

namespace hier {

/// Loads the plugins that --load-pass-plugin names in `arguments`, adds their
/// passes to `registry`, and gives their names. Plugins stay loaded until the
/// process ends.
llvm::Expected<std::vector<llvm::StringRef>>
loadPassPlugins(llvm::ArrayRef<const char *> arguments, PassRegistry &registry);

} // namespace hier

#endif // HIER_LIB_DRIVER_PLUGINS_H
