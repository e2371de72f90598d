#include "hier/Driver/HierOptMain.h"

int main(int argc, char **argv) {
  return hier::hierOptMain(argc, argv, {"own-opt", "a driver of somebody's"});
}
