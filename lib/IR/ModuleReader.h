//===- ModuleReader.h - The grammar of module dumps -----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads what Module::dump_to_str prints into a tree of module objects, and
// registers their classes and methods with libtorch.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_IR_MODULEREADER_H
#define HIER_LIB_IR_MODULEREADER_H

#include "GraphReader.h"
#include "hier/IR/Program.h"
#include "llvm/ADT/StringSet.h"

namespace hier {

class ModuleReader {
public:
  ModuleReader(Cursor &cursor, GraphReader &graphs, TypeTable &types)
      : cursor(cursor), graphs(graphs), types(types) {}

  /// The cursor is at the start of the line `module ... {`. Null after an
  /// error, which the cursor holds.
  std::unique_ptr<ModuleObject> read();

private:
  /// A module whose submodules are being read.
  struct Open {
    ModuleObject *object;
    size_t indent;
    const char *openedAt;
    size_t nextAttribute = 0; // of those that may name the next submodule
    llvm::StringSet<> names = {};
  };
  /// A method that was read: objects of one class print it again and again.
  struct Seen {
    const char *begin;
    const char *end;
    size_t indent;
    std::shared_ptr<torch::jit::Graph> graph;
  };

  std::unique_ptr<ModuleObject> readHead(size_t indent);
  bool readAttributes(size_t indent, llvm::StringRef section,
                      std::vector<AttributeText> &attributes);
  bool readMethods(size_t indent, ModuleObject &object);
  bool readMethod(size_t indent, llvm::StringRef name, ModuleObject &object);
  bool nameSubmodule(Open &parent, ModuleObject &child, const char *where);
  void declareClass(ModuleObject &object);

  const char *openSection(size_t indent, llvm::StringRef section);
  bool expectLine(size_t indent, llvm::StringRef text);
  bool expectEnd(size_t indent, const char *openedAt, llvm::StringRef what);
  bool startsLine(size_t indent, llvm::StringRef prefix) const;

  Cursor &cursor;
  GraphReader &graphs;
  TypeTable &types;
  llvm::StringMap<Seen> seen; // by class and method
};

} // namespace hier

#endif // HIER_LIB_IR_MODULEREADER_H
