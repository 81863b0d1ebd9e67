#include "processor.h"

#if BYTE_SCAN_X86

bool byte_scan_has_ssse3 = false;
bool byte_scan_has_avx2 = false;
bool byte_scan_has_clmul = false;

__attribute__((constructor)) static void ask_processor(void) {
  __builtin_cpu_init();
  byte_scan_has_ssse3 = __builtin_cpu_supports("ssse3");
  byte_scan_has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt") &&
                       __builtin_cpu_supports("popcnt");
  byte_scan_has_clmul = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

#endif
