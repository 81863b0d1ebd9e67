#include "json_document.h"
#include "json.h"
#include "processor.h"

#include <string.h>

static inline bool is_space(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

static inline size_t skip_space(const uint8_t *bytes, size_t count, size_t at) {
  // Most documents have none.
  while (at < count && bytes[at] <= ' ' && is_space(bytes[at])) at++;
  return at;
}

// MARK: Strings

size_t json_plain_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && bytes[at] >= 0x20 && bytes[at] < 0x80 && bytes[at] != '"' && bytes[at] != '\\') at++;
  return at;
}

#if BYTE_SCAN_X86

static inline size_t plain_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + at));
    __m128i marks = _mm_or_si128(_mm_cmpeq_epi8(read, _mm_set1_epi8('"')), _mm_cmpeq_epi8(read, _mm_set1_epi8('\\')));
    // Bytes over 0x7F are negative, and so less than the space too.
    unsigned ends = (unsigned)_mm_movemask_epi8(_mm_or_si128(marks, _mm_cmplt_epi8(read, _mm_set1_epi8(' '))));
    if (ends != 0) return at + (size_t)__builtin_ctz(ends);
  }
  return json_plain_end_portable(bytes, count, at);
}

#else

static inline size_t plain_end(const uint8_t *bytes, size_t count, size_t at) {
  return json_plain_end_portable(bytes, count, at);
}

#endif

size_t json_plain_end(const uint8_t *bytes, size_t count, size_t at) { return plain_end(bytes, count, at); }

static inline bool is_continuation(uint8_t byte) { return (byte & 0xC0) == 0x80; }

/// How many bytes the scalar at the start has, which is not ASCII; 0 where the bytes are no UTF-8 (Unicode, table 3-7).
static inline size_t scalar_length(const uint8_t *bytes, size_t count) {
  uint8_t lead = bytes[0];
  if (lead < 0xC2 || lead > 0xF4) return 0;
  size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (count < length) return 0;
  uint8_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  uint8_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (bytes[1] < low || bytes[1] > high) return 0;
  for (size_t at = 2; at < length; at++) {
    if (!is_continuation(bytes[at])) return 0;
  }
  return length;
}

static inline bool is_digit(uint8_t byte) { return byte >= '0' && byte <= '9'; }

static inline bool is_hex(uint8_t byte) { return is_digit(byte) || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'f'); }

/// How many bytes the escape has that starts with the backslash at the start; 0 where it is none.
static inline size_t escape_length(const uint8_t *bytes, size_t count) {
  if (count < 2) return 0;
  switch (bytes[1]) {
  case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 2;
  case 'u':
    return count >= 6 && is_hex(bytes[2]) && is_hex(bytes[3]) && is_hex(bytes[4]) && is_hex(bytes[5]) ? 6 : 0;
  default: return 0;
  }
}

/// Moves `at`, which is inside a string, behind the closing quote.
static __attribute__((noinline)) json_failure take_odd_string(const uint8_t *bytes, size_t count, size_t *at,
                                                              uint32_t *has_escapes) {
  while (true) {
    *at = plain_end(bytes, count, *at);
    if (*at >= count) return json_unterminated_string;
    uint8_t byte = bytes[*at];
    if (byte == '"') {
      *at += 1;
      return json_no_failure;
    }
    if (byte == '\\') {
      size_t length = escape_length(bytes + *at, count - *at);
      if (length == 0) return json_invalid_escape;
      *has_escapes = 1;
      *at += length;
      continue;
    }
    if (byte < 0x20) return json_control_character;
    do {
      size_t length = scalar_length(bytes + *at, count - *at);
      if (length == 0) return json_invalid_utf8;
      *at += length;
    } while (*at < count && bytes[*at] >= 0x80);
  }
}

/// Moves `at`, which is behind the opening quote, behind the closing one.
static inline __attribute__((always_inline)) json_failure take_string(const uint8_t *bytes, size_t count, size_t *at,
                                                                      uint32_t *has_escapes) {
  *at = plain_end(bytes, count, *at);
  if (*at < count && bytes[*at] == '"') {
    *at += 1;
    return json_no_failure;
  }
  return take_odd_string(bytes, count, at, has_escapes);
}

// MARK: Numbers

#if BYTE_SCAN_X86

static inline size_t digits_end(const uint8_t *bytes, size_t count, size_t at) {
  for (; at + 16 <= count; at += 16) {
    __m128i digits = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(bytes + at)), _mm_set1_epi8('0'));
    __m128i are_digits = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    unsigned others = 0xFFFF & ~(unsigned)_mm_movemask_epi8(are_digits);
    if (others != 0) return at + (size_t)__builtin_ctz(others);
  }
  while (at < count && is_digit(bytes[at])) at++;
  return at;
}

#else

static inline size_t digits_end(const uint8_t *bytes, size_t count, size_t at) {
  while (at < count && is_digit(bytes[at])) at++;
  return at;
}

#endif

static inline bool take_digits(const uint8_t *bytes, size_t count, size_t *at) {
  size_t start = *at;
  *at = digits_end(bytes, count, start);
  return *at > start;
}

/// Moves `at` behind the number that starts there.
static inline json_failure take_number(const uint8_t *bytes, size_t count, size_t *at, uint32_t *has_fraction) {
  if (bytes[*at] == '-') *at += 1;
  size_t start = *at;
  if (!take_digits(bytes, count, at)) return json_digit_expected;
  if (bytes[start] == '0' && *at - start > 1) {
    *at = start + 1;
    return json_leading_zero;
  }
  if (*at < count && bytes[*at] == '.') {
    *has_fraction = 1;
    *at += 1;
    if (!take_digits(bytes, count, at)) return json_digit_expected;
  }
  if (*at < count && (bytes[*at] | 0x20) == 'e') {
    *has_fraction = 1;
    *at += 1;
    if (*at < count && (bytes[*at] == '+' || bytes[*at] == '-')) *at += 1;
    if (!take_digits(bytes, count, at)) return json_digit_expected;
  }
  return json_no_failure;
}

bool json_is_number(const uint8_t *bytes, size_t count) {
  size_t at = 0;
  uint32_t has_fraction;
  return count > 0 && take_number(bytes, count, &at, &has_fraction) == json_no_failure && at == count;
}

// MARK: Documents

static inline bool takes_word(const uint8_t *bytes, size_t count, size_t at, const char *word, size_t length) {
  return count - at >= length && memcmp(bytes + at, word, length) == 0;
}

json_outcome json_parse_run(json_parse *parse) {
  const uint8_t *bytes = parse->bytes;
  size_t count = parse->count;
  size_t at = parse->at;
  json_token *tokens = parse->tokens;
  size_t filled = parse->token_count;
  size_t capacity = parse->token_capacity;
  uint32_t container = parse->container;
  uint32_t depth = parse->depth;
  // Of the container, where there is one: what it is, and how many elements or members it has so far.
  bool is_object = depth > 0 && bytes[tokens[container].start] == '{';
  uint32_t inside = depth > 0 ? tokens[container].detail : 0;
  json_state state = parse->state;
  json_failure failure;
  json_token *value;

  // A member takes two tokens. Where a parse goes on after an interruption, only white space is before `at`.
  if (state == json_at_first_key) goto first_key;
  if (state == json_at_key) goto key;
  if (state == json_at_first_element) goto first_element;

element:
  state = json_at_value;
  at = skip_space(bytes, count, at);
  if (filled + 2 > capacity) goto interrupted;
  goto value;

first_element:
  state = json_at_first_element;
  at = skip_space(bytes, count, at);
  if (filled + 2 > capacity) goto interrupted;
  if (at < count && bytes[at] == ']') goto close;
  goto value;

first_key:
  state = json_at_first_key;
  at = skip_space(bytes, count, at);
  if (filled + 2 > capacity) goto interrupted;
  if (at < count && bytes[at] == '}') goto close;
  goto quoted_key;

key:
  state = json_at_key;
  at = skip_space(bytes, count, at);
  if (filled + 2 > capacity) goto interrupted;

quoted_key:
  failure = json_key_expected;
  if (at >= count || bytes[at] != '"') goto invalid;
  {
    json_token *key = tokens + filled++;
    *key = (json_token){(uint32_t)at, 0, (uint32_t)filled, container, inside, 0};
    at++;
    failure = take_string(bytes, count, &at, &key->detail);
    if (failure != json_no_failure) goto invalid;
    key->end = (uint32_t)at;
  }
  at = skip_space(bytes, count, at);
  failure = json_colon_expected;
  if (at >= count || bytes[at] != ':') goto invalid;
  at = skip_space(bytes, count, at + 1);

value:
  failure = json_value_expected;
  if (at >= count) goto invalid;
  value = tokens + filled++;
  *value = (json_token){(uint32_t)at, 0, (uint32_t)filled, container, inside, 0};
  inside++;
  switch (bytes[at]) {
  case '"':
    at++;
    failure = take_string(bytes, count, &at, &value->detail);
    if (failure != json_no_failure) goto invalid;
    break;
  case '{':
  case '[':
    failure = json_too_deep;
    if (depth == parse->depth_limit) goto invalid;
    if (depth > 0) tokens[container].detail = inside;
    depth++;
    container = (uint32_t)filled - 1;
    inside = 0;
    is_object = bytes[at] == '{';
    at++;
    if (is_object) goto first_key;
    goto first_element;
  case '-': case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
    failure = take_number(bytes, count, &at, &value->detail);
    if (failure != json_no_failure) goto invalid;
    break;
  case 't':
    if (!takes_word(bytes, count, at, "true", 4)) goto invalid;
    at += 4;
    break;
  case 'f':
    if (!takes_word(bytes, count, at, "false", 5)) goto invalid;
    at += 5;
    break;
  case 'n':
    if (!takes_word(bytes, count, at, "null", 4)) goto invalid;
    at += 4;
    break;
  default: goto invalid;
  }
  value->end = (uint32_t)at;

after_value:
  at = skip_space(bytes, count, at);
  if (depth == 0) {
    failure = json_end_expected;
    if (at < count) goto invalid;
    parse->at = at;
    parse->depth = depth;
    parse->token_count = filled;
    return json_is_parsed;
  }
  failure = json_comma_expected;
  if (at >= count) goto invalid;
  if (bytes[at] == ',') {
    at++;
    if (is_object) goto key;
    goto element;
  }
  if (bytes[at] != (is_object ? '}' : ']')) goto invalid;

close:
  at++;
  tokens[container].end = (uint32_t)at;
  tokens[container].next = (uint32_t)filled;
  tokens[container].detail = inside;
  container = tokens[container].parent;
  depth--;
  if (depth > 0) {
    is_object = bytes[tokens[container].start] == '{';
    inside = tokens[container].detail;
  }
  goto after_value;

interrupted:
  if (depth > 0) tokens[container].detail = inside;
  parse->at = at;
  parse->token_count = filled;
  parse->container = container;
  parse->depth = depth;
  parse->state = state;
  return json_needs_room;

invalid:
  parse->container = container;
  parse->depth = depth;
  parse->at = at;
  parse->failure = failure;
  return json_is_invalid;
}

// MARK: Members

bool json_token_equals(const uint8_t *bytes, const json_token *token, const uint8_t *text, size_t length) {
  const uint8_t *start = bytes + token->start + 1;
  size_t count = token->end - token->start - 2;
  if (token->detail != 0) return json_text_equals(start, count, text, length);
  return count == length && (count == 0 || memcmp(start, text, count) == 0);
}

uint32_t json_marks_portable(const uint8_t *marks, uint8_t mark) {
  uint32_t equal = 0;
  for (int at = 0; at < JSON_MEMBERS_LIMIT; at++) equal |= (uint32_t)(marks[at] == mark) << at;
  return equal;
}

#if BYTE_SCAN_X86

static inline uint32_t equal_marks(const uint8_t *marks, uint8_t mark) {
  __m128i wanted = _mm_set1_epi8((char)mark);
  __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)marks), wanted);
  __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(marks + 16)), wanted);
  return (uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high) << 16;
}

#else

static inline uint32_t equal_marks(const uint8_t *marks, uint8_t mark) { return json_marks_portable(marks, mark); }

#endif

uint32_t json_marks(const uint8_t *marks, uint8_t mark) { return equal_marks(marks, mark); }

/// Of the length and three bytes. A collision costs a comparison of texts.
static inline uint8_t mark_of(const uint8_t *text, size_t length) {
  if (length == 0) return 0;
  return (uint8_t)(length * 31 + text[0] * 7 + text[length / 2] * 13 + text[length - 1] * 3);
}

static void fill_members(json_members *members, const uint8_t *bytes, const json_token *tokens, uint32_t object) {
  uint32_t end = tokens[object].next;
  uint32_t count = 0;
  uint32_t escapes = 0;
  for (uint32_t at = object + 1; at < end; at = tokens[at + 1].next) {
    const json_token *key = tokens + at;
    escapes |= key->detail;
    members->keys[count] = at;
    members->marks[count] = mark_of(bytes + key->start + 1, key->end - key->start - 2);
    count++;
  }
  members->count = count;
  members->has_escapes = escapes != 0;
  members->is_filled = true;
}

uint32_t json_members_find(json_members *members, const uint8_t *bytes, const json_token *tokens, uint32_t object,
                           const uint8_t *key, size_t length, bool last) {
  if (!members->is_filled) fill_members(members, bytes, tokens, object);
  uint32_t found = (uint32_t)(((uint64_t)1 << members->count) - 1);
  if (!members->has_escapes) found &= equal_marks(members->marks, mark_of(key, length));
  while (found != 0) {
    int at = last ? 31 - __builtin_clz(found) : __builtin_ctz(found);
    if (json_token_equals(bytes, tokens + members->keys[at], key, length)) return members->keys[at] + 1;
    found &= ~((uint32_t)1 << at);
  }
  return 0;
}
