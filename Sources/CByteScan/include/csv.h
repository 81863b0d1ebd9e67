#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A field: where its bytes start and end. The highest bit of `start` says that its text differs from its bytes, because
/// of doubled quotes, escapes, or text behind its closing quote.
typedef struct {
  uint32_t start;
  uint32_t end;
} csv_field;

/// A record: where its bytes start and end, its fields from `first` up to `last`, which it is among all of its table,
/// those left out included, and how many lines of the table come before the one on which it starts.
typedef struct {
  uint32_t start;
  uint32_t end;
  uint32_t first;
  uint32_t last;
  uint32_t ordinal;
  uint32_t line;
} csv_record;

typedef enum {
  csv_at_field,
  csv_in_text,
  csv_in_quotes,
  csv_after_quote,
  csv_after_escape,
  csv_behind_quotes,
  /// In white space after a closing quote, where fields are trimmed.
  csv_after_blank,
  csv_in_comment,
  /// At a quote that strict quotes forbid, or after a closing quote that is none: the scan does not go on from here.
  csv_at_stray_quote,
} csv_mode;

/// A scan that can be interrupted anywhere: where it is, and what it has found.
typedef struct {
  csv_field *fields;
  csv_record *records;
  size_t field_count;
  size_t field_capacity;
  size_t record_count;
  size_t record_capacity;
  /// The fields from here on belong to the unfinished record.
  size_t record_first;
  size_t record_start;
  size_t field_start;
  /// Where the field in quotes ended, if the byte after it agrees.
  size_t field_end;
  /// How far the bytes have been scanned.
  size_t at;
  uint32_t ordinal;
  /// How many lines have ended before `at`, and before the unfinished record.
  uint32_t line;
  uint32_t record_line;
  csv_mode mode;
  bool needs_decoding;
  /// Whether any field of the table needs decoding.
  bool any_needs_decoding;
  /// Whether the byte before `at` is a carriage return, with which a line feed is one newline.
  bool is_after_return;
  uint8_t separator;
  uint8_t quote;
  /// The escape inside quotes, or the quote itself where there is none.
  uint8_t escape;
  /// The byte with which a line begins that is no record.
  uint8_t comment;
  bool has_comments;
  /// Whether white space around fields is left out.
  bool trims;
  /// Whether the scan stops at a quote inside a field that neither begins, ends nor doubles.
  bool is_strict;
  /// Set by the scan: whether a window without quotes needs a look at each field.
  bool has_extras_in_text;
  /// All bits, or none where the format has no quotes.
  uint64_t quoting;
} csv_scan;

/// As many fields and records as there has to be room for, so that a scan goes on.
enum { csv_scan_room = 64 };

/// Goes on to `end`, or until there is room for fewer than `csv_scan_room` fields or records more, or up to a stray quote.
void csv_scan_run(csv_scan *scan, const uint8_t *bytes, size_t end);

/// The ways in which a scan looks at bytes.
typedef enum {
  csv_portably,
  csv_with_sse2,
  csv_with_avx2,
} csv_way;

/// `csv_scan_run` in one of its ways, for tests. False, and nothing done, where this processor does not have it.
bool csv_scan_run_in_way(csv_way way, csv_scan *scan, const uint8_t *bytes, size_t end);

/// Ends the last record where the bytes end. False where that is inside quotes or at a stray quote; there has to be room
/// for a field and a record.
bool csv_scan_finish(csv_scan *scan, const uint8_t *bytes);

/// Puts the text of those fields of finished records that need it in the place of their bytes.
void csv_decode_fields(csv_scan *scan, uint8_t *bytes);

#ifdef __cplusplus
}
#endif
