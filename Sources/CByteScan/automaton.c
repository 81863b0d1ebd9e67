#include "CByteScan.h"
#include "processor.h"

static inline __attribute__((always_inline)) bool is_plain(const uint8_t *bytes, size_t count) {
  uint8_t odd = 0;
  for (size_t at = 0; at < count; at++) {
    uint8_t byte = bytes[at];
    odd |= (uint8_t)((uint8_t)(byte - 0x20) > 0x5E) & (uint8_t)(byte != '\t');
  }
  return odd == 0;
}

#if BYTE_SCAN_X86

BYTE_SCAN_AVX2 static bool is_plain_avx2(const uint8_t *bytes, size_t count) { return is_plain(bytes, count); }

bool byte_scan_is_plain(const uint8_t *bytes, size_t count) {
  return byte_scan_has_avx2 ? is_plain_avx2(bytes, count) : is_plain(bytes, count);
}

#else

bool byte_scan_is_plain(const uint8_t *bytes, size_t count) { return is_plain(bytes, count); }

#endif

bool byte_automaton_matches(byte_automaton automaton, const uint8_t *bytes, size_t count) {
  const uint32_t *next = automaton.next;
  uint32_t state = automaton.start;
  for (size_t at = 0; at < count; at++) {
    if (state <= 1) return state == 1;
    state = next[state + bytes[at]];
  }
  return state <= 1 ? state == 1 : automaton.matches_at_end[state / 128];
}
