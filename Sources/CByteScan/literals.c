#include "CByteScan.h"
#include "literals.h"

ptrdiff_t literal_end(const literal *literal, literal_text text, size_t start) {
  size_t left = text.count - start;
  const uint8_t *bytes = text.bytes + start;
  switch (literal->kind) {
  case literal_exact:
    if (left < literal->count || memcmp(bytes, literal->bytes, literal->count) != 0) return -1;
    return (ptrdiff_t)(start + literal->count);
  case literal_folded:
    if (left < literal->count) return -1;
    for (size_t at = 0; at < literal->count; at++) {
      if (ascii_lower(bytes[at]) != literal->bytes[at]) return -1;
    }
    return (ptrdiff_t)(start + literal->count);
  case literal_alternatives: {
    const uint8_t *element = literal->bytes;
    size_t at = 0;
    for (size_t number = 0; number < literal->count; number++) {
      size_t matched = 0;
      size_t alternatives = *element++;
      for (; alternatives > 0; alternatives--) {
        size_t length = *element++;
        if (matched == 0 && left - at >= length && memcmp(bytes + at, element, length) == 0) matched = length;
        element += length;
      }
      if (matched == 0) return -1;
      at += matched;
    }
    return (ptrdiff_t)(start + at);
  }
  }
  return -1;
}

static inline bool is_ascii_word(uint8_t byte) {
  return (uint8_t)(ascii_lower(byte) - 'a') < 26 || (uint8_t)(byte - '0') < 10 || byte == '_';
}

static inline bool is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// How many bytes the UTF-8 sequence has that begins with `lead`, or 0 where none does. `lead` is not ASCII.
static inline size_t sequence_length(uint8_t lead) {
  if (lead < 0xC2 || lead > 0xF4) return 0;
  return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/// Decodes a whole sequence of two to four bytes. False where it is not valid.
static bool decode(const uint8_t *bytes, size_t length, uint32_t *scalar) {
  static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
  uint32_t value = bytes[0] & (0x7Fu >> length);
  for (size_t at = 1; at < length; at++) {
    if (!is_continuation(bytes[at])) return false;
    value = value << 6 | (bytes[at] & 0x3F);
  }
  *scalar = value;
  return value >= least[length] && value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF);
}

static bool is_word_behind(literal_text text, size_t at, literal_is_word is_word) {
  if (at == text.count) return text.is_open_at_end;
  uint8_t byte = text.bytes[at];
  if (byte < 0x80) return is_ascii_word(byte);
  size_t length = sequence_length(byte);
  if (length == 0) return false;
  if (text.count - at < length) return text.is_open_at_end;
  uint32_t scalar;
  return decode(text.bytes + at, length, &scalar) && is_word(scalar);
}

static bool is_word_before(literal_text text, size_t at, literal_is_word is_word) {
  if (at == 0) return text.is_open_at_start;
  uint8_t byte = text.bytes[at - 1];
  if (byte < 0x80) return is_ascii_word(byte);
  size_t lead = at - 1;
  while (is_continuation(text.bytes[lead])) {
    if (at - lead == 4) return false;
    if (lead == 0) return text.is_open_at_start;
    lead--;
  }
  uint32_t scalar;
  return text.bytes[lead] >= 0x80 && sequence_length(text.bytes[lead]) == at - lead &&
         decode(text.bytes + lead, at - lead, &scalar) && is_word(scalar);
}

bool literal_is_whole_word(literal_text text, size_t start, size_t end, literal_is_word is_word) {
  return !is_word_before(text, start, is_word) && !is_word_behind(text, end, is_word);
}
