//===- PassOptions.cpp - The options given to one pass --------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The grammar of options, and what may be wrong with a value.
//
//===----------------------------------------------------------------------===//

#include "hier/Passes/PassOptions.h"

#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace llvm;

namespace hier {

/// options ::= (key '=' value (' '+ key '=' value)*)?
/// value   ::= '"' text '"' | "'" text "'" | text without spaces
Expected<PassOptions> PassOptions::parse(MemoryBufferRef text, StringRef rest) {
  PassOptions result(text);
  for (rest = rest.ltrim(' '); !rest.empty(); rest = rest.ltrim(' ')) {
    StringRef key = rest.take_front(rest.find_first_of("= "));
    if (key.empty() || !rest.drop_front(key.size()).starts_with("="))
      return errorAt(text, rest.data(), "expected an option, 'key=value'");
    if (std::optional<StringRef> first = result.value(key))
      return withNote(
          errorAt(text, key.data(), "option '" + key + "' is given twice"),
          text, first->data(), "the first time with this value");
    rest = rest.drop_front(key.size() + 1);
    StringRef value;
    if (rest.starts_with("'") || rest.starts_with("\"")) {
      size_t end = rest.find(rest.front(), 1);
      if (end == StringRef::npos)
        return errorAt(text, rest.data(), "the quote is not closed");
      value = rest.slice(1, end);
      rest = rest.drop_front(end + 1);
    } else {
      value = rest.take_front(rest.find(' '));
      rest = rest.drop_front(value.size());
    }
    result.options.push_back({key, value});
  }
  return result;
}

std::optional<StringRef> PassOptions::value(StringRef key) const {
  for (const Option &option : options)
    if (option.key == key)
      return option.value;
  return std::nullopt;
}

Error PassOptions::errorAtValue(StringRef key, const Twine &message) const {
  return errorAt(text, value(key)->data(), message);
}

Expected<size_t> PassOptions::number(StringRef key, size_t byDefault) const {
  std::optional<StringRef> given = value(key);
  size_t number = byDefault;
  if (given && given->getAsInteger(10, number))
    return errorAtValue(key, "expected a number for '" + key + "', not '" +
                                 *given + "'");
  return number;
}

Expected<bool> PassOptions::flag(StringRef key) const {
  StringRef given = value(key).value_or("false");
  if (given == "true" || given == "false")
    return given == "true";
  return errorAtValue(key, "expected true or false for '" + key + "', not '" +
                               given + "'");
}

Expected<SmallVector<StringRef>>
PassOptions::words(StringRef key, ArrayRef<StringRef> allowed,
                   ArrayRef<StringRef> byDefault) const {
  std::optional<StringRef> given = value(key);
  if (!given)
    return SmallVector<StringRef>(byDefault);
  SmallVector<StringRef> words;
  given->split(words, ',');
  for (StringRef word : words)
    if (!is_contained(allowed, word))
      return errorAt(text, word.data(),
                     "'" + word + "' is not one of '" + key + "': " +
                         join(allowed, ", ") + didYouMean(word, allowed));
  return words;
}

Error PassOptions::checkKeys(ArrayRef<StringRef> known, StringRef pass) const {
  for (const Option &option : options)
    if (!is_contained(known, option.key))
      return errorAt(text, option.key.data(),
                     "pass '" + pass + "' has no option '" + option.key + "'" +
                         (known.empty() ? std::string("; it takes none")
                                        : "; it takes " + join(known, ", ") +
                                              didYouMean(option.key, known)));
  return Error::success();
}

} // namespace hier
