#include "CByteScan.h"
#include "literals.h"
#include "processor.h"

/// Byte values by how often real logs and tables of many kinds hold them: 0 the rarest, 255 the commonest.
static const uint8_t commonness[256] = {
     79,   0,   1,   2,   3,   4,   5,   6,   7, 171, 217,   8,   9, 209,  10,  11,
     12,  13,  14,  15,  16,  17,  18,  19,  20,  21,  22,  23,  24,  25,  26,  27,
    255, 147, 246, 193, 179, 161, 165, 182, 199, 200, 158, 178, 253, 223, 237, 236,
    251, 250, 245, 239, 235, 233, 225, 230, 222, 226, 240, 174, 155, 188, 169, 157,
    164, 231, 185, 216, 190, 205, 195, 186, 189, 204, 168, 180, 201, 210, 229, 194,
    198, 166, 208, 218, 212, 187, 175, 184, 170, 183, 172, 203, 215, 202,  28, 220,
    122, 249, 207, 238, 234, 254, 221, 219, 227, 243, 177, 211, 241, 228, 242, 248,
    232, 181, 247, 244, 252, 224, 214, 206, 196, 213, 176, 191, 197, 192,  84,  80,
    167,  78,  81, 127, 111,  77,  76, 110, 109,  75,  74,  73,  72,  71,  70, 151,
    136, 108, 118, 107, 106, 105, 116, 104, 103, 102, 101, 100, 115, 114,  99, 152,
    142, 130, 113,  98, 129,  97,  96,  95,  94, 120,  93,  92, 117, 140, 139, 154,
    141, 123,  69, 119,  68,  91,  67, 162,  66, 112,  90, 121,  89, 126, 156, 173,
    138,  88, 128, 146,  65,  83,  64,  63,  62,  61, 159,  60,  59,  58, 135,  87,
     57,  56,  55,  54,  53,  52,  51,  50,  49,  48,  47,  46,  45,  44,  43, 134,
    145,  86,  82,  42,  41,  40,  39,  38,  37,  36,  35,  34,  33, 160,  85, 163,
    153, 150, 149, 148, 137,  32,  31, 133, 144,  30,  29, 132, 143, 131, 125, 124,
};

static inline uint32_t lesser(uint32_t one, uint32_t other) { return one < other ? one : other; }

uint8_t byte_scan_commonness(uint8_t byte) { return commonness[byte]; }

static inline __attribute__((always_inline)) byte_scan_needle make(const uint8_t *bytes, size_t count) {
  uint32_t rarer = UINT32_MAX;
  uint32_t rare = UINT32_MAX;
  size_t considered = count < 256 ? count : 256;
  for (size_t at = 0; at < considered; at++) {
    uint32_t here = (uint32_t)commonness[bytes[at]] << 8 | (uint32_t)at;
    rare = lesser(rare, rarer > here ? rarer : here);
    rarer = lesser(rarer, here);
  }
  return (byte_scan_needle){bytes, count, count == 1 ? 0 : rare & 0xFF, rarer & 0xFF, 0, 0, false};
}

byte_scan_needle byte_scan_needle_make(const uint8_t *bytes, size_t count) { return make(bytes, count); }

static inline bool is_lower(uint8_t byte) { return (uint8_t)(byte - 'a') < 26; }

byte_scan_needle byte_scan_needle_make_folded(const uint8_t *bytes, size_t count) {
  uint32_t rarer = UINT32_MAX;
  uint32_t rare = UINT32_MAX;
  size_t considered = count < 256 ? count : 256;
  for (size_t at = 0; at < considered; at++) {
    uint32_t lower = commonness[bytes[at]];
    uint32_t upper = commonness[is_lower(bytes[at]) ? bytes[at] ^ 0x20 : bytes[at]];
    uint32_t here = (lower > upper ? lower : upper) << 8 | (uint32_t)at;
    rare = lesser(rare, rarer > here ? rarer : here);
    rarer = lesser(rarer, here);
  }
  rarer &= 0xFF;
  rare = count == 1 ? 0 : rare & 0xFF;
  return (byte_scan_needle){
      bytes, count, rare, rarer, is_lower(bytes[rare]) ? 0x20 : 0, is_lower(bytes[rarer]) ? 0x20 : 0, true};
}

static inline __attribute__((always_inline)) bool matches(const uint8_t *bytes, const byte_scan_needle *needle,
                                                          bool is_folded) {
  if (!is_folded) return memcmp(bytes, needle->bytes, needle->count) == 0;
  for (size_t at = 0; at < needle->count; at++) {
    if (ascii_lower(bytes[at]) != needle->bytes[at]) return false;
  }
  return true;
}

/// Looks at the places from `from` up to and including `last` where the needle may begin.
static ptrdiff_t find_portable(const uint8_t *bytes, size_t from, size_t last, const byte_scan_needle *needle) {
  for (size_t at = from; at <= last;) {
    if (needle->is_folded) {
      while (at <= last && (bytes[at + needle->rarer] | needle->rarer_mask) != needle->bytes[needle->rarer]) at++;
      if (at > last) return -1;
    } else {
      const uint8_t *found = memchr(bytes + at + needle->rarer, needle->bytes[needle->rarer], last - at + 1);
      if (found == NULL) return -1;
      at = (size_t)(found - bytes) - needle->rarer;
    }
    if (matches(bytes + at, needle, needle->is_folded)) return (ptrdiff_t)at;
    at++;
  }
  return -1;
}

#if BYTE_SCAN_X86

/// The two bytes of a needle that are compared first, and their masks, in vectors.
typedef struct {
  __m128i rare, rarer, rare_mask, rarer_mask;
} pair_sse2;

typedef struct {
  __m256i rare, rarer, rare_mask, rarer_mask;
} pair_avx2;

static inline uint32_t candidates_sse2(const uint8_t *bytes, const byte_scan_needle *needle, pair_sse2 pair) {
  __m128i one = _mm_or_si128(_mm_loadu_si128((const __m128i *)(bytes + needle->rare)), pair.rare_mask);
  __m128i other = _mm_or_si128(_mm_loadu_si128((const __m128i *)(bytes + needle->rarer)), pair.rarer_mask);
  return (uint32_t)_mm_movemask_epi8(
      _mm_and_si128(_mm_cmpeq_epi8(one, pair.rare), _mm_cmpeq_epi8(other, pair.rarer)));
}

BYTE_SCAN_AVX2 static inline __attribute__((always_inline)) __m256i matches_avx2(
    const uint8_t *bytes, const byte_scan_needle *needle, pair_avx2 pair, bool is_folded) {
  __m256i one = _mm256_loadu_si256((const __m256i *)(bytes + needle->rare));
  __m256i other = _mm256_loadu_si256((const __m256i *)(bytes + needle->rarer));
  if (is_folded) {
    one = _mm256_or_si256(one, pair.rare_mask);
    other = _mm256_or_si256(other, pair.rarer_mask);
  }
  return _mm256_and_si256(_mm256_cmpeq_epi8(one, pair.rare), _mm256_cmpeq_epi8(other, pair.rarer));
}

/// The first of the candidates, bits of a mask, at which the needle matches.
static inline __attribute__((always_inline)) ptrdiff_t verify(const uint8_t *bytes, size_t at, uint32_t candidates,
                                                              const byte_scan_needle *needle, bool is_folded) {
  for (; candidates != 0; candidates &= candidates - 1) {
    size_t place = at + (size_t)__builtin_ctz(candidates);
    if (matches(bytes + place, needle, is_folded)) return (ptrdiff_t)place;
  }
  return -1;
}

static ptrdiff_t find_sse2(const uint8_t *bytes, size_t last, const byte_scan_needle *needle) {
  pair_sse2 pair = {
      _mm_set1_epi8((char)needle->bytes[needle->rare]), _mm_set1_epi8((char)needle->bytes[needle->rarer]),
      _mm_set1_epi8((char)needle->rare_mask), _mm_set1_epi8((char)needle->rarer_mask)};
  size_t at = 0;
  for (; at + 15 <= last; at += 16) {
    uint32_t candidates = candidates_sse2(bytes + at, needle, pair);
    ptrdiff_t found = verify(bytes, at, candidates, needle, needle->is_folded);
    if (found >= 0) return found;
  }
  if (at > last) return -1;
  if (last < 15) return find_portable(bytes, at, last, needle);
  at = last - 15;
  return verify(bytes, at, candidates_sse2(bytes + at, needle, pair), needle, needle->is_folded);
}

BYTE_SCAN_AVX2 static inline __attribute__((always_inline)) ptrdiff_t find_avx2(
    const uint8_t *bytes, size_t last, const byte_scan_needle *needle, bool is_folded) {
  if (last < 31) return find_sse2(bytes, last, needle);
  pair_avx2 pair = {
      _mm256_set1_epi8((char)needle->bytes[needle->rare]), _mm256_set1_epi8((char)needle->bytes[needle->rarer]),
      _mm256_set1_epi8((char)needle->rare_mask), _mm256_set1_epi8((char)needle->rarer_mask)};
  size_t at = 0;
  for (; at + 63 <= last; at += 64) {
    __m256i low = matches_avx2(bytes + at, needle, pair, is_folded);
    __m256i high = matches_avx2(bytes + at + 32, needle, pair, is_folded);
    if (_mm256_testz_si256(_mm256_or_si256(low, high), _mm256_set1_epi8(-1))) continue;
    ptrdiff_t found = verify(bytes, at, (uint32_t)_mm256_movemask_epi8(low), needle, is_folded);
    if (found < 0) found = verify(bytes, at + 32, (uint32_t)_mm256_movemask_epi8(high), needle, is_folded);
    if (found >= 0) return found;
  }
  for (; at <= last; at += 32) {
    size_t here = at + 31 <= last ? at : last - 31;
    __m256i found_here = matches_avx2(bytes + here, needle, pair, is_folded);
    ptrdiff_t found = verify(bytes, here, (uint32_t)_mm256_movemask_epi8(found_here), needle, is_folded);
    if (found >= 0) return found;
  }
  return -1;
}

BYTE_SCAN_AVX2 static ptrdiff_t find_exact_avx2(const uint8_t *bytes, size_t last, const byte_scan_needle *needle) {
  return find_avx2(bytes, last, needle, false);
}

BYTE_SCAN_AVX2 static ptrdiff_t find_folded_avx2(const uint8_t *bytes, size_t last, const byte_scan_needle *needle) {
  return find_avx2(bytes, last, needle, true);
}

BYTE_SCAN_AVX2 static bool contains_avx2(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length) {
  byte_scan_needle needle = make(text, length);
  return find_avx2(bytes, count - length, &needle, false) >= 0;
}

static inline ptrdiff_t find(const uint8_t *bytes, size_t count, const byte_scan_needle *needle) {
  if (count < needle->count) return -1;
  size_t last = count - needle->count;
  if (!byte_scan_has_avx2) return find_sse2(bytes, last, needle);
  return needle->is_folded ? find_folded_avx2(bytes, last, needle) : find_exact_avx2(bytes, last, needle);
}

bool byte_scan_contains(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length) {
  if (length == 0) return true;
  if (count < length) return false;
  if (byte_scan_has_avx2) return contains_avx2(bytes, count, text, length);
  byte_scan_needle needle = make(text, length);
  return find_sse2(bytes, count - length, &needle) >= 0;
}

#else

static inline ptrdiff_t find(const uint8_t *bytes, size_t count, const byte_scan_needle *needle) {
  return count < needle->count ? -1 : find_portable(bytes, 0, count - needle->count, needle);
}

bool byte_scan_contains(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length) {
  if (length == 0) return true;
  byte_scan_needle needle = make(text, length);
  return find(bytes, count, &needle) >= 0;
}

#endif

// A copy of a needle costs a search in a short text as much as the search itself, so only pointers are passed on.

ptrdiff_t byte_scan_find(const uint8_t *bytes, size_t count, byte_scan_needle needle) {
  return find(bytes, count, &needle);
}

bool byte_scan_is_found(const uint8_t *bytes, size_t count, const byte_scan_needle *needle) {
  return find(bytes, count, needle) >= 0;
}

ptrdiff_t literal_find_word(byte_scan_needle needle, literal_text text, literal_is_word is_word) {
  for (size_t at = 0; at < text.count;) {
    ptrdiff_t distance = find(text.bytes + at, text.count - at, &needle);
    if (distance < 0) return -1;
    at += (size_t)distance;
    if (literal_is_whole_word(text, at, at + needle.count, is_word)) return (ptrdiff_t)at;
    at++;
  }
  return -1;
}
