//===- CommandLine.h - What the user has asked for ------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The options of hier-opt, read into one object.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_DRIVER_COMMANDLINE_H
#define HIER_LIB_DRIVER_COMMANDLINE_H

#include "EmittedFiles.h"
#include "Inputs.h"
#include "Reports.h"
#include "hier/Driver/HierOptMain.h"
#include "hier/Hierarchy/TagPolicy.h"
#include "hier/Instrumentation/Instrumentations.h"
#include "hier/Passes/Pipeline.h"

#include <string>

namespace hier {

/// What hier-opt does.
enum class Action { Run, PrintHelp, PrintHelpOfPass, ListPasses, PrintVersion };

/// What is printed of all inputs at the end.
struct SummaryConfig {
  TimingFormat timing = TimingFormat::Table;
  std::string timingFile = {}; // empty for stderr
  StatisticsFormat statistics = StatisticsFormat::Text;
  std::string statisticsFile = {};
};

struct CommandLine {
  Action action = Action::Run;
  const PassInfo *helpPass = nullptr;
  std::vector<InputFile> inputs;
  OutputPlace output;
  bool isOutputGiven = false;
  unsigned threads = 1;
  ReportFormat reportFormat = ReportFormat::Text;
  std::string method; // empty unless it was given
  bool splitInputFile = false;
  bool verifyDiagnostics = false;
  bool verifyEach = true;
  bool dumpPassPipeline = false;
  bool runReproducer = false;
  bool isHierarchyStrict = false;
  InstrumentationConfig instrumentation;
  OutputPlace reproducer; // where instrumentation.reproducer goes
  SummaryConfig summary;
  std::vector<EmittedFile> emitted;
  std::optional<std::string> emittedModule; // where it is not all of a model
  std::optional<TagPolicy> emittedPolicy; // where the root's class is not asked
  Pipeline pipeline;

  explicit CommandLine(const PassRegistry &registry)
      : pipeline(registry), registry(registry) {}

  /// Is the IR printed that `pipeline` leaves? What is asked for in its place
  /// leaves it to -o.
  bool printsIR(const Pipeline &pipeline) const {
    return isOutputGiven || (emitted.empty() && !printsReports(pipeline));
  }
  bool printsReports(const Pipeline &pipeline) const {
    return pipeline.hasReports() || instrumentation.verifiesHierarchy;
  }

  const PassRegistry &registry;
};

/// Reads the arguments, which begin with the name of the program. `registry`
/// must outlive what is returned.
llvm::Expected<CommandLine>
parseCommandLine(llvm::ArrayRef<const char *> arguments,
                 const PassRegistry &registry, const HierOptConfig &config);

} // namespace hier

#endif // HIER_LIB_DRIVER_COMMANDLINE_H
