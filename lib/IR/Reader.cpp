//===- Reader.cpp - From text to a program --------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The top level of a text: which items it holds, and the space between them.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/Reader.h"

#include "ModuleReader.h"

using namespace llvm;

namespace hier {

/// Takes comments and blank lines; gives the blank lines.
static std::string readBlank(Cursor &cursor) {
  std::string blank;
  while (!cursor.atEnd()) {
    StringRef line = cursor.restOfLine().drop_while(isBlank);
    bool isComment = line.starts_with("#");
    if (!isComment && !line.empty())
      break;
    const char *begin = cursor.position();
    cursor.skipLine();
    if (!isComment)
      blank.append(begin, cursor.position());
  }
  return blank;
}

/// Is this a graph that is not at the margin, or with a space after the word?
static bool startsLooseGraph(Cursor &cursor) {
  const char *begin = cursor.position();
  cursor.skipSpaces();
  StringRef line = cursor.restOfLine();
  if (line.consume_front("graph") && line.drop_while(isBlank).starts_with("("))
    return true;
  cursor.setPosition(begin);
  return false;
}

/// item ::= graph | module
static bool readItem(Cursor &cursor, GraphReader &graphs, Item &item) {
  if (cursor.startsWith("graph(") || startsLooseGraph(cursor))
    return (item.graph = graphs.read()) != nullptr;
  if (cursor.startsWith("module "))
    return (item.module = ModuleReader(cursor, graphs, *item.types).read()) !=
           nullptr;
  return cursor.fail("expected 'graph(' or 'module '");
}

static void readItems(Cursor &cursor, Program &program) {
  Interner interner;
  program.blankBefore = readBlank(cursor);
  if (cursor.atEnd())
    cursor.fail("the text holds no graph and no module");
  while (!cursor.atEnd() && !cursor.failed()) {
    Item &item = program.items.emplace_back();
    item.unit = std::make_shared<torch::jit::CompilationUnit>();
    item.types = std::make_unique<TypeTable>(item.unit);
    GraphReader graphs(cursor, interner, *item.types);
    if (!readItem(cursor, graphs, item))
      break;
    program.depthWithMargin =
        std::min(program.depthWithMargin, graphs.depthWithMargin);
    item.printsTypes = graphs.hasTypedValue || !graphs.hasUntypedValue;
    item.blankAfter = readBlank(cursor);
  }
}

Expected<Program> readProgram(MemoryBufferRef text) {
  return readProgram(text, text.getBuffer());
}

Expected<Program> readProgram(MemoryBufferRef text, StringRef part) {
  Cursor cursor(text, part);
  Program program;
  try {
    readItems(cursor, program);
  } catch (const c10::Error &error) {
    cursor.fail(Twine("libtorch refuses this: ") +
                error.what_without_backtrace());
  } catch (const std::exception &error) {
    cursor.fail(Twine("libtorch refuses this: ") + error.what());
  }
  if (cursor.failed())
    return cursor.takeError();
  program.endsWithNewline =
      part.ends_with("\n") || !program.items.back().blankAfter.empty();
  return program;
}

Expected<Program> readDump(MemoryBufferRef text, StringRef part) {
  if (isArchive(text.getBuffer()))
    return readArchive(text);
  return readProgram(text, part);
}

} // namespace hier
