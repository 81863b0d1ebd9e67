#pragma once

#if defined(__x86_64__) && !defined(BYTE_SCAN_PORTABLE)
#include <immintrin.h>
#include <stdbool.h>

#define BYTE_SCAN_X86 1
#define BYTE_SCAN_AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))
#define BYTE_SCAN_SSSE3 __attribute__((target("ssse3")))
#define BYTE_SCAN_CLMUL __attribute__((target("sse4.1,pclmul")))

/// What the processor can do, found out once before the program starts.
extern bool byte_scan_has_ssse3;
extern bool byte_scan_has_avx2;
extern bool byte_scan_has_clmul;
#elif defined(__aarch64__) && !defined(BYTE_SCAN_PORTABLE)
#include <arm_neon.h>

// Every processor of this kind has NEON.
#define BYTE_SCAN_NEON 1
#endif
