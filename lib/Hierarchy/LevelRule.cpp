//===- LevelRule.cpp - Which modules make a level of a tag ----------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Matching of class patterns and of numbered containers.
//
//===----------------------------------------------------------------------===//

#include "hier/Hierarchy/LevelRule.h"
#include "hier/Hierarchy/Names.h"
#include "llvm/ADT/STLExtras.h"

#include <tuple>

using namespace llvm;

namespace hier {

/// Does `pattern`, which holds a `*`, match all of `text`? Each part between
/// stars may take its leftmost place: a later one would leave less for the
/// rest.
static bool matchesGlob(StringRef pattern, StringRef text) {
  auto [part, rest] = pattern.split('*');
  if (!text.consume_front(part))
    return false;
  while (rest.contains('*')) {
    std::tie(part, rest) = rest.split('*');
    size_t place = text.find(part);
    if (place == StringRef::npos)
      return false;
    text = text.drop_front(place + part.size());
  }
  return text.ends_with(rest);
}

bool LevelRule::makesLevel(const ClassName &className) const {
  if (!includesContainers && className.isBareContainer())
    return false;
  std::string qualified = className.qualified();
  return any_of(levels, [&](StringRef pattern) {
    if (pattern.contains('*'))
      return matchesGlob(pattern, qualified);
    return pattern == className.name || pattern == qualified;
  });
}

bool LevelRule::keepsNumber(StringRef parentName, StringRef name) const {
  return isNumber(name) && any_of(numbered, [&](StringRef container) {
           return container == "*" || container == parentName;
         });
}

std::optional<std::string> LevelRule::level(const ClassName &className,
                                            StringRef parentName,
                                            StringRef name) const {
  if (className.empty() || !makesLevel(className))
    return std::nullopt;
  if (keepsNumber(parentName, name))
    return className.name + "." + name.str();
  return className.name;
}

} // namespace hier
