//===- Program.h - What a dump holds ----------------------------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The graphs of a text, and for a module dump the tree of module objects that
// own them. Whether it was read from text or made from a live module, passes
// see the same.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_IR_PROGRAM_H
#define HIER_IR_PROGRAM_H

#include "hier/IR/Torch.h"
#include "hier/IR/TypeTable.h"
#include "hier/Support/Report.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace hier {

/// One line of a dump's `parameters` or `attributes`, without its indentation;
/// the value may go on over several lines.
struct AttributeText {
  std::string name;
  std::string value;
};

struct Method {
  std::string name;
  /// Objects of one class share the graphs of their methods. Null when the dump
  /// has the name alone.
  std::shared_ptr<torch::jit::Graph> graph;
};

/// A module object: one place in the tree that `named_modules()` walks.
struct ModuleObject {
  std::string name;       ///< In its parent; empty for the root.
  std::string className;  ///< Qualified, `__torch__.pkg.Class`.
  c10::ClassTypePtr type; ///< Null when libtorch cannot hold such a class.
  std::vector<AttributeText> parameters;
  std::vector<AttributeText> attributes;
  std::vector<Method> methods;
  std::vector<std::unique_ptr<ModuleObject>> children; ///< In order.
  /// The live object, of a module that was not read from text; else null.
  c10::intrusive_ptr<c10::ivalue::Object> live;

  ModuleObject() = default;
  ModuleObject(ModuleObject &&) = default;
  ModuleObject &operator=(ModuleObject &&) = default;
  /// A tree may be deeper than the stack: it is taken apart level by level.
  ~ModuleObject();

  Method *findMethod(llvm::StringRef method);
  /// The child of that name; null when there is none.
  ModuleObject *findChild(llvm::StringRef child);

private:
  /// Children are mostly asked for in order, and there may be thousands.
  size_t lastFound = 0;
};

/// What a pass has found out, for passes that come after it. Defined by the
/// passes; a program only keeps it with the graph.
class PassRecord {
public:
  virtual ~PassRecord() = default;
};

/// A graph or a module at the top level of a text.
struct Item {
  std::unique_ptr<TypeTable> types; // First: it outlives what has the types.
  /// What holds the classes. Null where these are another program's: then they
  /// stay as they are, and so do the graphs that they have for their methods.
  std::shared_ptr<torch::jit::CompilationUnit> unit;
  /// The graph to print: of a bare graph, or what inlining has made of a
  /// module. Null when the module itself is to be printed.
  std::shared_ptr<torch::jit::Graph> graph;
  /// The module of a module dump; kept after inlining, for its tree.
  std::unique_ptr<ModuleObject> module;
  /// What inlining has found out about the calls of `graph`.
  std::shared_ptr<PassRecord> calls;
  /// What reports have found out; gone when a pass may have changed the item.
  std::shared_ptr<PassRecord> facts;
  /// How long nodes took; gone with the facts.
  std::shared_ptr<PassRecord> profile;
  std::vector<std::unique_ptr<Report>> reports;
  /// The method that inlining starts from.
  std::string entry = "forward";
  /// False when the text leaves out the type of every value, as torch does
  /// when PYTORCH_JIT_TYPE_VERBOSITY is 0: then none is printed.
  bool printsTypes = true;
  /// Blank space up to the next item or the end, byte for byte.
  std::string blankAfter;
};

struct Program {
  std::string blankBefore;
  std::vector<Item> items;
  bool endsWithNewline = true;
  /// Of blocks that are nested deeper than this, the text left out some of the
  /// margin: printing all of it could take far more than the text did.
  size_t depthWithMargin = std::numeric_limits<size_t>::max();
};

/// The method of a module that `item.entry` names, or an error that lists those
/// there are.
llvm::Expected<Method *> entryMethod(Item &item);

/// Makes `method` the entry of every module of `program`, or says why it cannot
/// be: a module has no such method, or there is no module; the latter is an
/// error of `subject`.
llvm::Error chooseEntry(Program &program, const std::string &method,
                        const llvm::Twine &subject);

/// The graph of `item`, or where it is a module's still that of entryMethod.
llvm::Expected<std::shared_ptr<torch::jit::Graph>> entryGraph(Item &item);

/// Calls `visit` once for each graph that printing `item` prints, methods that
/// several objects share once. `visit` may replace the graph. Stops at the
/// first error.
llvm::Error forEachGraph(
    Item &item,
    llvm::function_ref<llvm::Error(std::shared_ptr<torch::jit::Graph> &)>
        visit);

/// Makes `method` the method of that name of `type`, so that libtorch resolves
/// calls to it too. A method of that name is replaced.
void defineMethod(torch::jit::CompilationUnit &unit, c10::ClassType &type,
                  const Method &method);

/// The module and its submodules, parents first.
std::vector<ModuleObject *> allObjects(ModuleObject &root);

/// Are the values of a live module's attributes spelt, to be printed? A list of
/// a million numbers takes its time.
enum class ValueTexts { spelt, leftOut };

/// The tree of a live module, with the graphs that its methods really have: a
/// pass that changes one changes the module. Attributes are as its dump has
/// them, but for the addresses of objects, which are numbered as they come.
std::unique_ptr<ModuleObject>
objectTreeOf(const torch::jit::Module &module,
             ValueTexts texts = ValueTexts::spelt);

/// The tree of any module of the class `type`: attributes are without values,
/// and a module with two names is two, for classes do not tell.
std::unique_ptr<ModuleObject> objectTreeOf(const c10::ClassTypePtr &type);

} // namespace hier

#endif // HIER_IR_PROGRAM_H
