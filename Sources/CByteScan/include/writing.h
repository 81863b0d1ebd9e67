#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How fields of CSV are written.
typedef struct {
  uint8_t separator;
  uint8_t quote;
  /// The byte that is escaped by itself in quotes, as the quote is: a backslash, or the quote where there is none.
  uint8_t escape;
} csv_style;

/// What `csv_put_plain` returns for a field that needs quotes.
extern const size_t csv_needs_quotes;

/// Copies a field to `out`, where there has to be room for `count` bytes and 16 more, and returns how many bytes were
/// written; `csv_needs_quotes` where the field has a separator, a newline or a quote in it.
size_t csv_put_plain(uint8_t *out, const uint8_t *bytes, size_t count, csv_style style);

/// Writes a field in quotes to `out`, where there has to be room for twice `count` bytes and two more, and returns how
/// many were written.
size_t csv_put_quoted(uint8_t *out, const uint8_t *bytes, size_t count, csv_style style);

/// Writes fields of a block with separators between them to `out`, each in quotes if it has a separator, a newline or a
/// quote in it. For each, `places` has where it starts and ends in `bytes`. There has to be room for twice their bytes, three
/// more for each and 16 more. Returns how many bytes were written.
size_t csv_put_fields(uint8_t *out, const uint8_t *bytes, const uint32_t *places, size_t count, csv_style style);

/// Whether a text has a separator or a newline in it.
bool csv_has_ends(const uint8_t *bytes, size_t count, uint8_t separator);

/// Writes a string of JSON with its quotes to `out` (RFC 8259, section 7), where there has to be room for six times `count`
/// bytes and 18 more, and returns how many were written. Bytes from 0x80 on are copied.
size_t json_put_string(uint8_t *out, const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
