#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Where the bytes of a value start and end.
typedef struct {
  size_t start;
  size_t end;
} json_range;

/// A step of a path: the name of a member, and the number of an element, which is `SIZE_MAX` where the name is no number.
typedef struct {
  const uint8_t *text;
  size_t count;
  size_t index;
} json_key;

/// The value at or behind `start`, without the whitespace before it. False where there is none or it does not end.
bool json_value(const uint8_t *bytes, size_t count, size_t start, json_range *value);

/// The value that a path of `depth` steps leads to from the value at `start`. Nothing behind it is looked at; of members
/// of the same name it is the first. False too where a number or a word may be cut off by the end of the bytes.
bool json_find(const uint8_t *bytes, size_t count, size_t start, const json_key *path, size_t depth, json_range *value);

/// The next element of an array. `at` is the offset of its bracket at first, and of what stands behind an element then.
bool json_next_element(const uint8_t *bytes, size_t count, size_t *at, json_range *value);

/// The next member of an object: its key with the quotes, and its value. `at` is the offset of its brace at first, and
/// of what stands behind a member then.
bool json_next_member(const uint8_t *bytes, size_t count, size_t *at, json_range *key, json_range *value);

/// Writes the text of what stands between the quotes of a JSON string, and gives how many bytes it has: not more than
/// `count`. A surrogate without its other half becomes U+FFFD, and what is no escape stays as it is.
size_t json_unescape(const uint8_t *bytes, size_t count, uint8_t *text);

/// Whether that text is `text`.
bool json_text_equals(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length);

// The offset behind the object or array that starts at `at`, or 0 where it does not end: as it is done without and with
// vectors, and as it is done here.
size_t json_container_end_portable(const uint8_t *bytes, size_t count, size_t at);
size_t json_container_end_sse2(const uint8_t *bytes, size_t count, size_t at);
size_t json_container_end(const uint8_t *bytes, size_t count, size_t at);

#ifdef __cplusplus
}
#endif
