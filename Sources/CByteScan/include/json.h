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

/// A step of a path: the name of a member, and the number of an element, which is -1 where the name is no number.
typedef struct {
  const uint8_t *text;
  size_t count;
  ptrdiff_t index;
} json_key;

/// The value at or behind `start`, without the whitespace before it. False where there is none or it does not end.
bool json_value(const uint8_t *bytes, size_t count, size_t start, json_range *value);

/// Where a document starts: behind a byte-order mark, if there is one.
size_t json_document_start(const uint8_t *bytes, size_t count);

/// The value that a path of `depth` steps leads to from the document. Of members of one name it is the first, and nothing
/// behind it is read, or it is the last. False too where a number or a word may be cut off by the end of the bytes.
bool json_find(const uint8_t *bytes, size_t count, const json_key *path, size_t depth, bool last, json_range *value);

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

/// The offset behind the bracket that brings `depth`, the number of brackets that are open at `at`, to 0; or 0 where there
/// is none, and `depth` is what is open at the end. Brackets in strings do not count. `at` is outside strings, and where
/// nothing is open, at a bracket that opens.
size_t json_brackets_end(const uint8_t *bytes, size_t count, size_t at, size_t *depth);

// How ends are found without and with vectors, for tests: of brackets, and the offset of the next quote or backslash, or
// `count`.
size_t json_brackets_end_portable(const uint8_t *bytes, size_t count, size_t at, size_t *depth);
size_t json_brackets_end_sse2(const uint8_t *bytes, size_t count, size_t at, size_t *depth);
size_t json_quoted_end_portable(const uint8_t *bytes, size_t count, size_t at);
size_t json_quoted_end(const uint8_t *bytes, size_t count, size_t at);

#ifdef __cplusplus
}
#endif
