//===- Scope.h - How a stack of modules is spelt on a node ------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// torch prints the stack of modules in which a node ran as the node's scope.
// Two spellings are in use, the tracer's and the ONNX exporter's; both are
// read, the first is written.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_SCOPE_H
#define HIER_HIERARCHY_SCOPE_H

#include "hier/Hierarchy/ClassName.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace hier {

/// One module of a scope. The path is as the scope spells it: a full path from
/// the root, except that torch's exporter of scripted modules spells it from
/// the calling module. The class is unknown in the tracer's form.
struct ScopeEntry {
  std::string path;
  ClassName className;

  friend bool operator==(const ScopeEntry &, const ScopeEntry &) = default;
};

/// No model nests its modules as deep as this. What is built from a scope grows
/// with the square of its entries, so one of more is not taken apart.
inline constexpr size_t maxScopeEntries = 256;

/// The modules of a scope, outermost first, from one of the two forms
///
///   __module.encoder/__module.encoder.layer.0
///   pkg.Model::/pkg.Encoder::encoder/torch.nn.Linear::encoder.fc
///
/// where the second names the root too, by an empty path. A module name may
/// hold any byte but a dot, slashes included, so only a slash that an entry
/// follows parts two entries. A scope of neither form has no known modules: an
/// empty list, as for an empty scope; so has one of more than maxScopeEntries.
std::vector<ScopeEntry> parseScope(llvm::StringRef spelling);

/// The path of the innermost module of parseScope, as a part of `spelling`;
/// empty for the root and where no module is known.
llvm::StringRef topOfScope(llvm::StringRef spelling);

/// The scope of the module at `modulePath` when it is called in the scope
/// `parent`, in the tracer's form. The root is spelt `__module`.
std::string appendToScope(llvm::StringRef parent, llvm::StringRef modulePath);
/// The same in place, for who follows a long stack.
void enterScope(std::string &scope, llvm::StringRef modulePath);

} // namespace hier

#endif // HIER_HIERARCHY_SCOPE_H
