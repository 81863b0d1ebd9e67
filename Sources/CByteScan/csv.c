#include "csv.h"
#include "processor.h"

#include <string.h>

#define NEEDS_DECODING ((uint32_t)1 << 31)

enum { WINDOW = csv_scan_room };

/// A window of bytes as masks: bit n says what byte n is.
typedef struct {
  /// A quote or an escape.
  uint64_t quotes;
  /// A separator or a newline.
  uint64_t ends;
  /// A carriage return or a line feed.
  uint64_t newlines;
  /// A byte that ends a line: a carriage return, or a line feed that follows none.
  uint64_t line_ends;
} csv_masks;

static inline bool has_room(const csv_scan *scan) {
  return scan->field_capacity - scan->field_count >= csv_scan_room &&
         scan->record_capacity - scan->record_count >= csv_scan_room;
}

static inline void add_field(csv_scan *scan, size_t end) {
  uint32_t flag = scan->needs_decoding ? NEEDS_DECODING : 0;
  scan->any_needs_decoding |= scan->needs_decoding;
  scan->fields[scan->field_count++] = (csv_field){(uint32_t)scan->field_start | flag, (uint32_t)end};
  scan->needs_decoding = false;
}

/// Ends a record, unless it is an empty line, as there is one between CR and LF too.
static inline void end_record(csv_scan *scan, size_t end) {
  if (scan->field_count == scan->record_first + 1 && end == scan->record_start) {
    scan->field_count--;
    return;
  }
  scan->records[scan->record_count++] = (csv_record){
      (uint32_t)scan->record_start,
      (uint32_t)end,
      (uint32_t)scan->record_first,
      (uint32_t)scan->field_count,
      scan->ordinal++,
      scan->record_line,
  };
  scan->record_first = scan->field_count;
}

/// The newlines without the line feeds that are one with the carriage return before them.
static inline uint64_t line_ends(uint64_t newlines, const uint8_t *bytes, bool is_after_return) {
  uint64_t pairs = newlines & (newlines << 1 | (uint64_t)is_after_return);
  while (pairs != 0) {
    size_t at = (size_t)__builtin_ctzll(pairs);
    bool is_after = at == 0 ? is_after_return : bytes[at - 1] == '\r';
    if (is_after && bytes[at] == '\n') newlines ^= (uint64_t)1 << at;
    pairs &= pairs - 1;
  }
  return newlines;
}

/// Begins a record after the newline whose bit in the window is `bit`.
static inline void begin_record(csv_scan *scan, size_t start, uint64_t line_ends, uint64_t bit) {
  scan->record_start = start;
  scan->record_line = scan->line + (uint32_t)__builtin_popcountll(line_ends & (bit | (bit - 1)));
}

/// Whether nothing but a quote at the start of a field can begin quotes.
static inline bool is_outside_quotes(csv_mode mode) {
  return mode == csv_at_field || mode == csv_in_text || mode == csv_behind_quotes;
}

/// Whether a byte is white space that trimming takes away.
static inline bool is_blank(const csv_scan *scan, uint8_t byte) {
  return (byte == ' ' || byte == '\t') && byte != scan->separator;
}

/// The end of a text without the white space at its end.
static inline size_t trimmed_end(const csv_scan *scan, const uint8_t *bytes, size_t end) {
  while (end > scan->field_start && is_blank(scan, bytes[end - 1])) end--;
  return end;
}

/// Scans from `at` to the end of a window, where there is no quote in between.
///
/// It is always inlined, so that the scan stays in registers.
static inline __attribute__((always_inline)) void
scan_plain(csv_scan *scan, size_t base, size_t at, size_t count, csv_masks masks) {
  // Line feeds after a carriage return from `at` on: they end nothing more.
  uint64_t seconds = (masks.newlines ^ masks.line_ends) >> at >> 1 << 1 << at;
  uint64_t ends = masks.ends >> at << at & ~seconds;
  if (scan->mode == csv_at_field) scan->field_start = base + at;
  while (ends != 0) {
    uint64_t bit = ends & -ends;
    size_t end = base + (size_t)__builtin_ctzll(ends);
    ends ^= bit;
    add_field(scan, end);
    scan->field_start = end + 1;
    if ((masks.newlines & bit) == 0) continue;
    end_record(scan, end);
    scan->field_start += (seconds >> 1 & bit) != 0;
    begin_record(scan, scan->field_start, masks.line_ends, bit);
  }
  scan->mode = scan->field_start == base + count ? csv_at_field : csv_in_text;
}

// The state machine stops at those bytes only that the masks show for its mode. A window holds as many fields and records
// as bytes at most, so that room is looked for once in each.
//
// EXTRAS is a constant: comments, trimming and strict quotes cost nothing where the format has none of them.
#define DEFINE_RUN(NAME, TARGET, MASKS, EXTRAS)                                                                       \
  TARGET static void NAME(csv_scan *shared, const uint8_t *bytes, size_t end) {                                       \
    csv_scan scan = *shared;                                                                                          \
    while (scan.at < end && has_room(&scan)) {                                                                        \
      size_t base = scan.at;                                                                                          \
      size_t count = end - base;                                                                                      \
      csv_masks masks;                                                                                                \
      if (count >= WINDOW) {                                                                                          \
        count = WINDOW;                                                                                               \
        masks = MASKS(bytes + base, &scan);                                                                           \
      } else {                                                                                                        \
        uint8_t rest[WINDOW] = {0};                                                                                   \
        memcpy(rest, bytes + base, count);                                                                            \
        masks = MASKS(rest, &scan);                                                                                   \
        uint64_t there = ((uint64_t)1 << count) - 1;                                                                  \
        masks.quotes &= there;                                                                                        \
        masks.ends &= there;                                                                                          \
        masks.newlines &= there;                                                                                      \
      }                                                                                                               \
      masks.line_ends = line_ends(masks.newlines, bytes + base, scan.is_after_return);                                \
      size_t at = 0;                                                                                                  \
      while (at < count) {                                                                                            \
        if (!(EXTRAS && scan.has_extras_in_text) && (masks.quotes >> at) == 0 && is_outside_quotes(scan.mode)) {      \
          scan_plain(&scan, base, at, count, masks);                                                                  \
          break;                                                                                                      \
        }                                                                                                             \
        size_t text_end;                                                                                              \
        switch (scan.mode) {                                                                                          \
        case csv_at_field:                                                                                            \
          if (EXTRAS) {                                                                                               \
            bool is_at_record = base + at == scan.record_start && scan.field_count == scan.record_first;              \
            if (is_at_record && scan.has_comments && bytes[base + at] == scan.comment) {                              \
              scan.mode = csv_in_comment;                                                                             \
              continue;                                                                                               \
            }                                                                                                         \
            if (scan.trims && is_blank(&scan, bytes[base + at])) {                                                    \
              at++;                                                                                                   \
              /* White space before the first field is no part of the record. */                                      \
              if (is_at_record) scan.record_start = base + at;                                                        \
              continue;                                                                                               \
            }                                                                                                         \
          }                                                                                                           \
          if ((masks.quotes >> at & 1) && bytes[base + at] == scan.quote) {                                           \
            at++;                                                                                                     \
            scan.field_start = base + at;                                                                             \
            scan.mode = csv_in_quotes;                                                                                \
            continue;                                                                                                 \
          }                                                                                                           \
          scan.field_start = base + at;                                                                               \
          scan.mode = csv_in_text;                                                                                    \
          /* fall through */                                                                                          \
        case csv_in_text:                                                                                             \
        case csv_behind_quotes: {                                                                                     \
          uint64_t ends = masks.ends >> at;                                                                           \
          if (EXTRAS && scan.is_strict) {                                                                             \
            uint64_t quotes = masks.quotes >> at;                                                                     \
            /* An escape outside of quotes is text. */                                                                \
            while (quotes != 0 && bytes[base + at + (size_t)__builtin_ctzll(quotes)] != scan.quote) {                 \
              quotes &= quotes - 1;                                                                                   \
            }                                                                                                         \
            if (quotes != 0 && (ends == 0 || __builtin_ctzll(quotes) < __builtin_ctzll(ends))) {                      \
              scan.at = base + at + (size_t)__builtin_ctzll(quotes);                                                  \
              scan.line = scan.record_line;                                                                           \
              scan.mode = csv_at_stray_quote;                                                                         \
              *shared = scan;                                                                                         \
              return;                                                                                                 \
            }                                                                                                         \
          }                                                                                                           \
          if (ends == 0) {                                                                                            \
            at = count;                                                                                               \
            continue;                                                                                                 \
          }                                                                                                           \
          at += (size_t)__builtin_ctzll(ends);                                                                        \
          text_end = base + at;                                                                                       \
          if (EXTRAS && scan.trims) text_end = trimmed_end(&scan, bytes, text_end);                                   \
          break;                                                                                                      \
        }                                                                                                             \
        case csv_in_quotes: {                                                                                         \
          uint64_t quotes = masks.quotes >> at;                                                                       \
          if (quotes == 0) {                                                                                          \
            at = count;                                                                                               \
            continue;                                                                                                 \
          }                                                                                                           \
          at += (size_t)__builtin_ctzll(quotes);                                                                      \
          if (bytes[base + at] != scan.quote) {                                                                       \
            scan.needs_decoding = true;                                                                               \
            scan.mode = csv_after_escape;                                                                             \
          } else {                                                                                                    \
            scan.field_end = base + at;                                                                               \
            scan.mode = csv_after_quote;                                                                              \
          }                                                                                                           \
          at++;                                                                                                       \
          continue;                                                                                                   \
        }                                                                                                             \
        case csv_after_escape:                                                                                        \
          at++;                                                                                                       \
          scan.mode = csv_in_quotes;                                                                                  \
          continue;                                                                                                   \
        case csv_after_quote:                                                                                         \
        case csv_after_blank:                                                                                         \
          if (masks.ends >> at & 1) {                                                                                 \
            text_end = scan.field_end;                                                                                \
            break;                                                                                                    \
          }                                                                                                           \
          if (EXTRAS && scan.trims && is_blank(&scan, bytes[base + at])) {                                            \
            scan.mode = csv_after_blank;                                                                              \
            at++;                                                                                                     \
            continue;                                                                                                 \
          }                                                                                                           \
          if (scan.mode == csv_after_quote && bytes[base + at] == scan.quote) {                                       \
            scan.needs_decoding = true;                                                                               \
            scan.mode = csv_in_quotes;                                                                                \
            at++;                                                                                                     \
            continue;                                                                                                 \
          }                                                                                                           \
          if (EXTRAS && scan.is_strict) {                                                                             \
            scan.at = base + at;                                                                                      \
            scan.line = scan.record_line;                                                                             \
            scan.mode = csv_at_stray_quote;                                                                           \
            *shared = scan;                                                                                           \
            return;                                                                                                   \
          }                                                                                                           \
          scan.needs_decoding = true;                                                                                 \
          scan.mode = csv_behind_quotes;                                                                              \
          continue;                                                                                                   \
        case csv_in_comment: {                                                                                        \
          uint64_t newlines = masks.newlines >> at;                                                                   \
          if (newlines == 0) {                                                                                        \
            at = count;                                                                                               \
            scan.record_start = base + at;                                                                            \
            continue;                                                                                                 \
          }                                                                                                           \
          at += (size_t)__builtin_ctzll(newlines) + 1;                                                                \
          scan.mode = csv_at_field;                                                                                   \
          begin_record(&scan, base + at, masks.line_ends, (uint64_t)1 << (at - 1));                                   \
          continue;                                                                                                   \
        }                                                                                                             \
        default:                                                                                                      \
          __builtin_unreachable();                                                                                    \
        }                                                                                                             \
        /* `at` is at the separator or newline behind a field. */                                                     \
        add_field(&scan, text_end);                                                                                   \
        scan.mode = csv_at_field;                                                                                     \
        at++;                                                                                                         \
        if (masks.newlines >> (at - 1) & 1) {                                                                         \
          end_record(&scan, base + at - 1);                                                                           \
          begin_record(&scan, base + at, masks.line_ends, (uint64_t)1 << (at - 1));                                   \
        }                                                                                                             \
      }                                                                                                               \
      scan.line += (uint32_t)__builtin_popcountll(masks.line_ends);                                                   \
      scan.is_after_return = bytes[base + count - 1] == '\r';                                                         \
      scan.at = base + count;                                                                                         \
    }                                                                                                                 \
    *shared = scan;                                                                                                   \
  }

static inline csv_masks masks_portable(const uint8_t *bytes, const csv_scan *scan) {
  csv_masks masks = {0};
  for (int at = 0; at < WINDOW; at++) {
    uint8_t byte = bytes[at];
    uint64_t newline = byte == '\n' || byte == '\r';
    masks.newlines |= newline << at;
    masks.ends |= (uint64_t)(newline || byte == scan->separator) << at;
    masks.quotes |= (uint64_t)(byte == scan->quote || byte == scan->escape) << at;
  }
  masks.quotes &= scan->quoting;
  return masks;
}

DEFINE_RUN(run_portable, , masks_portable, false)
DEFINE_RUN(run_portable_extras, , masks_portable, true)

#if BYTE_SCAN_X86

static inline csv_masks masks_sse2(const uint8_t *bytes, const csv_scan *scan) {
  __m128i separator = _mm_set1_epi8((char)scan->separator);
  __m128i escape = _mm_set1_epi8((char)scan->escape);
  __m128i quote = _mm_set1_epi8((char)scan->quote);
  csv_masks masks = {0};
  for (int quarter = 0; quarter < 4; quarter++) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + 16 * quarter));
    __m128i newlines = _mm_or_si128(_mm_cmpeq_epi8(read, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(read, _mm_set1_epi8('\r')));
    __m128i ends = _mm_or_si128(newlines, _mm_cmpeq_epi8(read, separator));
    __m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(read, quote), _mm_cmpeq_epi8(read, escape));
    masks.newlines |= (uint64_t)(uint32_t)_mm_movemask_epi8(newlines) << (16 * quarter);
    masks.ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(ends) << (16 * quarter);
    masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(quotes) << (16 * quarter);
  }
  masks.quotes &= scan->quoting;
  return masks;
}

BYTE_SCAN_AVX2 static inline csv_masks masks_avx2(const uint8_t *bytes, const csv_scan *scan) {
  __m256i separator = _mm256_set1_epi8((char)scan->separator);
  __m256i escape = _mm256_set1_epi8((char)scan->escape);
  __m256i quote = _mm256_set1_epi8((char)scan->quote);
  csv_masks masks = {0};
  for (int half = 0; half < 2; half++) {
    __m256i read = _mm256_loadu_si256((const __m256i *)(bytes + 32 * half));
    __m256i newlines =
        _mm256_or_si256(_mm256_cmpeq_epi8(read, _mm256_set1_epi8('\n')), _mm256_cmpeq_epi8(read, _mm256_set1_epi8('\r')));
    __m256i ends = _mm256_or_si256(newlines, _mm256_cmpeq_epi8(read, separator));
    __m256i quotes = _mm256_or_si256(_mm256_cmpeq_epi8(read, quote), _mm256_cmpeq_epi8(read, escape));
    masks.newlines |= (uint64_t)(uint32_t)_mm256_movemask_epi8(newlines) << (32 * half);
    masks.ends |= (uint64_t)(uint32_t)_mm256_movemask_epi8(ends) << (32 * half);
    masks.quotes |= (uint64_t)(uint32_t)_mm256_movemask_epi8(quotes) << (32 * half);
  }
  masks.quotes &= scan->quoting;
  return masks;
}

DEFINE_RUN(run_sse2, , masks_sse2, false)
DEFINE_RUN(run_sse2_extras, , masks_sse2, true)
DEFINE_RUN(run_avx2, BYTE_SCAN_AVX2, masks_avx2, false)
DEFINE_RUN(run_avx2_extras, BYTE_SCAN_AVX2, masks_avx2, true)

#endif

typedef void csv_run(csv_scan *scan, const uint8_t *bytes, size_t end);

static inline void run_in(csv_run *plain, csv_run *extras, csv_scan *scan, const uint8_t *bytes, size_t end) {
  if (scan->mode == csv_at_stray_quote) return;
  scan->has_extras_in_text = scan->has_comments || scan->trims;
  if (scan->has_extras_in_text || scan->is_strict) {
    extras(scan, bytes, end);
  } else {
    plain(scan, bytes, end);
  }
}

bool csv_scan_run_in_way(csv_way way, csv_scan *scan, const uint8_t *bytes, size_t end) {
  switch (way) {
  case csv_portably:
    run_in(run_portable, run_portable_extras, scan, bytes, end);
    return true;
#if BYTE_SCAN_X86
  case csv_with_sse2:
    run_in(run_sse2, run_sse2_extras, scan, bytes, end);
    return true;
  case csv_with_avx2:
    if (byte_scan_has_avx2) run_in(run_avx2, run_avx2_extras, scan, bytes, end);
    return byte_scan_has_avx2;
#endif
  default:
    return false;
  }
}

void csv_scan_run(csv_scan *scan, const uint8_t *bytes, size_t end) {
#if BYTE_SCAN_X86
  csv_scan_run_in_way(byte_scan_has_avx2 ? csv_with_avx2 : csv_with_sse2, scan, bytes, end);
#else
  csv_scan_run_in_way(csv_portably, scan, bytes, end);
#endif
}

bool csv_scan_finish(csv_scan *scan, const uint8_t *bytes) {
  switch (scan->mode) {
  case csv_in_quotes:
  case csv_after_escape:
  case csv_at_stray_quote:
    return false;
  case csv_in_comment:
    return true;
  case csv_at_field:
    if (scan->field_count == scan->record_first) return true;
    scan->field_start = scan->at;
    add_field(scan, scan->at);
    break;
  case csv_after_quote:
  case csv_after_blank:
    add_field(scan, scan->field_end);
    break;
  case csv_in_text:
  case csv_behind_quotes:
    add_field(scan, scan->trims ? trimmed_end(scan, bytes, scan->at) : scan->at);
    break;
  }
  end_record(scan, scan->at);
  scan->mode = csv_at_field;
  scan->record_start = scan->at;
  scan->record_line = scan->line;
  return true;
}

void csv_decode_fields(csv_scan *scan, uint8_t *bytes) {
  if (!scan->any_needs_decoding) return;
  for (size_t index = 0; index < scan->record_first; index++) {
    csv_field *field = &scan->fields[index];
    if ((field->start & NEEDS_DECODING) == 0) continue;
    field->start &= ~(uint32_t)NEEDS_DECODING;
    size_t written = field->start;
    bool is_quoted = true;
    for (size_t at = field->start; at < field->end; at++) {
      uint8_t byte = bytes[at];
      if (is_quoted && byte == scan->quote && scan->escape != scan->quote) {
        // With a backslash as the escape, quotes can be doubled all the same.
        is_quoted = at + 1 < field->end && bytes[at + 1] == scan->quote;
        if (!is_quoted) continue;
        at++;
      } else if (is_quoted && byte == scan->escape) {
        bool is_pair = at + 1 < field->end && (scan->escape != scan->quote || bytes[at + 1] == scan->quote);
        if (is_pair) {
          byte = bytes[++at];
        } else {
          is_quoted = false;
          continue;
        }
      }
      bytes[written++] = byte;
    }
    field->end = (uint32_t)written;
  }
}
