//===- OrderedWork.h - Work in parallel, results in order -------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pieces of work that need nothing of one another, done by several threads,
// whose results are taken one after the other as if one thread had done them.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_SUPPORT_ORDEREDWORK_H
#define HIER_SUPPORT_ORDEREDWORK_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/thread.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace hier {

/// Calls `produce(index, worker)` for each index below `count`, on `workers`
/// threads that are numbered from 0, and `consume(index, result)` on this one,
/// in the order of the indices. Results that wait for their turn are never more
/// than a few for each worker. `idle()` is called now and then while there is
/// nothing to consume. With one worker all is done on this thread.
template <typename Result> class OrderedWork {
public:
  using Produce = llvm::function_ref<Result(size_t index, unsigned worker)>;
  using Consume = llvm::function_ref<void(size_t index, Result result)>;
  using Idle = llvm::function_ref<void()>;

  OrderedWork(size_t count, unsigned workers)
      : count(count), workers(workers) {}

  void run(Produce produce, Consume consume, Idle idle) {
    if (workers > 1)
      return runThreads(produce, consume, idle);
    for (size_t index = 0; index < count; ++index)
      consume(index, produce(index, 0));
  }

private:
  void runThreads(Produce produce, Consume consume, Idle idle) {
    std::vector<llvm::thread> threads;
    threads.reserve(workers);
    for (unsigned worker = 0; worker < workers; ++worker)
      threads.emplace_back(std::optional<unsigned>(stackSize),
                           [this, produce, worker] { work(produce, worker); });
    for (size_t index = 0; index < count; ++index)
      consume(index, take(index, idle));
    for (llvm::thread &thread : threads)
      thread.join();
  }

  void work(Produce produce, unsigned worker) {
    std::unique_lock<std::mutex> lock(mutex);
    while (true) {
      changed.wait(lock, [&] {
        return next == count || next < taken + waitingPerWorker * workers;
      });
      if (next == count)
        return;
      size_t index = next++;
      lock.unlock();
      Result result = produce(index, worker);
      lock.lock();
      results.emplace(index, std::move(result));
      changed.notify_all();
    }
  }

  Result take(size_t index, Idle idle) {
    std::unique_lock<std::mutex> lock(mutex);
    while (!changed.wait_for(lock, std::chrono::milliseconds(200),
                             [&] { return results.count(index) != 0; }))
      idle();
    Result result = std::move(results.extract(index).mapped());
    taken = index + 1;
    changed.notify_all();
    return result;
  }

  static constexpr size_t waitingPerWorker = 4;
  /// As much as the main thread has, by default: what fits there fits here.
  static constexpr unsigned stackSize = 8U << 20;

  const size_t count;
  const unsigned workers;
  std::mutex mutex;
  std::condition_variable changed;
  size_t next = 0;  // the first that no worker has begun
  size_t taken = 0; // how many have been consumed
  std::map<size_t, Result> results;
};

} // namespace hier

#endif // HIER_SUPPORT_ORDEREDWORK_H
