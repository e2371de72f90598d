//===- CommandLine.cpp - What the user has asked for ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One flag for each pass of the registry; their order on the command line is
// the order of the passes.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "Plugins.h"
#include "hier/Support/Diagnostic.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"

#include <torch/version.h>

using namespace llvm;

namespace hier {

namespace {

/// The flag of one pass, which may be given several times.
struct PassFlag {
  PassFlag(const PassInfo &info, cl::OptionCategory &category)
      : info(info),
        values(StringRef(info.flag), cl::desc(info.summary), cl::cat(category),
               cl::value_desc("options"), cl::ValueOptional) {}

  const PassInfo &info;
  cl::list<std::string> values;
};

/// Options live as long as the parsing: nothing is left of them afterwards.
struct Options {
  void addPasses(const PassRegistry &registry) {
    for (const PassInfo *info : registry.passes())
      passes.push_back(std::make_unique<PassFlag>(*info, passCategory));
  }

  cl::OptionCategory general{"General options"};
  cl::OptionCategory passCategory{
      "Passes, run in the order given; options as in "
      "--tag-hierarchy='policy=all attributes=tag,path'"};
  cl::opt<std::string> input{cl::Positional, cl::desc("<dump or ->"),
                             cl::init("-"), cl::cat(general)};
  cl::opt<std::string> output{"o", cl::desc("Where to write; - is stdout"),
                              cl::value_desc("file"), cl::init("-"),
                              cl::cat(general)};
  cl::opt<ReportFormat> reportFormat{
      "report-format",
      cl::desc("How to print reports, which go to stdout; the IR is then "
               "printed only with -o"),
      cl::values(clEnumValN(ReportFormat::Text, "text", "for people"),
                 clEnumValN(ReportFormat::Json, "json", "for programs")),
      cl::init(ReportFormat::Text), cl::cat(general)};
  cl::opt<std::string> method{
      "method", cl::desc("Inline this method of a module, not 'forward'"),
      cl::value_desc("name"), cl::cat(general)};
  cl::list<std::string> plugins{
      "load-pass-plugin", cl::value_desc("library"), cl::cat(general),
      cl::desc("Add the passes of a plugin, before options are read")};
  cl::list<std::string> pipelines{
      "pass-pipeline", cl::value_desc("passes"), cl::cat(general),
      cl::desc("Run these: 'inline-calls,tag-hierarchy{policy=all}'")};
  cl::opt<bool> listPasses{"list-passes", cl::cat(general),
                           cl::desc("Print the passes and what they do")};
  cl::opt<bool> splitInputFile{
      "split-input-file", cl::cat(general),
      cl::desc("Run on each part of the input, split at lines '# -----'")};
  cl::opt<bool> verifyDiagnostics{"verify-diagnostics", cl::cat(general),
                                  cl::desc("Check the errors against comments "
                                           "'# expected-error@+1 {{text}}'")};
  cl::opt<bool> verifyEach{
      "verify-each", cl::init(true), cl::cat(general),
      cl::desc("Verify the IR after reading and after each pass")};
  std::vector<std::unique_ptr<PassFlag>> passes;
};

/// Something that adds passes, and where on the command line it stands.
struct Step {
  unsigned position;
  const PassInfo *pass; // null for a pipeline
  StringRef text;
};

} // namespace

static Expected<Pipeline> pipelineFrom(const Options &options,
                                       const PassRegistry &registry) {
  std::vector<Step> steps;
  for (const auto &flag : options.passes)
    for (size_t index = 0; index < flag->values.size(); ++index)
      steps.push_back(
          {flag->values.getPosition(index), &flag->info, flag->values[index]});
  for (size_t index = 0; index < options.pipelines.size(); ++index)
    steps.push_back({options.pipelines.getPosition(index), nullptr,
                     options.pipelines[index]});
  llvm::sort(steps, [](const Step &one, const Step &other) {
    return one.position < other.position;
  });
  Pipeline pipeline(registry);
  for (const Step &step : steps) {
    std::string source = step.pass ? ("--" + step.pass->flag).str()
                                   : std::string("--pass-pipeline");
    if (Error error = step.pass
                          ? pipeline.appendPass(*step.pass, step.text, source)
                          : pipeline.append(step.text, source))
      return error;
  }
  return pipeline;
}

void printVersion(raw_ostream &os, StringRef toolName,
                  ArrayRef<StringRef> plugins) {
  os << toolName << " version " << HIER_VERSION << "\n  LLVM "
     << LLVM_VERSION_STRING << "\n  torch " << TORCH_VERSION << '\n';
  for (StringRef plugin : plugins)
    os << "  plugin " << plugin << '\n';
}

Expected<CommandLine> parseCommandLine(int argc, char **argv,
                                       const HierOptConfig &config,
                                       PassRegistry &registry) {
  Options options;
  auto plugins = loadPassPlugins(ArrayRef(argv, argc), registry);
  if (!plugins)
    return plugins.takeError();
  options.addPasses(registry);
  cl::HideUnrelatedOptions({&options.general, &options.passCategory});
  std::string toolName = config.toolName.str();
  cl::SetVersionPrinter([toolName, names = *plugins](raw_ostream &os) {
    printVersion(os, toolName, names);
  });
  cl::ParseCommandLineOptions(argc, argv, config.overview);
  CommandLine line;
  line.input = options.input;
  line.output = options.output;
  line.isOutputGiven = options.output.getNumOccurrences() > 0;
  line.reportFormat = options.reportFormat;
  line.method = options.method;
  line.listPasses = options.listPasses;
  line.splitInputFile = options.splitInputFile;
  line.verifyDiagnostics = options.verifyDiagnostics;
  line.verifyEach = options.verifyEach;
  Expected<Pipeline> pipeline = pipelineFrom(options, registry);
  if (!pipeline)
    return pipeline.takeError();
  line.pipeline = std::move(*pipeline);
  return line;
}

} // namespace hier
