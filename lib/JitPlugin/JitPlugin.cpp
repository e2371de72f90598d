//===- JitPlugin.cpp - What libhier_jit.so does when it is loaded ---------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Registers what the environment asks for, and the operators by which Python
// asks for more. Nothing may be thrown while a library is loaded: that would
// end the process.
//
//===----------------------------------------------------------------------===//

#include "JitPasses.h"

#include "hier/IR/TorchFailure.h"
#include "hier/JitPlugin/hier_jit.h"
#include "hier/Support/Diagnostic.h"

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/library.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace hier {

/// Where nothing is said, it is after fusion.
static llvm::Expected<JitMoment> momentFrom(llvm::StringRef when,
                                            llvm::StringRef source) {
  if (when.empty())
    return JitMoment::Post;
  if (std::optional<JitMoment> moment = jitMomentOf(when))
    return *moment;
  return errorIn(source, "it is 'pre' or 'post', not '" + when + "'");
}

/// What the caller or the environment asks for, and what these call it.
struct Request {
  std::string passes;
  std::string when;
  std::string folder;
  llvm::StringRef passesSource = "pipeline";
  llvm::StringRef whenSource = "when";
};

static llvm::Error registerPasses(const Request &request) {
  llvm::Expected<JitMoment> moment =
      momentFrom(request.when, request.whenSource);
  if (!moment)
    return moment.takeError();
  auto pipeline =
      JitPipeline::read(request.passes, request.folder, request.passesSource);
  if (!pipeline)
    return pipeline.takeError();
  JitPasses::instance().add(*moment, std::move(*pipeline));
  return llvm::Error::success();
}

/// The moment is one or none, which stands for both.
static llvm::Error unregisterPasses(llvm::StringRef when) {
  if (when.empty()) {
    JitPasses::instance().remove(JitMoment::Pre);
    JitPasses::instance().remove(JitMoment::Post);
    return llvm::Error::success();
  }
  llvm::Expected<JitMoment> moment = momentFrom(when, "when");
  if (!moment)
    return moment.takeError();
  JitPasses::instance().remove(*moment);
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

static void orThrow(llvm::Error error) {
  if (error)
    TORCH_CHECK(false, "hier-jit: ", llvm::toString(std::move(error)));
}

static void registerOp(std::string pipeline, std::string when,
                       std::string dump) {
  orThrow(
      registerPasses({std::move(pipeline), std::move(when), std::move(dump)}));
}

static void unregisterOp(std::string_view when) {
  orThrow(unregisterPasses(when));
}

static int64_t runsOp() { return JitPasses::instance().runs(); }

static int64_t failuresOp() { return JitPasses::instance().failures(); }

/// A second copy of this library, in another file, leaves them to the first.
static llvm::Error defineOperators() {
  if (c10::Dispatcher::singleton().findSchema({"hier::jit_register", ""}))
    return errorIn("library", "another copy of it is loaded; this one does "
                              "nothing");
  // It stays, as the operators do.
  static auto *library =
      new torch::Library(torch::Library::FRAGMENT, "hier", std::nullopt,
                         "JitPlugin.cpp", /*line=*/0);
  library->def("jit_register(str pipeline, str when='post', str dump='') -> ()",
               &registerOp);
  library->def("jit_unregister(str when='') -> ()", &unregisterOp);
  library->def("jit_runs() -> int", &runsOp);
  library->def("jit_failures() -> int", &failuresOp);
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

static std::string environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

static llvm::Error registerFromEnvironment() {
  std::string passes = environment("HIER_JIT_PIPELINE");
  if (passes.empty())
    return llvm::Error::success();
  return registerPasses({std::move(passes), environment("HIER_JIT_WHEN"),
                         environment("HIER_JIT_DUMP"), "HIER_JIT_PIPELINE",
                         "HIER_JIT_WHEN"});
}

/// What `call` gives or throws, as a text; empty where all is well.
static std::string messageOf(llvm::function_ref<llvm::Error()> call) {
  std::string message;
  auto thrown = failureOf([&] { message = llvm::toString(call()); });
  return thrown ? "libtorch: error: " + *thrown : message;
}

/// Why this copy of the library does nothing; empty where it works.
static std::string &refusal() {
  static auto *text = new std::string;
  return *text;
}

static llvm::Error begin() {
  if (llvm::Error error = defineOperators())
    return error;
  JitPasses::instance().hook();
  return llvm::Error::success();
}

static void load() {
  refusal() = messageOf(begin);
  std::string message =
      refusal().empty() ? messageOf(registerFromEnvironment) : refusal();
  if (!message.empty())
    std::fprintf(stderr, "hier-jit: %s\n", message.c_str());
}

/// The one static constructor of Hier: a library that is loaded has no other
/// way to begin.
__attribute__((constructor)) static void loadPlugin() { load(); }

} // namespace hier

//===----------------------------------------------------------------------===//
// C
//===----------------------------------------------------------------------===//

static std::string textOf(const char *text) { return text ? text : ""; }

/// What C gets of `call`, unless this copy of the library does nothing: null,
/// or a text that stays until the thread asks for another.
static const char *answer(llvm::function_ref<llvm::Error()> call) {
  thread_local std::string message;
  message = hier::refusal();
  if (message.empty())
    message = hier::messageOf(call);
  return message.empty() ? nullptr : message.c_str();
}

const char *hierJitRegister(const char *pipeline, const char *when,
                            const char *folder) {
  return answer([&] {
    return hier::registerPasses(
        {textOf(pipeline), textOf(when), textOf(folder)});
  });
}

const char *hierJitUnregister(const char *when) {
  return answer([&] { return hier::unregisterPasses(textOf(when)); });
}

unsigned long long hierJitRuns(void) {
  return hier::JitPasses::instance().runs();
}

unsigned long long hierJitFailures(void) {
  return hier::JitPasses::instance().failures();
}
