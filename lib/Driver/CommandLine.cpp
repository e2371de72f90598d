//===- CommandLine.cpp - What the user has asked for ----------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each option, and what options cannot be given together. The order of the
// passes is that of the command line.
//
//===----------------------------------------------------------------------===//

#include "CommandLine.h"

#include "Options.h"
#include "hier/Support/Diagnostic.h"
#include "hier/Support/NearestName.h"

using namespace llvm;

namespace hier {

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

static Error unknownPass(const GivenOption &option,
                         const PassRegistry &registry, StringRef name) {
  SmallVector<StringRef> flags;
  for (const PassInfo *pass : registry.passes())
    flags.push_back(pass->flag);
  return errorAtOption(option, name.data(),
                       "there is no pass '" + name + "'" +
                           didYouMean(name, flags));
}

/// selection ::= pass (',' pass)*
static Error readSelection(const GivenOption &option,
                           const PassRegistry &registry,
                           PassSelection &selection) {
  if (!option.value) {
    selection.all = true;
    return Error::success();
  }
  SmallVector<StringRef> names;
  option.value->split(names, ',');
  for (StringRef name : names) {
    if (!registry.find(name))
      return unknownPass(option, registry, name);
    selection.names.push_back(name.str());
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

namespace {

class CommandLineReader {
public:
  CommandLineReader(const PassRegistry &registry) : line(registry) {}

  Error read(const GivenOptions &given);
  CommandLine take() { return std::move(line); }

private:
  Error readPass(const GivenOption &option);
  Error readOption(const GivenOption &option);
  Error readPrinting(const GivenOption &option);
  Error readSummary(const GivenOption &option);
  Error readReproducer(const GivenOption &option);
  Error readPolicy(const GivenOption &option);
  Error readEmitted(const GivenOption &option);
  Error readAction(const GivenOption &option);
  void completePrinting();
  Error check() const;
  Error checkFolders() const;
  Error checkStdout() const;
  Error checkReproducing() const;

  CommandLine line;
};

} // namespace

Error CommandLineReader::read(const GivenOptions &given) {
  for (const GivenOption &option : given.options)
    if (Error error = option.spec ? readOption(option) : readPass(option))
      return error;
  completePrinting();
  if (line.action != Action::Run)
    return Error::success();
  Expected<std::vector<InputFile>> inputs = expandInputs(given.inputs);
  if (!inputs)
    return inputs.takeError();
  line.inputs = std::move(*inputs);
  return check();
}

Error CommandLineReader::readPass(const GivenOption &option) {
  return line.pipeline.appendPass(*line.registry.find(option.name),
                                  option.value.value_or(""),
                                  "--" + option.name.str());
}

Error CommandLineReader::readOption(const GivenOption &option) {
  switch (idOf(option)) {
  case OptionId::Output: {
    line.isOutputGiven = true;
    std::string name;
    Error error = readName(option, name);
    line.output = OutputPlace::from(name);
    return error;
  }
  case OptionId::Threads:
    return readNumber(option, line.threads);
  case OptionId::SplitInputFile:
    return readFlag(option, line.splitInputFile);
  case OptionId::ReportFormat:
    return readChoice(option, {"text", "json"}, line.reportFormat);
  case OptionId::PassPipeline:
    return line.pipeline.append(*option.value, "--pass-pipeline");
  case OptionId::Method:
    return readName(option, line.method);
  case OptionId::VerifyEach:
    return readFlag(option, line.verifyEach);
  case OptionId::VerifyDiagnostics:
    return readFlag(option, line.verifyDiagnostics);
  case OptionId::VerifyHierarchy:
    line.instrumentation.verifiesHierarchy = true;
    return readChoice(option, {"report", "strict"}, line.isHierarchyStrict);
  case OptionId::LoadPassPlugin:
    return Error::success(); // It is loaded, or its passes were no options.
  case OptionId::DumpPassPipeline:
    return readFlag(option, line.dumpPassPipeline);
  case OptionId::OptBisectLimit:
    return readNumber(option, line.instrumentation.bisectLimit.emplace());
  default:
    return readPrinting(option);
  }
}

Error CommandLineReader::readPrinting(const GivenOption &option) {
  IRPrintingConfig &printing = line.instrumentation.printing;
  switch (idOf(option)) {
  case OptionId::PrintIRBefore:
    return readSelection(option, line.registry, printing.before);
  case OptionId::PrintIRBeforeAll:
    return readFlag(option, printing.before.all);
  case OptionId::PrintIRAfter:
    return readSelection(option, line.registry, printing.after);
  case OptionId::PrintIRAfterAll:
    return readFlag(option, printing.after.all);
  case OptionId::PrintIRAfterChange:
    return readFlag(option, printing.onlyChanges);
  case OptionId::PrintIRDiff:
    return readFlag(option, printing.asDiff);
  case OptionId::PrintIRAfterFailure:
    return readFlag(option, printing.afterFailure);
  case OptionId::PrintIRTreeDir:
    return readName(option, printing.folder);
  default:
    return readSummary(option);
  }
}

Error CommandLineReader::readSummary(const GivenOption &option) {
  switch (idOf(option)) {
  case OptionId::Timing:
    line.instrumentation.hasTiming = true;
    return readChoice(option, {"table", "json", "trace"}, line.summary.timing);
  case OptionId::TimingOutput:
    return readName(option, line.summary.timingFile);
  case OptionId::Statistics:
    line.instrumentation.hasStatistics = true;
    return readChoice(option, {"text", "json"}, line.summary.statistics);
  case OptionId::StatisticsOutput:
    return readName(option, line.summary.statisticsFile);
  default:
    return readReproducer(option);
  }
}

Error CommandLineReader::readReproducer(const GivenOption &option) {
  ReproducerConfig &reproducer = line.instrumentation.reproducer;
  switch (idOf(option)) {
  case OptionId::CrashReproducer: {
    Error error = readName(option, reproducer.file);
    line.reproducer = OutputPlace::from(reproducer.file);
    return error;
  }
  case OptionId::CrashReproducerLocal:
    return readFlag(option, reproducer.isLocal);
  case OptionId::RunReproducer:
    return readFlag(option, line.runReproducer);
  default:
    return readEmitted(option);
  }
}

Error CommandLineReader::readPolicy(const GivenOption &option) {
  Expected<TagPolicy> policy = TagPolicy::fromOption(*option.value);
  if (!policy)
    return errorIn("--emit-policy", toString(policy.takeError()));
  line.emittedPolicy = std::move(*policy);
  return Error::success();
}

Error CommandLineReader::readEmitted(const GivenOption &option) {
  if (idOf(option) == OptionId::EmitModule) {
    line.emittedModule = *option.value;
    return Error::success();
  }
  if (idOf(option) == OptionId::EmitPolicy)
    return readPolicy(option);
  const EmitFormat *format = findEmitFormat(option.spec->name);
  if (!format)
    return readAction(option);
  EmittedFile &file = line.emitted.emplace_back();
  file.format = format;
  return readName(option, file.path);
}

Error CommandLineReader::readAction(const GivenOption &option) {
  if (idOf(option) == OptionId::HelpPass) {
    line.action = Action::PrintHelpOfPass;
    line.helpPass = line.registry.find(*option.value);
    if (line.helpPass)
      return Error::success();
    return unknownPass(option, line.registry, *option.value);
  }
  bool isAsked = false;
  if (Error error = readFlag(option, isAsked))
    return error;
  if (isAsked)
    line.action = idOf(option) == OptionId::Help      ? Action::PrintHelp
                  : idOf(option) == OptionId::Version ? Action::PrintVersion
                                                      : Action::ListPasses;
  return Error::success();
}

/// What asks how to print, and not of which pass, asks for all.
void CommandLineReader::completePrinting() {
  IRPrintingConfig &printing = line.instrumentation.printing;
  bool asksHow = printing.onlyChanges || printing.asDiff ||
                 (!printing.folder.empty() && !printing.afterFailure);
  if (asksHow && printing.before.empty() && printing.after.empty())
    printing.after.all = true;
}

//===----------------------------------------------------------------------===//
// What does not go together
//===----------------------------------------------------------------------===//

Error CommandLineReader::checkFolders() const {
  if (line.output.isFolder)
    if (Error error = checkFileNames(line.inputs, "-o"))
      return error;
  if (line.reproducer.isFolder)
    if (Error error = checkFileNames(line.inputs, "--crash-reproducer"))
      return error;
  if (!line.instrumentation.printing.folder.empty())
    return checkFileNames(line.inputs, "--print-ir-tree-dir");
  return Error::success();
}

/// What an option --emit-* makes is nothing that others can be mixed with.
Error CommandLineReader::checkStdout() const {
  bool isTaken = (line.isOutputGiven && line.output.path == "-") ||
                 line.printsReports(line.pipeline);
  for (const EmittedFile &file : line.emitted) {
    if (file.path != "-")
      continue;
    if (isTaken)
      return errorIn("--" + file.format->option,
                     "something else goes to stdout already");
    isTaken = true;
  }
  return Error::success();
}

Error CommandLineReader::checkReproducing() const {
  const ReproducerConfig &reproducer = line.instrumentation.reproducer;
  if (line.runReproducer && (!line.pipeline.empty() || !line.method.empty()))
    return errorIn("--run-reproducer",
                   "the input names the passes and the method; no others can "
                   "be given");
  if (reproducer.isLocal && !reproducer.isOn())
    return errorIn("--crash-reproducer-local",
                   "this needs --crash-reproducer=FILE");
  if (reproducer.isOn() && line.inputs.size() > 1 && !line.reproducer.isFolder)
    return errorIn("--crash-reproducer",
                   "several inputs need a folder: '" + reproducer.file + "/'");
  return Error::success();
}

Error CommandLineReader::check() const {
  const SummaryConfig &summary = line.summary;
  if (!summary.timingFile.empty() && !line.instrumentation.hasTiming)
    return errorIn("--timing-output", "this needs --timing");
  if (!summary.statisticsFile.empty() && !line.instrumentation.hasStatistics)
    return errorIn("--statistics-output", "this needs --statistics");
  bool sharesStdout = line.isOutputGiven && line.output.path == "-";
  if (sharesStdout && line.inputs.size() > 1 &&
      line.reportFormat == ReportFormat::Json)
    return errorIn("-o", "the IR of several inputs and JSON cannot both go to "
                         "stdout");
  if (line.emittedModule && line.emitted.empty())
    return errorIn("--emit-module", "no option asks for a file to show it in");
  if (line.emittedPolicy && line.emitted.empty())
    return errorIn("--emit-policy", "no option asks for a file with tags");
  if (Error error = checkStdout())
    return error;
  if (Error error = checkReproducing())
    return error;
  return checkFolders();
}

Expected<CommandLine> parseCommandLine(ArrayRef<const char *> arguments,
                                       const PassRegistry &registry,
                                       const HierOptConfig &config) {
  Expected<GivenOptions> given =
      readOptions(arguments.drop_front(), registry, config.toolName);
  if (!given)
    return given.takeError();
  CommandLineReader reader(registry);
  if (Error error = reader.read(*given))
    return error;
  return reader.take();
}

} // namespace hier
