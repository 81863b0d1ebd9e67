#include "logfmt.h"
#include "processor.h"

#include <string.h>

// Bytes up to the space separate, and in keys the equals sign and the quote do.

#if BYTE_SCAN_X86

static inline size_t key_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i ends = _mm_cmpeq_epi8(_mm_min_epu8(read, _mm_set1_epi8(' ')), read);
    ends = _mm_or_si128(ends, _mm_cmpeq_epi8(read, _mm_set1_epi8('=')));
    ends = _mm_or_si128(ends, _mm_cmpeq_epi8(read, _mm_set1_epi8('"')));
    unsigned mask = (unsigned)_mm_movemask_epi8(ends);
    if (mask != 0) return at + (size_t)__builtin_ctz(mask);
  }
  while (at < count && bytes[at] > ' ' && bytes[at] != '=' && bytes[at] != '"') at++;
  return at;
}

static inline size_t value_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i ends = _mm_cmpeq_epi8(_mm_min_epu8(read, _mm_set1_epi8(' ')), read);
    unsigned mask = (unsigned)_mm_movemask_epi8(ends);
    if (mask != 0) return at + (size_t)__builtin_ctz(mask);
  }
  while (at < count && bytes[at] > ' ') at++;
  return at;
}

static inline size_t quote_mark(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(read, _mm_set1_epi8('"')), _mm_cmpeq_epi8(read, _mm_set1_epi8('\\')));
    unsigned mask = (unsigned)_mm_movemask_epi8(marks);
    if (mask != 0) return at + (size_t)__builtin_ctz(mask);
  }
  while (at < count && bytes[at] != '"' && bytes[at] != '\\') at++;
  return at;
}

#else

static inline size_t key_end(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] > ' ' && bytes[at] != '=' && bytes[at] != '"') at++;
  return at;
}

static inline size_t value_end(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] > ' ') at++;
  return at;
}

static inline size_t quote_mark(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] != '"' && bytes[at] != '\\') at++;
  return at;
}

#endif

static inline bool next(const uint8_t *bytes, size_t count, size_t *position, logfmt_pair *pair) {
  size_t at = *position;
  while (at < count && (bytes[at] <= ' ' || bytes[at] == '=' || bytes[at] == '"')) at++;
  if (at == count) {
    *position = at;
    return false;
  }
  pair->key_start = at;
  at = key_end(bytes, count, at);
  pair->key_end = at;
  pair->has_value = at < count && bytes[at] == '=';
  pair->is_quoted = false;
  pair->has_escapes = false;
  pair->is_torn = false;
  if (pair->has_value) at++;
  pair->value_start = at;
  pair->value_end = at;
  if (pair->has_value && at < count && bytes[at] == '"') {
    pair->is_quoted = true;
    pair->value_start = ++at;
    while ((at = quote_mark(bytes, count, at)) < count && bytes[at] == '\\') {
      pair->has_escapes = true;
      at += 2;
    }
    pair->is_torn = at >= count;
    pair->value_end = pair->is_torn ? count : at;
    at = pair->is_torn ? count : at + 1;
  } else if (pair->has_value) {
    at = value_end(bytes, count, at);
    pair->value_end = at;
  }
  *position = at;
  return true;
}

bool logfmt_next(const uint8_t *bytes, size_t count, size_t *at, logfmt_pair *pair) {
  return next(bytes, count, at, pair);
}

bool logfmt_find(const uint8_t *bytes, size_t count, const uint8_t *key, size_t length, logfmt_pair *pair) {
  size_t at = 0;
  while (next(bytes, count, &at, pair)) {
    if (pair->key_end - pair->key_start == length && memcmp(bytes + pair->key_start, key, length) == 0) return true;
  }
  return false;
}
