#include "CByteScan.h"
#include "processor.h"

static inline bool is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

ptrdiff_t byte_scan_blank_portable(const uint8_t *bytes, size_t count) {
  for (size_t at = 0; at < count; at++) {
    if (is_blank(bytes[at])) return (ptrdiff_t)at;
  }
  return -1;
}

#if BYTE_SCAN_X86

ptrdiff_t byte_scan_blank(const uint8_t *bytes, size_t count) {
  const __m128i space = _mm_set1_epi8(' ');
  const __m128i tab = _mm_set1_epi8('\t');
  size_t at = 0;
  for (; count - at >= 16; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    int blanks = _mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(read, space), _mm_cmpeq_epi8(read, tab)));
    if (blanks != 0) return (ptrdiff_t)at + __builtin_ctz((unsigned)blanks);
  }
  ptrdiff_t rest = byte_scan_blank_portable(bytes + at, count - at);
  return rest < 0 ? -1 : (ptrdiff_t)at + rest;
}

#else

ptrdiff_t byte_scan_blank(const uint8_t *bytes, size_t count) { return byte_scan_blank_portable(bytes, count); }

#endif
