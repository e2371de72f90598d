//===- TagPolicy.h - What the levels of a tag are ---------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A hierarchy tag is a path of classes; which classes are worth a level is for
// the user to say. The policies hf and all are built in, others are JSON files
// of the same two lists.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_HIERARCHY_TAGPOLICY_H
#define HIER_HIERARCHY_TAGPOLICY_H

#include "hier/Hierarchy/ClassName.h"
#include "hier/Hierarchy/LevelRule.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>

namespace hier {

/// A named set of rules, to be copied freely: one for each hierarchy that makes
/// levels of its own.
class TagPolicy {
public:
  /// What hooks on a Hugging Face model record: levels for the classes of
  /// transformers and for LayerNorm and Embedding, numbers for the usual lists
  /// of layers. The static hierarchy has the classes of transformers alone, and
  /// all numbers.
  static TagPolicy hf();
  /// A level for every module, a number for every numbered one. Bare
  /// containers, which nobody calls, make none in the static hierarchy.
  static TagPolicy all();
  /// hf when the root class comes from transformers, else all.
  static TagPolicy defaultFor(const ClassName &rootClass);

  /// A policy from `{"levels": ["transformers*"], "numbered": ["layer", "h"]}`,
  /// whose lists are those of LevelRule, for both hierarchies; without
  /// `numbered`, nothing keeps its number. An error names the place in the
  /// object, or the key that is unknown.
  static llvm::Expected<TagPolicy> fromJSON(llvm::StringRef text);
  /// A policy from what a user wrote: `hf`, `all`, or the name of a JSON file,
  /// which ends in `.json`.
  static llvm::Expected<TagPolicy> fromOption(llvm::StringRef value);

  /// `hf`, `all`, the name of the policy's file, or `custom`.
  llvm::StringRef name() const { return policyName; }

  /// The level that a called module makes in the traced hierarchy:
  /// `BertLayer.0`; none if it makes none.
  std::optional<std::string> tracedLevel(const ClassName &className,
                                         llvm::StringRef path) const;
  /// The same from the last two names of the path, which decide it. A child of
  /// the root has an empty `parentName`.
  std::optional<std::string> tracedLevel(const ClassName &className,
                                         llvm::StringRef parentName,
                                         llvm::StringRef name) const;
  /// The level that the module `name` of `parentName` makes in the static
  /// hierarchy, called or not; none if it makes none.
  std::optional<std::string> staticLevel(const ClassName &className,
                                         llvm::StringRef parentName,
                                         llvm::StringRef name) const;

private:
  TagPolicy(std::string name, LevelRule traced, LevelRule statically)
      : policyName(std::move(name)), traced(std::move(traced)),
        statically(std::move(statically)) {}

  std::string policyName;
  LevelRule traced;
  LevelRule statically;
};

} // namespace hier

#endif // HIER_HIERARCHY_TAGPOLICY_H
