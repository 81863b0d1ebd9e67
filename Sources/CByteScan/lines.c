#include "CByteScan.h"
#include "processor.h"

#include <string.h>

ptrdiff_t byte_scan_first(const uint8_t *bytes, size_t count, uint8_t byte) {
  const uint8_t *found = count == 0 ? NULL : memchr(bytes, byte, count);
  return found == NULL ? -1 : found - bytes;
}

static ptrdiff_t last_portable(const uint8_t *bytes, size_t count, uint8_t byte) {
  for (size_t at = count; at > 0; at--) {
    if (bytes[at - 1] == byte) return (ptrdiff_t)(at - 1);
  }
  return -1;
}

static size_t skip_portable(const uint8_t *bytes, size_t count, uint8_t byte, size_t wanted, size_t *found) {
  size_t seen = 0;
  size_t at = 0;
  for (; at < count && seen < wanted; at++) seen += bytes[at] == byte;
  *found = seen;
  return at;
}

static size_t positions_portable(const uint8_t *bytes, size_t begin, size_t end, uint8_t byte, uint32_t *positions,
                                 size_t capacity, size_t *scanned) {
  size_t written = 0;
  size_t at = begin;
  for (; at < end && written < capacity; at++) {
    if (bytes[at] == byte) positions[written++] = (uint32_t)at;
  }
  *scanned = at;
  return written;
}

#if BYTE_SCAN_X86

// 64 bytes as a mask: bit n is set where byte n is the wanted one.

static inline uint64_t mask_sse2(const uint8_t *bytes, __m128i wanted) {
  uint64_t mask = 0;
  for (int quarter = 0; quarter < 4; quarter++) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + 16 * quarter));
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(read, wanted)) << (16 * quarter);
  }
  return mask;
}

BYTE_SCAN_AVX2 static inline uint64_t mask_avx2(const uint8_t *bytes, __m256i wanted) {
  __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  uint64_t lower = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  uint64_t upper = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return lower | upper << 32;
}

// How often a byte stands in a stretch, added up in the lanes of a vector: a lane holds at most 255, and a stretch of
// 4096 bytes adds at most 64 to it.

enum { STRETCH = 4096 };

static inline size_t count_stretch_sse2(const uint8_t *bytes, __m128i wanted) {
  __m128i zero = _mm_setzero_si128();
  __m128i sums[2] = {zero, zero};
  for (size_t at = 0; at < STRETCH; at += 32) {
    for (int half = 0; half < 2; half++) {
      __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at + 16 * (size_t)half));
      sums[half] = _mm_sub_epi8(sums[half], _mm_cmpeq_epi8(read, wanted));
    }
  }
  __m128i sum = _mm_add_epi64(_mm_sad_epu8(sums[0], zero), _mm_sad_epu8(sums[1], zero));
  return (size_t)_mm_cvtsi128_si64(sum) + (size_t)_mm_cvtsi128_si64(_mm_unpackhi_epi64(sum, sum));
}

BYTE_SCAN_AVX2 static inline size_t count_stretch_avx2(const uint8_t *bytes, __m256i wanted) {
  __m256i zero = _mm256_setzero_si256();
  __m256i sums[4] = {zero, zero, zero, zero};
  for (size_t at = 0; at < STRETCH; at += 128) {
    for (int quarter = 0; quarter < 4; quarter++) {
      __m256i read = _mm256_loadu_si256((const __m256i *)(bytes + at + 32 * (size_t)quarter));
      sums[quarter] = _mm256_sub_epi8(sums[quarter], _mm256_cmpeq_epi8(read, wanted));
    }
  }
  __m256i low = _mm256_add_epi64(_mm256_sad_epu8(sums[0], zero), _mm256_sad_epu8(sums[1], zero));
  __m256i high = _mm256_add_epi64(_mm256_sad_epu8(sums[2], zero), _mm256_sad_epu8(sums[3], zero));
  __m256i sum = _mm256_add_epi64(low, high);
  return (size_t)(_mm256_extract_epi64(sum, 0) + _mm256_extract_epi64(sum, 1) + _mm256_extract_epi64(sum, 2) +
                  _mm256_extract_epi64(sum, 3));
}

#define DEFINE_LAST(NAME, TARGET, VECTOR, SPLAT, MASK)                                                   \
  TARGET static ptrdiff_t NAME(const uint8_t *bytes, size_t count, uint8_t byte) {                       \
    VECTOR wanted = SPLAT((char)byte);                                                                   \
    size_t at = count;                                                                                   \
    for (; at >= 64; at -= 64) {                                                                         \
      uint64_t mask = MASK(bytes + at - 64, wanted);                                                     \
      if (mask != 0) return (ptrdiff_t)(at - 1 - (size_t)__builtin_clzll(mask));                         \
    }                                                                                                    \
    return last_portable(bytes, at, byte);                                                               \
  }

#define DEFINE_SKIP(NAME, TARGET, VECTOR, SPLAT, MASK, COUNT_STRETCH)                                    \
  TARGET static size_t NAME(const uint8_t *bytes, size_t count, uint8_t byte, size_t wanted_number,      \
                            size_t *found) {                                                             \
    VECTOR wanted = SPLAT((char)byte);                                                                   \
    size_t seen = 0;                                                                                     \
    size_t at = 0;                                                                                       \
    for (; at + STRETCH <= count; at += STRETCH) {                                                       \
      size_t here = COUNT_STRETCH(bytes + at, wanted);                                                   \
      if (seen + here >= wanted_number) break;                                                           \
      seen += here;                                                                                      \
    }                                                                                                    \
    for (; at + 64 <= count; at += 64) {                                                                 \
      uint64_t mask = MASK(bytes + at, wanted);                                                          \
      size_t here = (size_t)__builtin_popcountll(mask);                                                  \
      if (seen + here >= wanted_number) {                                                                \
        for (; seen + 1 < wanted_number; seen++) mask &= mask - 1;                                       \
        *found = wanted_number;                                                                          \
        return at + (size_t)__builtin_ctzll(mask) + 1;                                                   \
      }                                                                                                  \
      seen += here;                                                                                      \
    }                                                                                                    \
    size_t rest;                                                                                         \
    at += skip_portable(bytes + at, count - at, byte, wanted_number - seen, &rest);                      \
    *found = seen + rest;                                                                                \
    return at;                                                                                           \
  }

#define DEFINE_POSITIONS(NAME, TARGET, VECTOR, SPLAT, MASK)                                              \
  TARGET static size_t NAME(const uint8_t *bytes, size_t begin, size_t end, uint8_t byte,                \
                            uint32_t *positions, size_t capacity, size_t *scanned) {                     \
    VECTOR wanted = SPLAT((char)byte);                                                                   \
    size_t written = 0;                                                                                  \
    size_t at = begin;                                                                                   \
    for (; at + 64 <= end && written + 64 <= capacity; at += 64) {                                       \
      uint64_t mask = MASK(bytes + at, wanted);                                                          \
      while (mask != 0) {                                                                                \
        positions[written++] = (uint32_t)(at + (size_t)__builtin_ctzll(mask));                           \
        mask &= mask - 1;                                                                                \
      }                                                                                                  \
    }                                                                                                    \
    if (written + 64 > capacity) {                                                                       \
      *scanned = at;                                                                                     \
      return written;                                                                                    \
    }                                                                                                    \
    return written + positions_portable(bytes, at, end, byte, positions + written, capacity - written,   \
                                        scanned);                                                        \
  }

DEFINE_LAST(last_sse2, , __m128i, _mm_set1_epi8, mask_sse2)
DEFINE_LAST(last_avx2, BYTE_SCAN_AVX2, __m256i, _mm256_set1_epi8, mask_avx2)
DEFINE_SKIP(skip_sse2, , __m128i, _mm_set1_epi8, mask_sse2, count_stretch_sse2)
DEFINE_SKIP(skip_avx2, BYTE_SCAN_AVX2, __m256i, _mm256_set1_epi8, mask_avx2, count_stretch_avx2)
DEFINE_POSITIONS(positions_sse2, , __m128i, _mm_set1_epi8, mask_sse2)
DEFINE_POSITIONS(positions_avx2, BYTE_SCAN_AVX2, __m256i, _mm256_set1_epi8, mask_avx2)

ptrdiff_t byte_scan_last(const uint8_t *bytes, size_t count, uint8_t byte) {
  return byte_scan_has_avx2 ? last_avx2(bytes, count, byte) : last_sse2(bytes, count, byte);
}

size_t byte_scan_skip(const uint8_t *bytes, size_t count, uint8_t byte, size_t wanted, size_t *found) {
  if (wanted == 0) {
    *found = 0;
    return 0;
  }
  return byte_scan_has_avx2 ? skip_avx2(bytes, count, byte, wanted, found)
                              : skip_sse2(bytes, count, byte, wanted, found);
}

size_t byte_scan_positions(const uint8_t *bytes, size_t begin, size_t end, uint8_t byte, uint32_t *positions,
                           size_t capacity, size_t *scanned) {
  return byte_scan_has_avx2 ? positions_avx2(bytes, begin, end, byte, positions, capacity, scanned)
                              : positions_sse2(bytes, begin, end, byte, positions, capacity, scanned);
}

#else

ptrdiff_t byte_scan_last(const uint8_t *bytes, size_t count, uint8_t byte) {
  return last_portable(bytes, count, byte);
}

size_t byte_scan_skip(const uint8_t *bytes, size_t count, uint8_t byte, size_t wanted, size_t *found) {
  return skip_portable(bytes, count, byte, wanted, found);
}

size_t byte_scan_positions(const uint8_t *bytes, size_t begin, size_t end, uint8_t byte, uint32_t *positions,
                           size_t capacity, size_t *scanned) {
  return positions_portable(bytes, begin, end, byte, positions, capacity, scanned);
}

#endif
