#include "json.h"
#include "logfmt.h"
#include "stretches.h"

#include <string.h>

static inline bool next(const uint8_t *bytes, size_t count, size_t *position, logfmt_pair *pair) {
  size_t at = *position;
  // A byte-order mark is no part of the first key.
  if (at == 0) at = json_document_start(bytes, count);
  while (at < count && (bytes[at] <= ' ' || bytes[at] == '=' || bytes[at] == '"')) at++;
  if (at >= count) {
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
    while ((at = quoted_end(bytes, count, at)) < count && bytes[at] == '\\') {
      pair->has_escapes = true;
      at += 2;
    }
    pair->is_torn = at >= count;
    pair->value_end = pair->is_torn ? count : at;
    at = pair->is_torn ? count : at + 1;
  } else if (pair->has_value) {
    at = word_end(bytes, count, at);
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

size_t logfmt_key_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  return key_end_portable(bytes, count, at);
}

size_t logfmt_key_end(const uint8_t *bytes, size_t count, size_t at) { return key_end(bytes, count, at); }

size_t logfmt_word_end_portable(const uint8_t *bytes, size_t count, size_t at) {
  return word_end_portable(bytes, count, at);
}

size_t logfmt_word_end(const uint8_t *bytes, size_t count, size_t at) { return word_end(bytes, count, at); }
