//===- HierDiffMain.cpp - The differ as a program -------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Reads two dumps, compares their items one after the other, and prints what
// differs.
//
//===----------------------------------------------------------------------===//

#include "hier/Diff/HierDiffMain.h"

#include "CommandLine.h"
#include "hier/IR/Reader.h"
#include "hier/IR/Verifier.h"
#include "hier/Support/Files.h"
#include "hier/Support/Options.h"
#include "llvm/Support/BuryPointer.h"
#include "llvm/Support/raw_ostream.h"

#include <torch/version.h>

using namespace llvm;

namespace hier {

static constexpr int statusEqual = 0;
static constexpr int statusDifferent = 1;
static constexpr int statusError = 2;

/// Freeing a large program takes as long as making it, and of deep types more
/// stack than there may be: it is left to the end of the process.
static Program &kept(Program program) {
  auto owned = std::make_unique<Program>(std::move(program));
  Program &result = *owned;
  BuryPointer(std::move(owned));
  return result;
}

static Expected<Program &> readInputDump(StringRef file, StringRef name,
                                         const std::string &method) {
  Expected<std::unique_ptr<MemoryBuffer>> buffer = readInput(file);
  if (!buffer)
    return buffer.takeError();
  MemoryBufferRef text((*buffer)->getBuffer(), name);
  Expected<Program> read = readDump(text, text.getBuffer());
  if (!read)
    return read.takeError();
  Program &program = kept(std::move(*read));
  if (Error error = verifyProgram(program, name))
    return error;
  if (!method.empty())
    if (Error error = chooseEntry(program, method, name))
      return error;
  return program;
}

static Expected<std::vector<ModelView>> viewsOf(StringRef file,
                                                const DiffCommandLine &line) {
  StringRef name = file == "-" ? "<stdin>" : file;
  Expected<Program &> program = readInputDump(file, name, line.method);
  if (!program)
    return program.takeError();
  ViewOptions options;
  options.policy = line.policy;
  std::vector<ModelView> views;
  for (Item &item : program->items) {
    Expected<ModelView> view = viewOf(item, name, options);
    if (!view)
      return view.takeError();
    views.push_back(std::move(*view));
  }
  return views;
}

static std::vector<ItemDiff> compare(std::vector<ModelView> before,
                                     std::vector<ModelView> after,
                                     DiffAspects aspects) {
  std::vector<ItemDiff> items(std::max(before.size(), after.size()));
  for (size_t index = 0; index < items.size(); ++index) {
    ItemDiff &item = items[index];
    if (index < before.size())
      item.before = std::move(before[index]);
    if (index < after.size())
      item.after = std::move(after[index]);
    if (item.before && item.after)
      item.diff = diffOf(*item.before, *item.after, aspects);
  }
  return items;
}

static Error print(const DiffCommandLine &line, ArrayRef<ItemDiff> items) {
  std::string text;
  raw_string_ostream os(text);
  if (line.format == DiffFormat::Json) {
    json::OStream json(os, 2);
    writeDiffs(json, items);
    os << '\n';
  } else {
    printDiffs(os, items, line.printing);
  }
  return writeOutput(line.output, text);
}

static Expected<int> run(const DiffCommandLine &line) {
  Expected<std::vector<ModelView>> before = viewsOf(line.before, line);
  if (!before)
    return before.takeError();
  Expected<std::vector<ModelView>> after = viewsOf(line.after, line);
  if (!after)
    return after.takeError();
  std::vector<ItemDiff> items =
      compare(std::move(*before), std::move(*after), line.aspects);
  if (Error error = print(line, items))
    return error;
  bool isEqual = all_of(items, [](const ItemDiff &i) { return i.isEqual(); });
  return isEqual ? statusEqual : statusDifferent;
}

static Expected<int> perform(ArrayRef<const char *> arguments) {
  Expected<DiffCommandLine> line = parseDiffCommandLine(arguments);
  if (!line)
    return line.takeError();
  if (line->action == DiffAction::Compare)
    return run(*line);
  if (line->action == DiffAction::PrintHelp)
    printDiffHelp(outs());
  else {
    printVersion(outs(), "hier-diff", HIER_VERSION);
    outs() << "  torch " << TORCH_VERSION << '\n';
  }
  if (Error error = flushStdout())
    return error;
  return statusEqual;
}

int hierDiffMain(int argc, char **argv) {
  Expected<int> status =
      perform(ArrayRef<const char *>(argv, argc).drop_front());
  if (status)
    return *status;
  logAllUnhandledErrors(status.takeError(), errs());
  return statusError;
}

} // namespace hier
