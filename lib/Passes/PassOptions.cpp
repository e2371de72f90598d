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

static bool isKeyByte(char byte) {
  return isAlnum(byte) || byte == '-' || byte == '_';
}

/// What ends a value without quotes, or is no part of it.
static constexpr StringLiteral special = " {}'\"";

/// value ::= '"' text '"' | "'" text "'" | text without spaces, braces, quotes
static Expected<StringRef> takeValue(MemoryBufferRef text, StringRef &rest) {
  bool isQuoted = rest.starts_with("'") || rest.starts_with("\"");
  size_t end =
      isQuoted ? rest.find(rest.front(), 1) : rest.find_first_of(special);
  if (isQuoted && end == StringRef::npos)
    return errorAt(text, rest.data(), "the quote is not closed");
  StringRef value = rest.slice(isQuoted ? 1 : 0, end);
  rest = rest.drop_front(value.size() + (isQuoted ? 2 : 0));
  return value;
}

/// options ::= (option (' '+ option)*)?     option ::= key ('=' value)?
Expected<PassOptions> PassOptions::parse(MemoryBufferRef text, StringRef &rest,
                                         bool inBraces) {
  PassOptions result(text);
  const char *start = rest.data();
  while (true) {
    rest = rest.ltrim(' ');
    if (inBraces ? rest.starts_with("}") : rest.empty())
      return result;
    StringRef key = rest.take_while(isKeyByte);
    StringRef after = rest.drop_front(key.size());
    if (inBraces && rest.empty())
      return errorAt(text, start - 1, "the brace is not closed");
    if (key.empty())
      return errorAt(text, rest.data(), "expected an option, 'key=value'");
    if (const Option *first = result.find(key))
      return withNote(
          errorAt(text, key.data(), "option '" + key + "' is given twice"),
          text, first->place, "the first time with this value");
    Option option = {key, "true", key.data()};
    if (after.consume_front("=")) {
      Expected<StringRef> given = takeValue(text, after);
      if (!given)
        return given.takeError();
      option.value = *given;
      option.place = given->data();
    }
    bool isEnd = after.empty() || after.starts_with(" ") ||
                 (inBraces && after.starts_with("}"));
    if (!isEnd)
      return errorAt(text, after.data(),
                     "expected a space after the value of '" + key + "'");
    result.options.push_back(option);
    rest = after;
  }
}

const PassOptions::Option *PassOptions::find(StringRef key) const {
  const Option *option =
      find_if(options, [&](const Option &given) { return given.key == key; });
  return option == options.end() ? nullptr : option;
}

void PassOptions::print(raw_ostream &os) const {
  ListSeparator spaces(" ");
  for (const Option &option : options) {
    bool isPlain = !option.value.empty() &&
                   option.value.find_first_of(special) == StringRef::npos;
    StringRef quote = isPlain ? "" : option.value.contains('\'') ? "\"" : "'";
    os << spaces << option.key << '=' << quote << option.value << quote;
  }
}

std::optional<StringRef> PassOptions::value(StringRef key) const {
  const Option *option = find(key);
  return option ? std::optional(option->value) : std::nullopt;
}

Error PassOptions::errorAtValue(StringRef key, const Twine &message) const {
  return errorAt(text, find(key)->place, message);
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
  const Option *given = find(key);
  if (!given)
    return SmallVector<StringRef>(byDefault);
  SmallVector<StringRef> words;
  given->value.split(words, ',');
  for (StringRef word : words)
    if (!is_contained(allowed, word))
      return errorAt(text, given->place + (word.data() - given->value.data()),
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
