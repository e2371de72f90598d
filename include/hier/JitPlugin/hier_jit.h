/*===- hier_jit.h - Hier's passes in libtorch's JIT --------------*- C -*-===*\
|*                                                                            *|
|* Part of the Hier project, under the Apache License v2.0 with LLVM          *|
|* Exceptions.                                                                *|
|* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception                    *|
|*                                                                            *|
|*===----------------------------------------------------------------------===*|
|*                                                                            *|
|* What libhier_jit.so exports, for programs in any language. Python has the  *|
|* same as torch.ops.hier.jit_register() and so on.                           *|
|*                                                                            *|
|* The library must be loaded while no thread runs a model, for it adds to    *|
|* libtorch's list of passes, which executors read without a lock. After that *|
|* all of it may be called from any thread, unless others clear that list:    *|
|* then the next registration adds to it again, and no model may run.         *|
|*                                                                            *|
|* A process has one: a second copy of the file, loaded too, does nothing.    *|
|* Its functions give an error that says so, and counts of zero.              *|
|*                                                                            *|
\*===----------------------------------------------------------------------===*/

#ifndef HIER_JITPLUGIN_HIER_JIT_H
#define HIER_JITPLUGIN_HIER_JIT_H

#ifdef __cplusplus
extern "C" {
#endif

/* Runs the passes that `pipeline` names, spelt as for hier-opt, on each graph
 * that libtorch optimises from now on: before fusion where `when` is "pre",
 * after it where it is "post", null or empty. What was registered for that
 * moment before is replaced. Files that passes name are read now.
 *
 * Where `folder` is neither null nor empty, each graph is written to a file in
 * it as the passes leave it; the folder is made if it is missing. The file is
 * named PROCESS-NUMBER-WHEN-CLASS.ir: the id of the process, the number of the
 * graph in it, and the class that the graph starts from. What report passes
 * print is beside it, in a file that ends in .json. A file is there whole or
 * not at all.
 *
 * Gives null, or what is wrong, and then nothing has changed. The text is valid
 * until the same thread calls this function or the next again. */
const char *hierJitRegister(const char *pipeline, const char *when,
                            const char *folder);

/* Runs no more passes at that moment; none at all where `when` is null or
 * empty. Graphs that are optimised already stay as they are. Gives null, or
 * what is wrong, as hierJitRegister does: `when` is no moment. */
const char *hierJitUnregister(const char *when);

/* On how many graphs have passes been run, and on how many of them have they
 * failed? Such a graph is left as it was. */
unsigned long long hierJitRuns(void);
unsigned long long hierJitFailures(void);

#ifdef __cplusplus
}
#endif

#endif /* HIER_JITPLUGIN_HIER_JIT_H */
