#pragma once

#if defined(__x86_64__)
#include <immintrin.h>
#include <stdbool.h>

#define BYTE_SCAN_X86 1
#define BYTE_SCAN_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define BYTE_SCAN_CLMUL __attribute__((target("sse4.1,pclmul")))

static inline bool byte_scan_has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("lzcnt") && __builtin_cpu_supports("popcnt");
}

static inline bool byte_scan_has_clmul(void) {
  return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}
#endif
