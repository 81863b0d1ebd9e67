#include "CByteScan.h"
#include "processor.h"

#if BYTE_SCAN_X86

// V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009:
// four lanes are folded 64 bytes at a time, then into one, then reduced after Barrett. The constants are the paper's
// for the bit-reflected polynomial 0xEDB88320 of gzip (RFC 1952, section 8).

BYTE_SCAN_CLMUL static inline __m128i load(const uint8_t *bytes) { return _mm_loadu_si128((const __m128i *)bytes); }

BYTE_SCAN_CLMUL static inline __m128i fold(__m128i lane, __m128i constants, __m128i next) {
  __m128i low = _mm_clmulepi64_si128(lane, constants, 0x00);
  __m128i high = _mm_clmulepi64_si128(lane, constants, 0x11);
  return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

BYTE_SCAN_CLMUL static uint32_t crc32_clmul(uint32_t crc, const uint8_t *bytes, size_t count) {
  const __m128i by_64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
  const __m128i by_16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
  const __m128i by_8 = _mm_set_epi64x(0, 0x0163cd6124);
  const __m128i barrett = _mm_set_epi64x(0x01f7011641, 0x01db710641);
  const __m128i low_32 = _mm_setr_epi32(~0, 0, ~0, 0);

  __m128i first = _mm_xor_si128(load(bytes), _mm_cvtsi32_si128((int)~crc));
  __m128i second = load(bytes + 16);
  __m128i third = load(bytes + 32);
  __m128i fourth = load(bytes + 48);
  size_t at = 64;
  for (; at + 64 <= count; at += 64) {
    first = fold(first, by_64, load(bytes + at));
    second = fold(second, by_64, load(bytes + at + 16));
    third = fold(third, by_64, load(bytes + at + 32));
    fourth = fold(fourth, by_64, load(bytes + at + 48));
  }

  __m128i rest = fold(fold(fold(first, by_16, second), by_16, third), by_16, fourth);
  for (; at + 16 <= count; at += 16) rest = fold(rest, by_16, load(bytes + at));

  rest = _mm_xor_si128(_mm_srli_si128(rest, 8), _mm_clmulepi64_si128(rest, by_16, 0x10));
  rest = _mm_xor_si128(_mm_srli_si128(rest, 4), _mm_clmulepi64_si128(_mm_and_si128(rest, low_32), by_8, 0x00));

  __m128i quotient = _mm_clmulepi64_si128(_mm_and_si128(rest, low_32), barrett, 0x10);
  __m128i product = _mm_clmulepi64_si128(_mm_and_si128(quotient, low_32), barrett, 0x00);
  return ~(uint32_t)_mm_extract_epi32(_mm_xor_si128(rest, product), 1);
}

size_t byte_scan_crc32(uint32_t *crc, const uint8_t *bytes, size_t count) {
  if (count < 64 || !byte_scan_has_clmul) return 0;
  size_t whole = count & ~(size_t)15;
  *crc = crc32_clmul(*crc, bytes, whole);
  return whole;
}

#else

size_t byte_scan_crc32(uint32_t *crc, const uint8_t *bytes, size_t count) {
  (void)crc;
  (void)bytes;
  (void)count;
  return 0;
}

#endif
