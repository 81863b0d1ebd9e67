#include "writing.h"
#include "processor.h"

#include <string.h>

const size_t csv_needs_quotes = SIZE_MAX;

enum { STEP = 16 };

static inline bool is_end(uint8_t byte, uint8_t separator) {
  return (byte == separator) | (byte == '\n') | (byte == '\r');
}

size_t csv_put_plain(uint8_t *out, const uint8_t *bytes, size_t count, csv_style style) {
  size_t at = 0;
#if BYTE_SCAN_X86
  if (count >= STEP) {
    __m128i separator = _mm_set1_epi8((char)style.separator), quote = _mm_set1_epi8((char)style.quote);
    __m128i line_feed = _mm_set1_epi8('\n'), carriage_return = _mm_set1_epi8('\r');
    for (; at + STEP <= count; at += STEP) {
      __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
      __m128i newlines = _mm_or_si128(_mm_cmpeq_epi8(read, line_feed), _mm_cmpeq_epi8(read, carriage_return));
      __m128i others = _mm_or_si128(_mm_cmpeq_epi8(read, separator), _mm_cmpeq_epi8(read, quote));
      if (_mm_movemask_epi8(_mm_or_si128(newlines, others)) != 0) return csv_needs_quotes;
      _mm_storeu_si128((__m128i *)(out + at), read);
    }
  }
#endif
  bool is_special = false;
  for (; at < count; at++) {
    uint8_t byte = bytes[at];
    is_special |= is_end(byte, style.separator) | (byte == style.quote);
    out[at] = byte;
  }
  return is_special ? csv_needs_quotes : count;
}

size_t csv_put_quoted(uint8_t *out, const uint8_t *bytes, size_t count, csv_style style) {
  size_t written = 0;
  out[written++] = style.quote;
  for (size_t at = 0; at < count; at++) {
    uint8_t byte = bytes[at];
    if (byte == style.quote || byte == style.escape) out[written++] = byte;
    out[written++] = byte;
  }
  out[written++] = style.quote;
  return written;
}

static inline size_t put_plain_or_quoted(uint8_t *out, const uint8_t *bytes, size_t count, csv_style style) {
  size_t written = csv_put_plain(out, bytes, count, style);
  return written == csv_needs_quotes ? csv_put_quoted(out, bytes, count, style) : written;
}

size_t csv_put_fields(uint8_t *out, const uint8_t *bytes, const uint32_t *places, size_t count, csv_style style) {
  size_t written = 0;
  for (size_t field = 0; field < count; field++) {
    if (field > 0) out[written++] = style.separator;
    size_t start = places[2 * field], end = places[2 * field + 1];
    written += put_plain_or_quoted(out + written, bytes + start, end - start, style);
  }
  return written;
}

bool csv_has_ends(const uint8_t *bytes, size_t count, uint8_t separator) {
  for (size_t at = 0; at < count; at++) {
    if (is_end(bytes[at], separator)) return true;
  }
  return false;
}

static inline size_t put_escape(uint8_t *out, uint8_t byte) {
  static const char digits[] = "0123456789abcdef";
  out[0] = '\\';
  switch (byte) {
  case '"':
  case '\\':
    out[1] = byte;
    return 2;
  case '\n':
    out[1] = 'n';
    return 2;
  case '\r':
    out[1] = 'r';
    return 2;
  case '\t':
    out[1] = 't';
    return 2;
  default:
    memcpy(out + 1, "u00", 3);
    out[4] = (uint8_t)digits[byte >> 4];
    out[5] = (uint8_t)digits[byte & 15];
    return 6;
  }
}

size_t json_put_string(uint8_t *out, const uint8_t *bytes, size_t count) {
  size_t written = 0;
  out[written++] = '"';
  size_t at = 0;
#if BYTE_SCAN_X86
  __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), last_control = _mm_set1_epi8(0x1F);
  while (at + STEP <= count) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i escaped = _mm_or_si128(_mm_cmpeq_epi8(read, quote), _mm_cmpeq_epi8(read, backslash));
    escaped = _mm_or_si128(escaped, _mm_cmpeq_epi8(_mm_min_epu8(read, last_control), read));
    unsigned mask = (unsigned)_mm_movemask_epi8(escaped);
    _mm_storeu_si128((__m128i *)(out + written), read);
    if (mask == 0) {
      written += STEP;
      at += STEP;
    } else {
      size_t plain = (size_t)__builtin_ctz(mask);
      written += plain;
      at += plain;
      written += put_escape(out + written, bytes[at++]);
    }
  }
#endif
  for (; at < count; at++) {
    uint8_t byte = bytes[at];
    if (byte < 0x20 || byte == '"' || byte == '\\') {
      written += put_escape(out + written, byte);
    } else {
      out[written++] = byte;
    }
  }
  out[written++] = '"';
  return written;
}
