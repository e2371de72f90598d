//===- TracedTags.cpp - The traced tag of each call -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each tag is built from that of the nearest call around it whose tag is
// known.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/TracedTags.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace hier {

TracedTags::TracedTags(const CallTree &calls, const ModuleTree &modules,
                       TagPolicy policy)
    : calls(calls), modules(modules), policy(std::move(policy)) {
  tags.push_back("/" + modules.className(calls[CallTree::root].module).name);
}

std::optional<std::string> TracedTags::level(const Call &call) const {
  if (!call.makesLevel)
    return std::nullopt;
  return policy.tracedLevel(modules.className(call.module),
                            modules.name(modules.parent(call.module)),
                            modules.name(call.module));
}

const std::string &TracedTags::operator[](CallId call) const {
  if (call < tags.size() && !tags[call].empty())
    return tags[call];
  if (tags.size() < calls.size())
    tags.resize(calls.size());
  SmallVector<std::string> levels;
  CallId known = call;
  for (; tags[known].empty(); known = calls[known].parent)
    if (std::optional<std::string> added = level(calls[known]))
      levels.push_back(std::move(*added));
  std::string tag = tags[known];
  for (const std::string &added : reverse(levels)) {
    // The tag of a root of unknown class is a lone slash, which serves here.
    if (tag != "/")
      tag += '/';
    tag += added;
  }
  return tags[call] = std::move(tag);
}

} // namespace hier
