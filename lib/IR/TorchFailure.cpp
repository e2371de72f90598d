//===- TorchFailure.cpp - What libtorch throws, as text -------------------===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Of what libtorch says, what concerns the user.
//
//===----------------------------------------------------------------------===//

#include "hier/IR/TorchFailure.h"

#include "hier/IR/Torch.h"
#include "llvm/ADT/Twine.h"

namespace hier {

/// libtorch adds advice to whom it may concern, lists of candidates, and where
/// in memory it keeps a class.
static std::string firstSentence(llvm::StringRef message) {
  llvm::StringRef advice = "please report a bug to PyTorch. ";
  size_t found = message.find(advice);
  if (found != llvm::StringRef::npos)
    message = message.drop_front(found + advice.size());
  message = message.ltrim().split('\n').first;
  auto [before, after] = message.split(" (of Python compilation unit at:");
  std::string whole = (before + after.split(')').second).str();
  std::string sentence = llvm::StringRef(whole).rtrim(" .:").str();
  return sentence.empty() ? "an assertion does not hold" : sentence;
}

std::optional<std::string> failureOf(llvm::function_ref<void()> call) {
  try {
    call();
    return std::nullopt;
  } catch (const c10::Error &error) {
    return firstSentence(error.what_without_backtrace());
  } catch (const std::exception &error) {
    return firstSentence(error.what());
  }
}

} // namespace hier
