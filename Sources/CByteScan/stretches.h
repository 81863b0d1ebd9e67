#pragma once

#include "processor.h"

#include <stddef.h>
#include <stdint.h>

// Where a stretch of text ends, or `count`: byte by byte, and 16 bytes at a time where there are vectors.

/// At a quote or a backslash.
static inline size_t quoted_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] != '"' && bytes[at] != '\\') at++;
  return at;
}

/// At a byte up to the space.
static inline size_t word_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] > ' ') at++;
  return at;
}

/// At a byte up to the space, an equals sign or a quote.
static inline size_t key_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] > ' ' && bytes[at] != '=' && bytes[at] != '"') at++;
  return at;
}

#if BYTE_SCAN_X86

static inline __m128i equal(__m128i bytes, char byte) { return _mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)); }

static inline __m128i up_to_space(__m128i bytes) {
  return _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(' ')), bytes);
}

static inline size_t quoted_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    unsigned ends = (unsigned)_mm_movemask_epi8(_mm_or_si128(equal(read, '"'), equal(read, '\\')));
    if (ends != 0) return at + (size_t)__builtin_ctz(ends);
  }
  return quoted_end_portable(bytes, count, at);
}

static inline size_t word_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    unsigned ends = (unsigned)_mm_movemask_epi8(up_to_space(_mm_loadu_si128((const __m128i *)(bytes + at))));
    if (ends != 0) return at + (size_t)__builtin_ctz(ends);
  }
  return word_end_portable(bytes, count, at);
}

static inline size_t key_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i marks = _mm_or_si128(equal(read, '='), equal(read, '"'));
    unsigned ends = (unsigned)_mm_movemask_epi8(_mm_or_si128(up_to_space(read), marks));
    if (ends != 0) return at + (size_t)__builtin_ctz(ends);
  }
  return key_end_portable(bytes, count, at);
}

#else

static inline size_t quoted_end(const uint8_t *bytes, size_t count, size_t at) {
  return quoted_end_portable(bytes, count, at);
}

static inline size_t word_end(const uint8_t *bytes, size_t count, size_t at) {
  return word_end_portable(bytes, count, at);
}

static inline size_t key_end(const uint8_t *bytes, size_t count, size_t at) {
  return key_end_portable(bytes, count, at);
}

#endif
