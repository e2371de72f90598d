//===- TagPolicy.cpp - What the levels of a tag are -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The built-in policies, and the choice and reading of one that the user
// names.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/TagPolicy.h"

#include "hier/Support/NearestName.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>
#include <memory>

using namespace llvm;

namespace hier {

TagPolicy TagPolicy::hf() {
  return {"hf",
          {{"transformers*", "LayerNorm", "Embedding"},
           {"layer", "layers", "block", "blocks", "h"}},
          {{"transformers*"}, {"*"}}};
}

TagPolicy TagPolicy::all() {
  return {"all", {{"*"}, {"*"}}, {{"*"}, {"*"}, /*includesContainers=*/false}};
}

TagPolicy TagPolicy::defaultFor(const ClassName &rootClass) {
  return StringRef(rootClass.module).starts_with("transformers") ? hf() : all();
}

/// How many arrays and objects of a JSON text are open at once, at most.
static size_t nestingDepth(StringRef json) {
  size_t depth = 0, deepest = 0;
  bool inString = false;
  for (size_t i = 0; i < json.size(); ++i) {
    char c = json[i];
    if (c == '"')
      inString = !inString;
    else if (inString)
      i += c == '\\';
    else if (c == '[' || c == '{')
      deepest = std::max(deepest, ++depth);
    else if (c == ']' || c == '}')
      depth -= depth > 0;
  }
  return deepest;
}

static Expected<json::Value> parsePolicy(StringRef text) {
  // LLVM's parser recurses without a limit. A policy is an object of lists, so
  // this one is never in the way of an error that says more.
  if (nestingDepth(text) > 100)
    return createStringError(Twine("policy nests values too deeply"));
  Expected<json::Value> value = json::parse(text);
  if (!value)
    return createStringError("policy is not JSON: " +
                             toString(value.takeError()));
  return value;
}

/// An error for the first in order of the keys of `policy` that mean nothing.
static Error checkKeys(const json::Object &policy) {
  SmallVector<StringRef> unknown;
  for (const auto &[key, value] : policy)
    if (key != "levels" && key != "numbered")
      unknown.push_back(key);
  if (unknown.empty())
    return Error::success();
  return createStringError("unknown key '" + *min_element(unknown) +
                           "' in policy: expected 'levels' or 'numbered'");
}

Expected<TagPolicy> TagPolicy::fromJSON(StringRef text) {
  Expected<json::Value> value = parsePolicy(text);
  if (!value)
    return value.takeError();
  if (const json::Object *object = value->getAsObject())
    if (Error error = checkKeys(*object))
      return error;
  LevelRule rule;
  json::Path::Root place("policy");
  json::ObjectMapper mapper(*value, place);
  if (mapper && mapper.map("levels", rule.levels) &&
      mapper.mapOptional("numbered", rule.numbered))
    return TagPolicy("custom", rule, rule);
  return place.getError();
}

Expected<TagPolicy> TagPolicy::fromOption(StringRef value) {
  if (value == "hf")
    return hf();
  if (value == "all")
    return all();
  if (!value.ends_with(".json"))
    return createStringError("unknown policy '" + value +
                             "': expected hf, all or the name of a .json file" +
                             didYouMean(value, {"hf", "all"}));
  ErrorOr<std::unique_ptr<MemoryBuffer>> file = MemoryBuffer::getFile(value);
  if (!file)
    return createFileError(value, file.getError());
  Expected<TagPolicy> policy = fromJSON((*file)->getBuffer());
  if (!policy)
    return createFileError(value, policy.takeError());
  policy->policyName = value.str();
  return policy;
}

/// What stands behind the last dot: all of a path without dots.
static StringRef lastName(StringRef path) {
  return path.substr(path.rfind('.') + 1);
}

std::optional<std::string> TagPolicy::tracedLevel(const ClassName &className,
                                                  StringRef path) const {
  StringRef name = lastName(path);
  StringRef before = path.drop_back(name.size());
  before.consume_back(".");
  return tracedLevel(className, lastName(before), name);
}

std::optional<std::string> TagPolicy::tracedLevel(const ClassName &className,
                                                  StringRef parentName,
                                                  StringRef name) const {
  return traced.level(className, parentName, name);
}

std::optional<std::string> TagPolicy::staticLevel(const ClassName &className,
                                                  StringRef parentName,
                                                  StringRef name) const {
  return statically.level(className, parentName, name);
}

} // namespace hier
