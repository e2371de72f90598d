//===- HierOptMain.cpp - The driver as a library --------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Inputs are shared out to workers, and their results printed in order.
//
//===----------------------------------------------------------------------===//

#include "hier/Driver/HierOptMain.h"

#include "CommandLine.h"
#include "Help.h"
#include "Plugins.h"
#include "Progress.h"
#include "Results.h"
#include "hier/IR/TensorBudget.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/Files.h"
#include "hier/Support/OrderedWork.h"
#include "hier/Support/ShellWords.h"
#include "llvm/Support/FileSystem.h"

#include <cstdlib>
#include <list>

using namespace llvm;

namespace hier {

static std::string printed(const Pipeline &pipeline) {
  std::string text;
  raw_string_ostream os(text);
  pipeline.print(os);
  return text;
}

static void dumpPassPipeline(const Pipeline &pipeline) {
  if (!pipeline.empty())
    errs() << "--pass-pipeline=" << shellQuoted(printed(pipeline)) << '\n';
}

static unsigned workersFor(const CommandLine &line) {
  unsigned threads =
      line.threads == 0 ? thread::hardware_concurrency() : line.threads;
  return std::clamp<unsigned>(threads, 1, line.inputs.size());
}

/// Do watchers print to stderr while passes run?
static bool printsMeanwhile(const InstrumentationConfig &config) {
  return config.bisectLimit ||
         (config.printing.isOn() && config.printing.folder.empty());
}

namespace {

/// All inputs, and the workers that they are shared out to.
class Batch {
public:
  explicit Batch(const CommandLine &line)
      : line(line), workers(workersFor(line)),
        isLogged(workers == 1 && (line.inputs.size() == 1 ||
                                  printsMeanwhile(line.instrumentation))),
        progress(showsProgress() ? &errs() : nullptr, line.inputs.size()),
        results(line) {}

  /// An error that is none of an input's.
  Error run();
  bool hasFailed() const { return results.hasFailed(); }

private:
  bool showsProgress() const {
    return line.inputs.size() > 1 && !isLogged && errs().is_displayed();
  }
  Error prepare();
  Error makeRunners();
  InputResult produce(size_t index, unsigned worker);
  void consume(size_t index, InputResult result);
  void showProgress() { progress.show(done, line.inputs[done].name()); }

  const CommandLine &line;
  unsigned workers;
  bool isLogged; // Does stderr get all at once, as it comes?
  Progress progress;
  Results results;
  std::list<Pipeline> copies;
  std::vector<InputRunner> runners;
  size_t done = 0;
  Error error = Error::success();
};

} // namespace

/// Pass objects are each one worker's: those of the first are the command
/// line's, and the others read its pipeline again.
Error Batch::makeRunners() {
  raw_ostream *log = isLogged ? &errs() : nullptr;
  runners.emplace_back(line, line.pipeline, log);
  while (runners.size() < workers) {
    Pipeline &copy = copies.emplace_back(line.registry);
    if (!line.pipeline.empty())
      if (Error failure = copy.append(printed(line.pipeline), "-j"))
        return failure;
    runners.emplace_back(line, copy, log);
  }
  return Error::success();
}

InputResult Batch::produce(size_t index, unsigned worker) {
  if (workers == 1)
    showProgress();
  InputResult result = runners[worker].run(line.inputs[index]);
  result.worker = worker;
  return result;
}

void Batch::consume(size_t index, InputResult result) {
  progress.erase();
  error = joinErrors(std::move(error), results.print(line.inputs[index].name(),
                                                     std::move(result)));
  done = index + 1;
  if (workers > 1 && done < line.inputs.size())
    showProgress();
}

/// All that can go wrong before anything is run.
Error Batch::prepare() {
  // There is no time to make it in when the process dies.
  if (line.reproducer.isFolder)
    if (auto failure = sys::fs::create_directories(line.reproducer.path))
      return errorIn(line.reproducer.path, failure.message());
  if (Error failure = makeRunners())
    return failure;
  return results.open();
}

Error Batch::run() {
  if (Error failure = prepare())
    return joinErrors(std::move(error), std::move(failure));
  OrderedWork<InputResult>(line.inputs.size(), workers)
      .run([this](size_t index,
                  unsigned worker) { return produce(index, worker); },
           [this](size_t index, InputResult result) {
             consume(index, std::move(result));
           },
           [this] { showProgress(); });
  return joinErrors(std::move(error), results.finish());
}

/// False when an input has failed, which has been told of.
static Expected<bool> runInputs(const CommandLine &line) {
  if (line.dumpPassPipeline)
    dumpPassPipeline(line.pipeline);
  Batch batch(line);
  if (Error error = batch.run())
    return error;
  return !batch.hasFailed();
}

static void printTold(const CommandLine &line, const HierOptConfig &config,
                      ArrayRef<StringRef> plugins) {
  switch (line.action) {
  case Action::PrintHelp:
    return printHelp(outs(), config, line.registry);
  case Action::PrintHelpOfPass:
    return printHelpOfPass(outs(), *line.helpPass);
  case Action::ListPasses:
    return listPasses(outs(), line.registry);
  case Action::PrintVersion:
    return printVersion(outs(), config.toolName, plugins);
  case Action::Run:
    return;
  }
}

static Expected<bool> perform(const CommandLine &line,
                              const HierOptConfig &config,
                              ArrayRef<StringRef> plugins) {
  if (line.action == Action::Run)
    return runInputs(line);
  printTold(line, config, plugins);
  if (Error error = flushStdout())
    return error;
  return true;
}

/// The passes of plugins are options: they are there before these are read.
static Expected<bool> run(ArrayRef<const char *> arguments,
                          const HierOptConfig &config) {
  PassRegistry registry;
  auto plugins = loadPassPlugins(arguments, registry);
  if (!plugins)
    return plugins.takeError();
  Expected<CommandLine> line = parseCommandLine(arguments, registry, config);
  if (!line)
    return line.takeError();
  return perform(*line, config, *plugins);
}

int hierOptMain(int argc, char **argv, const HierOptConfig &config) {
  enforceTensorBudgets();
  Expected<bool> isDone = run(ArrayRef<const char *>(argv, argc), config);
  if (isDone)
    return *isDone ? EXIT_SUCCESS : EXIT_FAILURE;
  logAllUnhandledErrors(isDone.takeError(), errs());
  return EXIT_FAILURE;
}

} // namespace hier
