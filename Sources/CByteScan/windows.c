#include "CByteScan.h"
#include "literals.h"

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

static inline __attribute__((always_inline)) ptrdiff_t find(const literal_windows *set, literal_text text, size_t stride,
                                                            literal_is_word is_word) {
  enum { batch = 8 };
  uint32_t mask = set->mask;
  uint32_t covered = set->covered;
  uint32_t shift = set->hash_shift;
  size_t at = 0;
  for (; at + (batch - 1) * stride + 4 <= text.count; at += batch * stride) {
    uint32_t hits = 0;
    for (size_t index = 0; index < batch; index++) {
      uint32_t value = (load(text.bytes + at + index * stride) | mask) & covered;
      hits |= (uint32_t)is_present(set, hash(value, shift)) << index;
    }
    for (; hits != 0; hits &= hits - 1) {
      size_t place = at + (size_t)__builtin_ctz(hits) * stride;
      uint32_t value = (load(text.bytes + place) | mask) & covered;
      ptrdiff_t start = match_at(set, text, place, value, is_word);
      if (start >= 0) return start;
    }
  }
  for (; at + set->width <= text.count; at += stride) {
    uint32_t value = (load_last(text.bytes + at, set->width) | mask) & covered;
    if (!is_present(set, hash(value, shift))) continue;
    ptrdiff_t start = match_at(set, text, at, value, is_word);
    if (start >= 0) return start;
  }
  return -1;
}

ptrdiff_t literal_windows_find(const literal_windows *set, literal_text text, literal_is_word is_word) {
  switch (set->stride) {
  case 1: return find(set, text, 1, is_word);
  case 2: return find(set, text, 2, is_word);
  case 4: return find(set, text, 4, is_word);
  default: return find(set, text, 8, is_word);
  }
}
