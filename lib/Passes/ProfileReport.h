//===- ProfileReport.h - How long modules and nodes take --------*- C++ -*-===//
//
// Part of the Hier project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// For people and for programs.
//
//===----------------------------------------------------------------------===//

#ifndef HIER_LIB_PASSES_PROFILEREPORT_H
#define HIER_LIB_PASSES_PROFILEREPORT_H

#include "hier/Profile/Profile.h"
#include "hier/Support/Report.h"
#include "hier/View/ModelView.h"

namespace hier {

class ProfileReport : public Report {
public:
  /// `view` has the times of `profile`; a text lists the `top` slowest nodes.
  ProfileReport(ModelView view, std::shared_ptr<const Profile> profile,
                size_t top)
      : view(std::move(view)), profile(std::move(profile)), top(top) {}

  llvm::StringRef key() const override { return "profile"; }
  void print(llvm::raw_ostream &os) const override;
  void writeAttributes(llvm::json::OStream &json) const override;

private:
  void printRuns(llvm::raw_ostream &os) const;
  void printModules(llvm::raw_ostream &os) const;
  void printNodes(llvm::raw_ostream &os) const;
  void printNode(llvm::raw_ostream &os, size_t place) const;
  double percentOf(double nanoseconds) const;
  std::vector<size_t> slowestNodes() const;
  void writeNode(llvm::json::OStream &json, size_t place) const;

  ModelView view;
  std::shared_ptr<const Profile> profile;
  size_t top;
};

} // namespace hier

#endif // HIER_LIB_PASSES_PROFILEREPORT_H
