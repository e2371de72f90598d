//===- JitPasses.h - Pipelines that libtorch's JIT runs -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// At two moments libtorch's executor hands the graph that it optimises to
// whoever has asked for it. Hier asks for both when it is loaded, and then runs
// what is registered: libtorch's list of passes is not safe to change while
// graphs run, what is registered here is.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_JITPLUGIN_JITPASSES_H
#define HIER_LIB_JITPLUGIN_JITPASSES_H

#include "JitPipeline.h"

#include <array>
#include <atomic>
#include <optional>
#include <set>
#include <string>

namespace hier {

/// Before or after libtorch fuses operations.
enum class JitMoment { Pre, Post };

/// `pre` or `post`.
std::optional<JitMoment> jitMomentOf(llvm::StringRef spelling);

class JitPasses {
public:
  /// The one of the process. It is never destroyed: graphs may run until the
  /// process ends.
  static JitPasses &instance();

  /// Asks libtorch for graphs, where that does not hand them out already. No
  /// graph may run in libtorch meanwhile, unless it does.
  void hook();

  /// Registers `pipeline` for `moment`, in the place of the one there.
  void add(JitMoment moment, std::shared_ptr<JitPipeline> pipeline);
  void remove(JitMoment moment);

  size_t runs() const { return runCount; }
  size_t failures() const { return failureCount; }

private:
  void hook(JitMoment moment);
  void run(JitMoment moment, torch::jit::Graph &graph);
  llvm::Error runOn(JitMoment moment, torch::jit::Graph &graph);
  void reportFailure(const std::string &message);

  std::mutex mutex;
  std::array<std::shared_ptr<JitPipeline>, 2> pipelines; // by moment
  std::array<std::optional<unsigned>, 2> hooks; // libtorch's names for them
  std::set<std::string> failuresTold;
  std::atomic<size_t> runCount = 0;
  std::atomic<size_t> failureCount = 0;
};

} // namespace hier

#endif // HIER_LIB_JITPLUGIN_JITPASSES_H
