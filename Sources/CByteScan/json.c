#include "json.h"
#include "processor.h"
#include "stretches.h"

#include <string.h>

static inline bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static inline size_t skip_space(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && is_space(bytes[at])) at++;
  return at;
}

/// The empty text may have no address.
static inline bool is_equal(const uint8_t *bytes, const uint8_t *text, size_t count) {
  return count == 0 || memcmp(bytes, text, count) == 0;
}

// MARK: Strings

/// The offset of the quote that ends the string whose text starts at `at`, or `count`; and whether there are escapes.
static inline size_t string_end(const uint8_t *bytes, size_t count, size_t at, bool *has_escapes) {
  *has_escapes = false;
  while ((at = quoted_end(bytes, count, at)) < count) {
    if (bytes[at] == '"') return at;
    *has_escapes = true;
    at += 2;
  }
  return count;
}

size_t json_quoted_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  return quoted_end_portable(bytes, count, at);
}

size_t json_quoted_end(const uint8_t *bytes, size_t count, size_t at) { return quoted_end(bytes, count, at); }

// MARK: Objects and arrays

/// 64 bytes as masks: bit n says what byte n is.
typedef struct {
  uint64_t quotes;
  uint64_t backslashes;
  uint64_t opening;
  uint64_t closing;
} json_masks;

static inline json_masks masks_portable(const uint8_t *bytes) {
  json_masks masks = {0, 0, 0, 0};
  for (int at = 0; at < 64; at++) {
    // Brackets and braces differ in this bit only.
    uint8_t brace = bytes[at] | 0x20;
    masks.quotes |= (uint64_t)(bytes[at] == '"') << at;
    masks.backslashes |= (uint64_t)(bytes[at] == '\\') << at;
    masks.opening |= (uint64_t)(brace == '{') << at;
    masks.closing |= (uint64_t)(brace == '}') << at;
  }
  return masks;
}

#if BYTE_SCAN_X86

static inline json_masks masks_sse2(const uint8_t *bytes) {
  json_masks masks = {0, 0, 0, 0};
  for (int quarter = 0; quarter < 4; quarter++) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + 16 * quarter));
    __m128i braces = _mm_or_si128(read, _mm_set1_epi8(0x20));
    int shift = 16 * quarter;
    masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(read, _mm_set1_epi8('"'))) << shift;
    masks.backslashes |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(read, _mm_set1_epi8('\\'))) << shift;
    masks.opening |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(braces, _mm_set1_epi8('{'))) << shift;
    masks.closing |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(braces, _mm_set1_epi8('}'))) << shift;
  }
  return masks;
}

BYTE_SCAN_AVX2 static inline uint64_t equal_avx2(__m256i low, __m256i high, char byte) {
  __m256i wanted = _mm256_set1_epi8(byte);
  uint64_t lower = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
  uint64_t upper = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
  return lower | upper << 32;
}

BYTE_SCAN_AVX2 static inline json_masks masks_avx2(const uint8_t *bytes) {
  __m256i low = _mm256_loadu_si256((const __m256i *)bytes);
  __m256i high = _mm256_loadu_si256((const __m256i *)(bytes + 32));
  __m256i low_braces = _mm256_or_si256(low, _mm256_set1_epi8(0x20));
  __m256i high_braces = _mm256_or_si256(high, _mm256_set1_epi8(0x20));
  return (json_masks){equal_avx2(low, high, '"'), equal_avx2(low, high, '\\'), equal_avx2(low_braces, high_braces, '{'),
                      equal_avx2(low_braces, high_braces, '}')};
}

#endif

/// The bits behind backslashes that are not escaped themselves. `carry` goes from chunk to chunk.
static inline uint64_t escaped_bits(uint64_t backslashes, uint64_t *carry) {
  uint64_t escaped = *carry;
  *carry = 0;
  for (; backslashes != 0; backslashes &= backslashes - 1) {
    int at = __builtin_ctzll(backslashes);
    if (escaped >> at & 1) continue;
    if (at == 63) {
      *carry = 1;
    } else {
      escaped |= (uint64_t)2 << at;
    }
  }
  return escaped;
}

/// Bit n of the result is the parity of the bits up to n.
static inline uint64_t parity_bits(uint64_t bits) {
  for (int shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

/// What is known between one chunk of 64 bytes and the next.
typedef struct {
  size_t depth;
  uint64_t carry;
  uint64_t inside;
} json_skipping;

/// Takes a chunk, and gives the number of the byte that closes the container, or 64.
static inline __attribute__((always_inline)) size_t skip_chunk(json_masks masks, json_skipping *state) {
  uint64_t quotes = masks.quotes;
  if ((masks.backslashes | state->carry) != 0) quotes &= ~escaped_bits(masks.backslashes, &state->carry);
  uint64_t strings = parity_bits(quotes) ^ state->inside;
  state->inside = (uint64_t)((int64_t)strings >> 63);
  uint64_t opening = masks.opening & ~strings;
  uint64_t closing = masks.closing & ~strings;
  size_t closed = (size_t)__builtin_popcountll(closing);
  if (state->depth > closed) {
    state->depth += (size_t)__builtin_popcountll(opening);
    state->depth -= closed;
    return 64;
  }
  for (uint64_t brackets = opening | closing; brackets != 0; brackets &= brackets - 1) {
    int bit = __builtin_ctzll(brackets);
    if (opening >> bit & 1) {
      state->depth++;
    } else if (--state->depth == 0) {
      return (size_t)bit;
    }
  }
  return 64;
}

#define JSON_BRACKETS_END(masks_of)                                                                                   \
  json_skipping state = {*depth, 0, 0};                                                                               \
  for (; at + 64 <= count; at += 64) {                                                                                \
    size_t end = skip_chunk(masks_of(bytes + at), &state);                                                            \
    if (end < 64) return *depth = 0, at + end + 1;                                                                    \
  }                                                                                                                   \
  if (at >= count) return *depth = state.depth, 0;                                                                    \
  uint8_t rest[64] = {0};                                                                                             \
  memcpy(rest, bytes + at, count - at);                                                                               \
  size_t end = skip_chunk(masks_of(rest), &state);                                                                    \
  *depth = end < 64 ? 0 : state.depth;                                                                                \
  return end < 64 ? at + end + 1 : 0

size_t json_brackets_end_portable(const uint8_t *bytes, size_t count, size_t at, size_t *depth) {
  JSON_BRACKETS_END(masks_portable);
}

#if BYTE_SCAN_X86

size_t json_brackets_end_sse2(const uint8_t *bytes, size_t count, size_t at, size_t *depth) {
  JSON_BRACKETS_END(masks_sse2);
}

BYTE_SCAN_AVX2 static size_t brackets_end_avx2(const uint8_t *bytes, size_t count, size_t at, size_t *depth) {
  JSON_BRACKETS_END(masks_avx2);
}

size_t json_brackets_end(const uint8_t *bytes, size_t count, size_t at, size_t *depth) {
  return byte_scan_has_avx2 ? brackets_end_avx2(bytes, count, at, depth)
                            : json_brackets_end_sse2(bytes, count, at, depth);
}

#else

size_t json_brackets_end_sse2(const uint8_t *bytes, size_t count, size_t at, size_t *depth) {
  return json_brackets_end_portable(bytes, count, at, depth);
}

size_t json_brackets_end(const uint8_t *bytes, size_t count, size_t at, size_t *depth) {
  return json_brackets_end_portable(bytes, count, at, depth);
}

#endif

/// The offset behind the object or array that starts at `at`, or 0 where it does not end.
static inline size_t container_end(const uint8_t *bytes, size_t count, size_t at) {
  size_t depth = 0;
  return json_brackets_end(bytes, count, at, &depth);
}

// MARK: Values

bool json_value(const uint8_t *bytes, size_t count, size_t start, json_range *value) {
  size_t at = skip_space(bytes, count, start);
  if (at >= count) return false;
  value->start = at;
  switch (bytes[at]) {
  case '"': {
    bool has_escapes;
    size_t end = string_end(bytes, count, at + 1, &has_escapes);
    value->end = end + 1;
    return end < count;
  }
  case '{':
  case '[':
    value->end = container_end(bytes, count, at);
    return value->end != 0;
  default:
    while (at < count && bytes[at] > ' ' && bytes[at] != ',' && bytes[at] != '}' && bytes[at] != ']') at++;
    value->end = at;
    return at > value->start;
  }
}

/// A value inside an object or an array, which ends before the bytes do.
static inline bool inner_value(const uint8_t *bytes, size_t count, size_t start, json_range *value) {
  if (!json_value(bytes, count, start, value)) return false;
  return value->end < count || bytes[value->end - 1] == '"' || bytes[value->end - 1] == '}' || bytes[value->end - 1] == ']';
}

/// Where the value of the first or the last member `key` may start, or 0. `at` is the offset of the brace.
static inline size_t member_value(const uint8_t *bytes, size_t count, size_t at, json_key key, bool last) {
  size_t found = 0;
  while (true) {
    at = skip_space(bytes, count, at + 1);
    if (at >= count || bytes[at] != '"') return found;
    size_t name = at + 1;
    bool has_escapes;
    size_t name_end = string_end(bytes, count, name, &has_escapes);
    if (name_end == count) return found;
    at = skip_space(bytes, count, name_end + 1);
    if (at >= count || bytes[at] != ':') return found;
    bool is_found = has_escapes ? json_text_equals(bytes + name, name_end - name, key.text, key.count)
                                : name_end - name == key.count && is_equal(bytes + name, key.text, key.count);
    if (is_found) found = at + 1;
    if (is_found && !last) return found;
    json_range value;
    if (!json_value(bytes, count, at + 1, &value)) return found;
    at = skip_space(bytes, count, value.end);
    if (at >= count || bytes[at] != ',') return found;
  }
}

/// Where the element number `index` may start, or 0. `at` is the offset of the bracket.
static inline size_t element_value(const uint8_t *bytes, size_t count, size_t at, size_t index) {
  for (; index > 0; index--) {
    json_range value;
    if (!json_value(bytes, count, at + 1, &value)) return 0;
    at = skip_space(bytes, count, value.end);
    if (at >= count || bytes[at] != ',') return 0;
  }
  return at + 1;
}

size_t json_document_start(const uint8_t *bytes, size_t count) {
  return count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0;
}

bool json_find(const uint8_t *bytes, size_t count, const json_key *path, size_t depth, bool last, json_range *value) {
  size_t at = json_document_start(bytes, count);
  if (depth == 0) return json_value(bytes, count, at, value);
  for (size_t step = 0; step < depth; step++) {
    at = skip_space(bytes, count, at);
    if (at >= count) return false;
    if (bytes[at] == '{') {
      at = member_value(bytes, count, at, path[step], last);
    } else if (bytes[at] == '[' && path[step].index >= 0) {
      at = element_value(bytes, count, at, (size_t)path[step].index);
    } else {
      return false;
    }
    if (at == 0) return false;
  }
  return inner_value(bytes, count, at, value);
}

bool json_next_element(const uint8_t *bytes, size_t count, size_t *at, json_range *value) {
  uint8_t wanted = *at == 0 ? '[' : ',';
  *at = skip_space(bytes, count, *at);
  if (*at >= count || bytes[*at] != wanted) return false;
  if (!inner_value(bytes, count, *at + 1, value)) return false;
  *at = value->end;
  return true;
}

bool json_next_member(const uint8_t *bytes, size_t count, size_t *at, json_range *key, json_range *value) {
  uint8_t wanted = *at == 0 ? '{' : ',';
  *at = skip_space(bytes, count, *at);
  if (*at >= count || bytes[*at] != wanted) return false;
  key->start = skip_space(bytes, count, *at + 1);
  if (key->start >= count || bytes[key->start] != '"') return false;
  bool has_escapes;
  key->end = string_end(bytes, count, key->start + 1, &has_escapes) + 1;
  if (key->end > count) return false;
  size_t colon = skip_space(bytes, count, key->end);
  if (colon >= count || bytes[colon] != ':') return false;
  if (!inner_value(bytes, count, colon + 1, value)) return false;
  *at = value->end;
  return true;
}

// MARK: Escapes

static bool hex4(const uint8_t *bytes, size_t count, uint32_t *number) {
  if (count < 4) return false;
  *number = 0;
  for (int at = 0; at < 4; at++) {
    uint8_t byte = bytes[at];
    uint32_t digit;
    if (byte >= '0' && byte <= '9') {
      digit = byte - '0';
    } else if ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f') {
      digit = (uint32_t)(byte | 0x20) - 'a' + 10;
    } else {
      return false;
    }
    *number = *number << 4 | digit;
  }
  return true;
}

static size_t put_scalar(uint32_t scalar, uint8_t *text) {
  if (scalar < 0x80) {
    text[0] = (uint8_t)scalar;
    return 1;
  }
  if (scalar < 0x800) {
    text[0] = (uint8_t)(0xC0 | scalar >> 6);
    text[1] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 2;
  }
  if (scalar < 0x10000) {
    text[0] = (uint8_t)(0xE0 | scalar >> 12);
    text[1] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
    text[2] = (uint8_t)(0x80 | (scalar & 0x3F));
    return 3;
  }
  text[0] = (uint8_t)(0xF0 | scalar >> 18);
  text[1] = (uint8_t)(0x80 | (scalar >> 12 & 0x3F));
  text[2] = (uint8_t)(0x80 | (scalar >> 6 & 0x3F));
  text[3] = (uint8_t)(0x80 | (scalar & 0x3F));
  return 4;
}

/// Writes what the escape at `bytes` stands for, at most 4 bytes, and gives how many bytes it takes, of which the first
/// is a backslash.
static size_t take_escape(const uint8_t *bytes, size_t count, uint8_t *text, size_t *length) {
  *length = 1;
  switch (count > 1 ? bytes[1] : 0) {
  case '"': text[0] = '"'; return 2;
  case '\\': text[0] = '\\'; return 2;
  case '/': text[0] = '/'; return 2;
  case 'b': text[0] = '\b'; return 2;
  case 'f': text[0] = '\f'; return 2;
  case 'n': text[0] = '\n'; return 2;
  case 'r': text[0] = '\r'; return 2;
  case 't': text[0] = '\t'; return 2;
  case 'u': {
    uint32_t scalar;
    if (!hex4(bytes + 2, count - 2, &scalar)) break;
    size_t taken = 6;
    if (scalar >= 0xD800 && scalar < 0xE000) {
      uint32_t low;
      if (scalar < 0xDC00 && count > 8 && bytes[6] == '\\' && bytes[7] == 'u' && hex4(bytes + 8, count - 8, &low) &&
          low >= 0xDC00 && low < 0xE000) {
        scalar = 0x10000 + ((scalar - 0xD800) << 10) + (low - 0xDC00);
        taken = 12;
      } else {
        scalar = 0xFFFD;
      }
    }
    *length = put_scalar(scalar, text);
    return taken;
  }
  default: break;
  }
  text[0] = '\\';
  return 1;
}

size_t json_unescape(const uint8_t *bytes, size_t count, uint8_t *text) {
  size_t length = 0;
  size_t at = 0;
  while (at < count) {
    const uint8_t *backslash = memchr(bytes + at, '\\', count - at);
    size_t plain = backslash == NULL ? count - at : (size_t)(backslash - bytes) - at;
    memcpy(text + length, bytes + at, plain);
    length += plain;
    at += plain;
    if (at == count) break;
    size_t written;
    at += take_escape(bytes + at, count - at, text + length, &written);
    length += written;
  }
  return length;
}

bool json_text_equals(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length) {
  size_t compared = 0;
  size_t at = 0;
  while (at < count) {
    const uint8_t *backslash = memchr(bytes + at, '\\', count - at);
    size_t plain = backslash == NULL ? count - at : (size_t)(backslash - bytes) - at;
    if (plain > length - compared || !is_equal(bytes + at, text + compared, plain)) return false;
    compared += plain;
    at += plain;
    if (at == count) break;
    uint8_t scalar[4];
    size_t written;
    at += take_escape(bytes + at, count - at, scalar, &written);
    if (written > length - compared || !is_equal(scalar, text + compared, written)) return false;
    compared += written;
  }
  return compared == length;
}
