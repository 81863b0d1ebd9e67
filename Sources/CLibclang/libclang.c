#include "CLibclang.h"

#include <dlfcn.h>
#include <stddef.h>

const char *libclang_look_up(LibclangFunctions *functions, void *library) {
#define LIBCLANG_LOOK_UP(name, result, parameters) \
  *(void **)&functions->name = dlsym(library, "clang_" #name); \
  if (!functions->name) return "clang_" #name;
  LIBCLANG_FUNCTIONS(LIBCLANG_LOOK_UP)
#undef LIBCLANG_LOOK_UP
  return NULL;
}
