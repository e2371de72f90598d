//===- Emitter.cpp - Files that show models -------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Formats.def as a table.
//
//===----------------------------------------------------------------------===//

#include "hier/Emit/Emitter.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;

namespace hier {

#define HIER_FORMAT(ID, OPTION, CREATE, SUMMARY)                               \
  std::unique_ptr<Emitter> CREATE();
#include "hier/Emit/Formats.def"

static constexpr EmitFormat formats[] = {
#define HIER_FORMAT(ID, OPTION, CREATE, SUMMARY) {OPTION, CREATE},
#include "hier/Emit/Formats.def"
};

ArrayRef<EmitFormat> emitFormats() { return formats; }

const EmitFormat *findEmitFormat(StringRef option) {
  const EmitFormat *found = find_if(formats, [&](const EmitFormat &format) {
    return format.option == option;
  });
  return found == std::end(formats) ? nullptr : found;
}

} // namespace hier
