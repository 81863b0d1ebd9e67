#include "CByteScan.h"
#include "literals.h"
#include "processor.h"

// Every literal has `stride` windows at successive offsets, so one of them begins at a multiple of `stride` wherever the
// literal is in the text. The search hashes the bytes at these places only, and looks at a literal where the bitmap says
// that a window may be there.

static inline uint32_t hash(uint32_t value, uint32_t shift) { return value * 0x9E3779B1u >> shift; }

uint32_t literal_window_hash(uint32_t value, uint32_t hash_shift) { return hash(value, hash_shift); }

static inline uint32_t load(const uint8_t *bytes) {
  uint32_t value;
  memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap32(value);
#endif
  return value;
}

/// The bytes of a window at the very end of a text, without those behind the text.
static inline uint32_t load_last(const uint8_t *bytes, size_t count) {
  uint32_t value = 0;
  for (size_t at = 0; at < count; at++) value |= (uint32_t)bytes[at] << 8 * at;
  return value;
}

static inline bool is_present(const literal_windows *set, uint32_t hash) {
  return set->present[hash / 64] >> hash % 64 & 1;
}

/// The start of a match that has its window at `at`, or -1.
static __attribute__((noinline)) ptrdiff_t match_at(const literal_windows *set, literal_text text, size_t at,
                                                    uint32_t value, literal_is_word is_word) {
  uint32_t bucket = hash(value, set->hash_shift) >> set->bucket_shift;
  for (uint32_t index = set->starts[bucket]; index < set->starts[bucket + 1]; index++) {
    literal_window window = set->windows[index];
    if (window.value != value || window.offset > at) continue;
    size_t start = at - window.offset;
    ptrdiff_t end = literal_end(&set->literals[window.literal], text, start);
    if (end < 0) continue;
    if (is_word == NULL || literal_is_whole_word(text, start, (size_t)end, is_word)) return (ptrdiff_t)start;
  }
  return -1;
}

/// The start of a match whose window is among the bytes at `at`, or -1.
static inline ptrdiff_t candidate(const literal_windows *set, literal_text text, size_t at, uint32_t bytes,
                                  literal_is_word is_word) {
  uint32_t value = (bytes | set->mask) & set->covered;
  return is_present(set, hash(value, set->hash_shift)) ? match_at(set, text, at, value, is_word) : -1;
}

static inline __attribute__((always_inline)) ptrdiff_t find(const literal_windows *set, literal_text text, size_t from,
                                                            size_t stride, literal_is_word is_word) {
  enum { batch = 8 };
  uint32_t mask = set->mask;
  uint32_t covered = set->covered;
  uint32_t shift = set->hash_shift;
  size_t at = from;
  for (; at + (batch - 1) * stride + 4 <= text.count; at += batch * stride) {
    uint32_t hits = 0;
    for (size_t index = 0; index < batch; index++) {
      uint32_t value = (load(text.bytes + at + index * stride) | mask) & covered;
      hits |= (uint32_t)is_present(set, hash(value, shift)) << index;
    }
    for (; hits != 0; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctz(hits) * stride;
      ptrdiff_t start = candidate(set, text, place, load(text.bytes + place), is_word);
      if (start >= 0) return start;
    }
  }
  for (; at + set->width <= text.count; at += stride) {
    ptrdiff_t start = candidate(set, text, at, load_last(text.bytes + at, set->width), is_word);
    if (start >= 0) return start;
  }
  return -1;
}

// Fingerprints: two table look-ups in a register give, for each place, the groups of windows that have a byte with this lower
// half and this upper half there. The groups that have all bytes of a window remain.

#if BYTE_SCAN_X86

BYTE_SCAN_SSSE3 static inline __attribute__((always_inline)) ptrdiff_t find_ssse3(const literal_windows *set,
                                                                                  literal_text text, uint32_t width,
                                                                                  literal_is_word is_word) {
  __m128i lower[4], upper[4];
  for (uint32_t byte = 0; byte < width; byte++) {
    lower[byte] = _mm_loadu_si128((const __m128i *)set->lower[byte]);
    upper[byte] = _mm_loadu_si128((const __m128i *)set->upper[byte]);
  }
  __m128i half = _mm_set1_epi8(0x0F);
  __m128i mask = _mm_set1_epi8((char)(set->mask & 0xFF));
  size_t at = 0;
  for (; at + 19 <= text.count; at += 16) {
    __m128i groups = _mm_set1_epi8(-1);
    for (uint32_t byte = 0; byte < width; byte++) {
      __m128i bytes = _mm_or_si128(_mm_loadu_si128((const __m128i *)(text.bytes + at + byte)), mask);
      __m128i low = _mm_shuffle_epi8(lower[byte], _mm_and_si128(bytes, half));
      __m128i high = _mm_shuffle_epi8(upper[byte], _mm_and_si128(_mm_srli_epi16(bytes, 4), half));
      groups = _mm_and_si128(groups, _mm_and_si128(low, high));
    }
    uint32_t none = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(groups, _mm_setzero_si128()));
    for (uint32_t hits = none ^ 0xFFFF; hits != 0; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctz(hits);
      ptrdiff_t start = candidate(set, text, place, load(text.bytes + place), is_word);
      if (start >= 0) return start;
    }
  }
  return find(set, text, at, 1, is_word);
}

BYTE_SCAN_SSSE3 static ptrdiff_t find_fingerprints_ssse3(const literal_windows *set, literal_text text,
                                                         literal_is_word is_word) {
  switch (set->width) {
  case 1: return find_ssse3(set, text, 1, is_word);
  case 2: return find_ssse3(set, text, 2, is_word);
  case 3: return find_ssse3(set, text, 3, is_word);
  default: return find_ssse3(set, text, 4, is_word);
  }
}

BYTE_SCAN_AVX2 static inline __attribute__((always_inline)) ptrdiff_t find_avx2(const literal_windows *set,
                                                                                literal_text text, uint32_t width,
                                                                                literal_is_word is_word) {
  __m256i lower[4], upper[4];
  for (uint32_t byte = 0; byte < width; byte++) {
    lower[byte] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set->lower[byte]));
    upper[byte] = _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)set->upper[byte]));
  }
  __m256i half = _mm256_set1_epi8(0x0F);
  __m256i mask = _mm256_set1_epi8((char)(set->mask & 0xFF));
  size_t at = 0;
  for (; at + 35 <= text.count; at += 32) {
    __m256i groups = _mm256_set1_epi8(-1);
    for (uint32_t byte = 0; byte < width; byte++) {
      __m256i bytes = _mm256_or_si256(_mm256_loadu_si256((const __m256i *)(text.bytes + at + byte)), mask);
      __m256i low = _mm256_shuffle_epi8(lower[byte], _mm256_and_si256(bytes, half));
      __m256i high = _mm256_shuffle_epi8(upper[byte], _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half));
      groups = _mm256_and_si256(groups, _mm256_and_si256(low, high));
    }
    uint32_t none = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(groups, _mm256_setzero_si256()));
    for (uint32_t hits = ~none; hits != 0; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctz(hits);
      ptrdiff_t start = candidate(set, text, place, load(text.bytes + place), is_word);
      if (start >= 0) return start;
    }
  }
  return find(set, text, at, 1, is_word);
}

BYTE_SCAN_AVX2 static ptrdiff_t find_fingerprints_avx2(const literal_windows *set, literal_text text,
                                                       literal_is_word is_word) {
  switch (set->width) {
  case 1: return find_avx2(set, text, 1, is_word);
  case 2: return find_avx2(set, text, 2, is_word);
  case 3: return find_avx2(set, text, 3, is_word);
  default: return find_avx2(set, text, 4, is_word);
  }
}

static ptrdiff_t find_fingerprints(const literal_windows *set, literal_text text, literal_is_word is_word) {
  return set->way == literals_with_avx2 ? find_fingerprints_avx2(set, text, is_word)
                                      : find_fingerprints_ssse3(set, text, is_word);
}

bool literal_way_is_possible(literal_way way) {
  switch (way) {
  case literals_portably: return true;
  case literals_with_ssse3: return byte_scan_has_ssse3;
  case literals_with_avx2: return byte_scan_has_avx2;
  case literals_with_neon: return false;
  }
  return false;
}

#elif BYTE_SCAN_NEON

static inline __attribute__((always_inline)) ptrdiff_t find_neon(const literal_windows *set, literal_text text,
                                                                 uint32_t width, literal_is_word is_word) {
  uint8x16_t lower[4], upper[4];
  for (uint32_t byte = 0; byte < width; byte++) {
    lower[byte] = vld1q_u8(set->lower[byte]);
    upper[byte] = vld1q_u8(set->upper[byte]);
  }
  uint8x16_t half = vdupq_n_u8(0x0F);
  uint8x16_t mask = vdupq_n_u8((uint8_t)set->mask);
  size_t at = 0;
  for (; at + 19 <= text.count; at += 16) {
    uint8x16_t groups = vdupq_n_u8(0xFF);
    for (uint32_t byte = 0; byte < width; byte++) {
      uint8x16_t bytes = vorrq_u8(vld1q_u8(text.bytes + at + byte), mask);
      uint8x16_t low = vqtbl1q_u8(lower[byte], vandq_u8(bytes, half));
      uint8x16_t high = vqtbl1q_u8(upper[byte], vshrq_n_u8(bytes, 4));
      groups = vandq_u8(groups, vandq_u8(low, high));
    }
    // Four bits for each place.
    uint8x8_t some = vshrn_n_u16(vreinterpretq_u16_u8(vtstq_u8(groups, groups)), 4);
    uint64_t hits = vget_lane_u64(vreinterpret_u64_u8(some), 0) & 0x1111111111111111;
    for (; hits != 0; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctzll(hits) / 4;
      ptrdiff_t start = candidate(set, text, place, load(text.bytes + place), is_word);
      if (start >= 0) return start;
    }
  }
  return find(set, text, at, 1, is_word);
}

static ptrdiff_t find_fingerprints(const literal_windows *set, literal_text text, literal_is_word is_word) {
  switch (set->width) {
  case 1: return find_neon(set, text, 1, is_word);
  case 2: return find_neon(set, text, 2, is_word);
  case 3: return find_neon(set, text, 3, is_word);
  default: return find_neon(set, text, 4, is_word);
  }
}

bool literal_way_is_possible(literal_way way) { return way == literals_portably || way == literals_with_neon; }

#else

static ptrdiff_t find_fingerprints(const literal_windows *set, literal_text text, literal_is_word is_word) {
  return find(set, text, 0, 1, is_word);
}

bool literal_way_is_possible(literal_way way) { return way == literals_portably; }

#endif

literal_way literal_fastest_way(void) {
  static const literal_way ways[] = {literals_with_avx2, literals_with_ssse3, literals_with_neon};
  for (size_t at = 0; at < sizeof ways / sizeof *ways; at++) {
    if (literal_way_is_possible(ways[at])) return ways[at];
  }
  return literals_portably;
}

ptrdiff_t literal_windows_find(const literal_windows *set, literal_text text, literal_is_word is_word) {
  if (set->way != literals_portably) return find_fingerprints(set, text, is_word);
  switch (set->stride) {
  case 1: return find(set, text, 0, 1, is_word);
  case 2: return find(set, text, 0, 2, is_word);
  case 4: return find(set, text, 0, 4, is_word);
  default: return find(set, text, 0, 8, is_word);
  }
}

ptrdiff_t literal_windows_find_behind(const literal_windows *set, byte_scan_needle prefix, size_t offset,
                                      literal_text text, literal_is_word is_word) {
  for (size_t at = 0; at < text.count; at++) {
    ptrdiff_t distance = byte_scan_find(text.bytes + at, text.count - at, prefix);
    if (distance < 0) return -1;
    at += (size_t)distance;
    if (text.count - at < offset + set->width) return -1;
    uint32_t bytes = load_last(text.bytes + at + offset, set->width);
    ptrdiff_t start = candidate(set, text, at + offset, bytes, is_word);
    if (start >= 0) return start;
  }
  return -1;
}
