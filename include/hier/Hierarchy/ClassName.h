//===- ClassName.h - The Python class behind a module -----------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// TorchScript qualifies a class by its Python module and makes it unique by
// mangling. Which levels a tag has depends on the Python class alone, so it is
// recovered from that spelling once, here.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_CLASSNAME_H
#define HIER_HIERARCHY_CLASSNAME_H

#include "llvm/ADT/StringRef.h"

#include <string>

namespace hier {

/// A Python class: the module that defines it, and its name there. An empty
/// name stands for a class that is not known.
struct ClassName {
  std::string module; // "transformers.models.bert.modeling_bert"
  std::string name;   // "BertLayer"

  /// Reads a TorchScript or Python qualified name. A leading `__torch__.` and
  /// the atoms `___torch_mangle_N` are no part of the Python module. Any text
  /// is taken: one without dots is a class of `__main__`, an empty one is
  /// unknown.
  static ClassName parse(llvm::StringRef qualifiedName);

  bool empty() const { return name.empty(); }
  /// `module.name`, which parses to the same class; empty for an unknown class.
  std::string qualified() const;
  /// Is this one of torch.nn's ModuleList, ModuleDict and ParameterList, which
  /// hold modules or parameters and are never called?
  bool isBareContainer() const;

  friend bool operator==(const ClassName &, const ClassName &) = default;
};

} // namespace hier

#endif // HIER_HIERARCHY_CLASSNAME_H
