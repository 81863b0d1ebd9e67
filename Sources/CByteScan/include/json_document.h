#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A value of a document, or the key of a member. The tokens of a document are in the order of its bytes: a container
/// comes before what is in it, and a key before its value.
typedef struct {
  /// Where its bytes start and end, a string with its quotes.
  uint32_t start;
  uint32_t end;
  /// The number of the token behind it and behind everything in it.
  uint32_t next;
  /// The number of the container that it is in. The document itself has 0.
  uint32_t parent;
  /// Which element or member of its container it is.
  uint32_t index;
  /// Of a container: how many elements or members it has. Of a string: whether it has escapes. Of a number: whether it
  /// has a fraction or an exponent.
  uint32_t detail;
} json_token;

/// What is wrong with a document.
typedef enum {
  json_no_failure,
  json_value_expected,
  json_key_expected,
  json_colon_expected,
  json_comma_expected,
  json_end_expected,
  json_unterminated_string,
  json_control_character,
  json_invalid_escape,
  json_invalid_utf8,
  json_leading_zero,
  json_digit_expected,
  json_too_deep,
} json_failure;

typedef enum {
  json_is_parsed,
  json_needs_room,
  json_is_invalid,
} json_outcome;

/// What is expected next.
typedef enum {
  json_at_value,
  json_at_first_element,
  json_at_first_key,
  json_at_key,
} json_state;

/// A parse that can be interrupted for more room.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  json_token *tokens;
  size_t token_count;
  size_t token_capacity;
  /// How far the bytes are parsed; where the document is wrong, the place of the first byte that is.
  size_t at;
  uint32_t container;
  uint32_t depth;
  uint32_t depth_limit;
  json_state state;
  json_failure failure;
} json_parse;

/// Checks the document (RFC 8259, in valid UTF-8) and writes its tokens. `json_needs_room` asks for a larger capacity,
/// after which it is called again. The count is less than 2^32, and the capacity at least 2.
json_outcome json_parse_run(json_parse *parse);

/// How many members an object has at most that `json_members_find` finds a key in.
#define JSON_MEMBERS_LIMIT 32

/// The members of an object by what their keys look like.
typedef struct {
  /// A byte for each key that is the same for equal keys.
  uint8_t marks[JSON_MEMBERS_LIMIT];
  /// The numbers of the tokens of the keys.
  uint32_t keys[JSON_MEMBERS_LIMIT];
  uint32_t count;
  bool is_filled;
  /// Whether keys have escapes, so that their marks say nothing.
  bool has_escapes;
} json_members;

/// The number of the value of that key in the object with the number `object`: of the first such member, or of the last.
/// 0 where there is none. `members` is filled by the first call for an object.
uint32_t json_members_find(json_members *members, const uint8_t *bytes, const json_token *tokens, uint32_t object,
                           const uint8_t *key, size_t length, bool last);

/// Whether the text of the string token is `text`.
bool json_token_equals(const uint8_t *bytes, const json_token *token, const uint8_t *text, size_t length);

/// Whether the bytes are a number as JSON has it, and nothing else.
bool json_is_number(const uint8_t *bytes, size_t count);

// How the next byte that a string has to be looked at for is found without and with vectors, for tests: a quote, a
// backslash, a control character or a byte over 0x7F; or `count`.
size_t json_plain_end_portable(const uint8_t *bytes, size_t count, size_t at);
size_t json_plain_end(const uint8_t *bytes, size_t count, size_t at);

// The bits of the marks that equal `mark`, without and with vectors, for tests.
uint32_t json_marks_portable(const uint8_t *marks, uint8_t mark);
uint32_t json_marks(const uint8_t *marks, uint8_t mark);

#ifdef __cplusplus
}
#endif
