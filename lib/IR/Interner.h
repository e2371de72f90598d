//===- Interner.h - What a dump spells again and again --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Node kinds, attribute names, scopes and source locations by their spelling:
// each is made once for a text. Keys point into the text, or into what was kept
// of a text that was respelt.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_INTERNER_H
#define HIER_LIB_IR_INTERNER_H

#include "hier/IR/Torch.h"
#include "llvm/ADT/CachedHashString.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Allocator.h"

#include <optional>

namespace hier {

class Interner {
public:
  /// `aten::add`; nothing when libtorch has no symbol that prints so.
  std::optional<c10::Symbol> kind(llvm::StringRef spelling);
  c10::Symbol attribute(llvm::StringRef name);
  /// Null when libtorch cannot hold it.
  torch::jit::ScopePtr scope(llvm::StringRef spelling);
  /// `file:line:col`; null when the spelling is not one.
  const torch::jit::SourceRange *location(llvm::StringRef spelling);
  /// A copy of `text` that lives as long as this.
  llvm::StringRef keep(llvm::StringRef text) { return text.copy(kept); }

private:
  template <typename T>
  using Memory = llvm::DenseMap<llvm::CachedHashStringRef, T>;

  llvm::BumpPtrAllocator kept;
  Memory<std::optional<c10::Symbol>> kinds;
  Memory<c10::Symbol> attributes;
  Memory<torch::jit::ScopePtr> scopes;
  llvm::DenseMap<std::pair<torch::jit::Scope *, llvm::StringRef>,
                 torch::jit::ScopePtr>
      innerScopes; // by what they are in, and their own names
  Memory<std::shared_ptr<torch::jit::Source>> sources;
  Memory<std::optional<torch::jit::SourceRange>> locations;
  torch::jit::ScopePtr rootScope = c10::make_intrusive<torch::jit::Scope>();
};

} // namespace hier

#endif // HIER_LIB_IR_INTERNER_H
