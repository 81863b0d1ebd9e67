#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A key and what stands behind its equals sign, without quotes.
typedef struct {
  size_t key_start;
  size_t key_end;
  size_t value_start;
  size_t value_end;
  /// Whether there is an equals sign.
  bool has_value;
  bool is_quoted;
  /// Whether there are backslashes between the quotes.
  bool has_escapes;
  /// Whether the bytes end before the closing quote.
  bool is_torn;
} logfmt_pair;

/// The next pair from `at` on, which moves behind it. False where there is none.
bool logfmt_next(const uint8_t *bytes, size_t count, size_t *at, logfmt_pair *pair);

/// The first pair of that key. False where there is none.
bool logfmt_find(const uint8_t *bytes, size_t count, const uint8_t *key, size_t length, logfmt_pair *pair);

#ifdef __cplusplus
}
#endif
