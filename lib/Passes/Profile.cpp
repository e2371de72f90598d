//===- Profile.cpp - The pass profile -------------------------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Runs the flat graph of an archive, and tells how long its modules and nodes
// take. The times stay with the item, for what comes after.
//
//===----------------------------------------------------------------------===//

#include "hier/Profile/Profile.h"

#include "InlineItem.h"
#include "ProfileReport.h"
#include "ReportPass.h"
#include "hier/Profile/Arguments.h"
#include "hier/Support/Files.h"

using namespace llvm;

namespace hier {

namespace {

struct ProfileSettings {
  ProfileOptions running;
  InlineOptions inlining;
  std::optional<std::string> inputs; ///< A file.
  std::optional<SmallVector<TensorShape>> shapes;
  size_t top = 10;
};

class ProfilePass : public ReportPass {
public:
  explicit ProfilePass(ProfileSettings settings)
      : settings(std::move(settings)) {}

private:
  Expected<std::unique_ptr<Report>> reportOn(Item &item) override;
  Expected<ArgumentSource> argumentSource() const;

  ProfileSettings settings;
};

} // namespace

Expected<ArgumentSource> ProfilePass::argumentSource() const {
  ArgumentSource source = {std::nullopt, settings.shapes};
  if (!settings.inputs)
    return source;
  auto file = readInput(*settings.inputs);
  if (!file)
    return file.takeError();
  Expected<c10::IValue> saved =
      readSavedValue({(*file)->getBuffer(), *settings.inputs});
  if (!saved)
    return saved.takeError();
  source.saved = std::move(*saved);
  return source;
}

Expected<std::unique_ptr<Report>> ProfilePass::reportOn(Item &item) {
  if (Error error = checkRunnable(item))
    return error;
  Expected<InlinedGraph> flat = flatGraphOf(item, settings.inlining);
  if (!flat)
    return flat.takeError();
  Expected<ArgumentSource> source = argumentSource();
  if (!source)
    return source.takeError();
  auto arguments = argumentsOf(item, *flat->graph, *source);
  if (!arguments)
    return arguments.takeError();
  auto times = profile(*flat->graph, *arguments, settings.running);
  if (!times)
    return times.takeError();
  item.profile = *times;
  ViewOptions options;
  options.inlining = settings.inlining;
  Expected<ModelView> view = viewOf(item, /*name=*/"", options);
  if (!view)
    return view.takeError();
  return std::make_unique<ProfileReport>(std::move(*view), std::move(*times),
                                         settings.top);
}

//===----------------------------------------------------------------------===//
// Options
//===----------------------------------------------------------------------===//

/// Sets `number` to one from `least` to `most`, if it is given.
template <typename Number>
static Error readCount(const PassOptions &options, StringRef key, size_t least,
                       size_t most, Number &number) {
  Expected<size_t> given = options.number(key, number);
  if (!given)
    return given.takeError();
  if (*given < least || *given > most)
    return options.errorAtValue(key, "expected a number from " + Twine(least) +
                                         " to " + Twine(most) + " for '" + key +
                                         "'");
  number = static_cast<Number>(*given);
  return Error::success();
}

static Error readRunning(const PassOptions &options, ProfileOptions &running) {
  constexpr size_t mostRuns = 1000, mostThreads = 1024;
  if (Error error = readCount(options, "runs", 1, mostRuns, running.runs))
    return error;
  if (Error error = readCount(options, "warmup", 0, mostRuns, running.warmup))
    return error;
  return readCount(options, "threads", 1, mostThreads, running.threads);
}

static Error readSource(const PassOptions &options, ProfileSettings &settings) {
  std::optional<StringRef> inputs = options.value("inputs");
  std::optional<StringRef> shapes = options.value("shapes");
  if (inputs && shapes)
    return options.errorAtValue("shapes", "'inputs' have shapes of their own");
  if (inputs)
    settings.inputs = inputs->str();
  if (!shapes)
    return Error::success();
  settings.shapes = parseShapes(*shapes);
  if (!settings.shapes)
    return options.errorAtValue("shapes", "expected shapes such as "
                                          "'1x3:int64,2x4,scalar:bool', not '" +
                                              *shapes + "'");
  return Error::success();
}

Expected<std::unique_ptr<Pass>> createProfilePass(const PassOptions &options) {
  ProfileSettings settings;
  Expected<InlineOptions> inlining = inlineOptionsFrom(options);
  if (!inlining)
    return inlining.takeError();
  settings.inlining = *inlining;
  if (Error error = readRunning(options, settings.running))
    return error;
  if (Error error = readSource(options, settings))
    return error;
  if (Error error = options.number("top", settings.top).moveInto(settings.top))
    return error;
  return std::make_unique<ProfilePass>(std::move(settings));
}

} // namespace hier
