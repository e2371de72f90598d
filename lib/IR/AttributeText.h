//===- AttributeText.h - Attributes of nodes, as text ---------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place that knows how an attribute's value is spelt, both ways.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_ATTRIBUTETEXT_H
#define HIER_LIB_IR_ATTRIBUTETEXT_H

#include "TextBuffer.h"
#include "hier/IR/TypeTable.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

namespace hier {

/// Gives attributes the values that their spellings stand for. A value that
/// would not print again as it was spelt is kept as opaque text.
class AttributeReader {
public:
  explicit AttributeReader(TypeTable &types) : types(types) {}

  /// Sets `name` on `node`. The node has its outputs, typed: a constant's type
  /// tells what `1` or `{1}` is.
  void set(torch::jit::Node &node, c10::Symbol name, llvm::StringRef text);

private:
  bool setNumber(torch::jit::Node &node, c10::Symbol name,
                 llvm::StringRef text);
  bool setString(torch::jit::Node &node, c10::Symbol name,
                 llvm::StringRef text);
  bool setList(torch::jit::Node &node, c10::Symbol name, llvm::StringRef text);
  bool setType(torch::jit::Node &node, c10::Symbol name, llvm::StringRef text);
  bool setTypes(torch::jit::Node &node, c10::Symbol name,
                llvm::ArrayRef<llvm::StringRef> elements);
  bool setObject(torch::jit::Node &node, c10::Symbol name,
                 llvm::StringRef text);
  c10::TypePtr typeNamed(llvm::StringRef text);
  bool setTensor(torch::jit::Node &node, c10::Symbol name,
                 llvm::StringRef text);
  at::Tensor scalarTensor(const c10::TypePtr &type, llvm::StringRef text);

  TypeTable &types;
  llvm::DenseMap<std::pair<const c10::Type *, int64_t>, at::Tensor> scalars;
};

/// The value of one attribute as libtorch's printer spells it.
void appendAttributeValue(TextBuffer &out,
                          const torch::jit::AttributeValue &value);

/// Shortest of the forms libtorch prints a float in: `1.`, `0.5`, `1e+30`.
void appendFloat(TextBuffer &out, double value);
/// In double quotes, escaped as c10::printQuotedString does.
void appendQuoted(TextBuffer &out, llvm::StringRef value);
/// The inverse of appendQuoted on the text between the quotes; nothing when
/// appendQuoted would not spell it so.
std::optional<std::string> unquote(llvm::StringRef text);

} // namespace hier

#endif // HIER_LIB_IR_ATTRIBUTETEXT_H
