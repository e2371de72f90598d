/* A program in C that registers passes: what it is told of what is wrong, and that null stands for what is usual. */
#include "hier/JitPlugin/hier_jit.h"

#include <stdio.h>

static void tell(const char *what, const char *error) {
  printf("%s: %s\n", what, error ? error : "well");
}

int main(void) {
  tell("no pass", hierJitRegister(NULL, "post", NULL));
  tell("no moment", hierJitRegister("torch-dce", "bogus", NULL));
  tell("no folder", hierJitRegister("torch-dce", "post", "/dev/null/folder"));
  tell("usual moment", hierJitRegister("torch-dce", NULL, NULL));
  tell("before fusion", hierJitRegister("torch-dce", "pre", ""));
  tell("no moment", hierJitUnregister("bogus"));
  tell("one moment", hierJitUnregister("post"));
  tell("all moments", hierJitUnregister(NULL));
  printf("%llu runs, %llu failures\n", hierJitRuns(), hierJitFailures());
  return 0;
}
