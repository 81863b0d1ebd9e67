#include "csv.h"
#include "processor.h"

#include <string.h>

#define NEEDS_DECODING ((uint32_t)1 << 31)

enum { WINDOW = csv_scan_room };
static const uint8_t QUOTE = '"';

/// A window of bytes as masks: bit n says what byte n is.
typedef struct {
  /// A quote or an escape.
  uint64_t quotes;
  /// A separator or a newline.
  uint64_t ends;
  /// A carriage return or a line feed.
  uint64_t newlines;
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
      (uint32_t)scan->record_start, (uint32_t)end, (uint32_t)scan->record_first, (uint32_t)scan->field_count,
      scan->ordinal++,
  };
  scan->record_first = scan->field_count;
}

/// Whether nothing but a quote at the start of a field can begin quotes.
static inline bool is_outside_quotes(csv_mode mode) {
  return mode == csv_at_field || mode == csv_in_text || mode == csv_behind_quotes;
}

/// Scans from `at` to the end of a window, where there is no quote in between.
static inline void scan_plain(csv_scan *scan, size_t base, size_t at, size_t count, csv_masks masks) {
  uint64_t ends = masks.ends >> at << at;
  if (scan->mode == csv_at_field) scan->field_start = base + at;
  while (ends != 0) {
    uint64_t bit = ends & -ends;
    size_t end = base + (size_t)__builtin_ctzll(ends);
    ends ^= bit;
    add_field(scan, end);
    scan->field_start = end + 1;
    if ((masks.newlines & bit) == 0) continue;
    end_record(scan, end);
    scan->record_start = end + 1;
  }
  scan->mode = scan->field_start == base + count ? csv_at_field : csv_in_text;
}

// The state machine stops at those bytes only that the masks show for its mode. A window holds as many fields and records
// as bytes at most, so that room is looked for once in each.
#define DEFINE_RUN(NAME, TARGET, MASKS)                                                                               \
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
      size_t at = 0;                                                                                                  \
      while (at < count) {                                                                                            \
        if ((masks.quotes >> at) == 0 && is_outside_quotes(scan.mode)) {                                              \
          scan_plain(&scan, base, at, count, masks);                                                                  \
          break;                                                                                                      \
        }                                                                                                             \
        size_t text_end;                                                                                              \
        switch (scan.mode) {                                                                                          \
        case csv_at_field:                                                                                            \
          if ((masks.quotes >> at & 1) && bytes[base + at] == QUOTE) {                                                \
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
          if (ends == 0) {                                                                                            \
            at = count;                                                                                               \
            continue;                                                                                                 \
          }                                                                                                           \
          at += (size_t)__builtin_ctzll(ends);                                                                        \
          text_end = base + at;                                                                                       \
          break;                                                                                                      \
        }                                                                                                             \
        case csv_in_quotes: {                                                                                         \
          uint64_t quotes = masks.quotes >> at;                                                                       \
          if (quotes == 0) {                                                                                          \
            at = count;                                                                                               \
            continue;                                                                                                 \
          }                                                                                                           \
          at += (size_t)__builtin_ctzll(quotes);                                                                      \
          if (bytes[base + at] != QUOTE) {                                                                            \
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
          if (masks.ends >> at & 1) {                                                                                 \
            text_end = scan.field_end;                                                                                \
            break;                                                                                                    \
          }                                                                                                           \
          scan.needs_decoding = true;                                                                                 \
          scan.mode = csv_behind_quotes;                                                                              \
          if (bytes[base + at] == QUOTE) {                                                                            \
            scan.mode = csv_in_quotes;                                                                                \
            at++;                                                                                                     \
          }                                                                                                           \
          continue;                                                                                                   \
        default:                                                                                                      \
          __builtin_unreachable();                                                                                    \
        }                                                                                                             \
        /* `at` is at the separator or newline behind a field. */                                                     \
        add_field(&scan, text_end);                                                                                   \
        scan.mode = csv_at_field;                                                                                     \
        at++;                                                                                                         \
        if (masks.newlines >> (at - 1) & 1) {                                                                         \
          end_record(&scan, base + at - 1);                                                                           \
          scan.record_start = base + at;                                                                              \
        }                                                                                                             \
      }                                                                                                               \
      scan.at = base + count;                                                                                         \
    }                                                                                                                 \
    *shared = scan;                                                                                                   \
  }

static inline csv_masks masks_portable(const uint8_t *bytes, const csv_scan *scan) {
  csv_masks masks = {0, 0, 0};
  for (int at = 0; at < WINDOW; at++) {
    uint8_t byte = bytes[at];
    uint64_t newline = byte == '\n' || byte == '\r';
    masks.newlines |= newline << at;
    masks.ends |= (uint64_t)(newline || byte == scan->separator) << at;
    masks.quotes |= (uint64_t)(byte == QUOTE || byte == scan->escape) << at;
  }
  return masks;
}

DEFINE_RUN(run_portable, , masks_portable)

#if BYTE_SCAN_X86

static inline csv_masks masks_sse2(const uint8_t *bytes, const csv_scan *scan) {
  __m128i separator = _mm_set1_epi8((char)scan->separator);
  __m128i escape = _mm_set1_epi8((char)scan->escape);
  __m128i quote = _mm_set1_epi8('"');
  csv_masks masks = {0, 0, 0};
  for (int quarter = 0; quarter < 4; quarter++) {
    __m128i read = _mm_loadu_si128((const __m128i *)(bytes + 16 * quarter));
    __m128i newlines = _mm_or_si128(_mm_cmpeq_epi8(read, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(read, _mm_set1_epi8('\r')));
    __m128i ends = _mm_or_si128(newlines, _mm_cmpeq_epi8(read, separator));
    __m128i quotes = _mm_or_si128(_mm_cmpeq_epi8(read, quote), _mm_cmpeq_epi8(read, escape));
    masks.newlines |= (uint64_t)(uint32_t)_mm_movemask_epi8(newlines) << (16 * quarter);
    masks.ends |= (uint64_t)(uint32_t)_mm_movemask_epi8(ends) << (16 * quarter);
    masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(quotes) << (16 * quarter);
  }
  return masks;
}

BYTE_SCAN_AVX2 static inline csv_masks masks_avx2(const uint8_t *bytes, const csv_scan *scan) {
  __m256i separator = _mm256_set1_epi8((char)scan->separator);
  __m256i escape = _mm256_set1_epi8((char)scan->escape);
  __m256i quote = _mm256_set1_epi8('"');
  csv_masks masks = {0, 0, 0};
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
  return masks;
}

DEFINE_RUN(run_sse2, , masks_sse2)
DEFINE_RUN(run_avx2, BYTE_SCAN_AVX2, masks_avx2)

void csv_scan_run(csv_scan *scan, const uint8_t *bytes, size_t end) {
  if (byte_scan_has_avx2) {
    run_avx2(scan, bytes, end);
  } else {
    run_sse2(scan, bytes, end);
  }
}

#else

void csv_scan_run(csv_scan *scan, const uint8_t *bytes, size_t end) { run_portable(scan, bytes, end); }

#endif

bool csv_scan_run_in_way(csv_way way, csv_scan *scan, const uint8_t *bytes, size_t end) {
  switch (way) {
  case csv_portably:
    run_portable(scan, bytes, end);
    return true;
#if BYTE_SCAN_X86
  case csv_with_sse2:
    run_sse2(scan, bytes, end);
    return true;
  case csv_with_avx2:
    if (byte_scan_has_avx2) run_avx2(scan, bytes, end);
    return byte_scan_has_avx2;
#endif
  default:
    return false;
  }
}

bool csv_scan_finish(csv_scan *scan) {
  switch (scan->mode) {
  case csv_in_quotes:
  case csv_after_escape:
    return false;
  case csv_at_field:
    if (scan->field_count == scan->record_first) return true;
    scan->field_start = scan->at;
    add_field(scan, scan->at);
    break;
  case csv_after_quote:
    add_field(scan, scan->field_end);
    break;
  case csv_in_text:
  case csv_behind_quotes:
    add_field(scan, scan->at);
    break;
  }
  end_record(scan, scan->at);
  scan->mode = csv_at_field;
  scan->record_start = scan->at;
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
      if (is_quoted && byte == QUOTE && scan->escape != QUOTE) {
        // With a backslash as the escape, quotes can be doubled all the same.
        is_quoted = at + 1 < field->end && bytes[at + 1] == QUOTE;
        if (!is_quoted) continue;
        at++;
      } else if (is_quoted && byte == scan->escape) {
        bool is_pair = at + 1 < field->end && (scan->escape != QUOTE || bytes[at + 1] == QUOTE);
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
