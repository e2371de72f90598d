//===- Emitter.h - Files that show models ----------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What makes one file of all the models of a run, for people or for the tools
// that they look at models with, and the formats there are.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_EMIT_EMITTER_H
#define HIER_EMIT_EMITTER_H

#include "hier/View/ModelView.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/raw_ostream.h"

#include <memory>

namespace hier {

class Emitter {
public:
  virtual ~Emitter() = default;

  /// The next model, in the order of the inputs.
  virtual void add(const std::shared_ptr<const ModelView> &view) = 0;
  /// The file of all models, of which there is one at least.
  virtual void write(llvm::raw_ostream &os) const = 0;
};

/// One line of Formats.def.
struct EmitFormat {
  /// The option that asks for it, `emit-html`.
  llvm::StringLiteral option;
  std::unique_ptr<Emitter> (*create)();
};

llvm::ArrayRef<EmitFormat> emitFormats();

/// The format that `option` asks for; null where it is none of theirs.
const EmitFormat *findEmitFormat(llvm::StringRef option);

} // namespace hier

#endif // HIER_EMIT_EMITTER_H
