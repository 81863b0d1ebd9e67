#pragma once

#include "csv.h"
#include "json.h"
#include "json_document.h"
#include "logfmt.h"
#include "writing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A text to look for, and the two of its offsets whose bytes are the rarest in logs.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t rare;
  size_t rarer;
} byte_scan_needle;

/// The needle over `count` bytes, at least one, which the caller keeps alive.
byte_scan_needle byte_scan_needle_make(const uint8_t *bytes, size_t count);

/// The offset of the first occurrence of `needle`, or -1.
ptrdiff_t byte_scan_find(const uint8_t *bytes, size_t count, byte_scan_needle needle);

/// Whether `text` stands somewhere in the bytes. For a search made once; the empty text is everywhere.
bool byte_scan_contains(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length);

/// The offset of the first `byte`, or -1.
ptrdiff_t byte_scan_first(const uint8_t *bytes, size_t count, uint8_t byte);

/// The offset of the last `byte`, or -1.
ptrdiff_t byte_scan_last(const uint8_t *bytes, size_t count, uint8_t byte);

/// The offset of the first space or tab, or -1.
ptrdiff_t byte_scan_blank(const uint8_t *bytes, size_t count);

/// The same without vectors, for tests.
ptrdiff_t byte_scan_blank_portable(const uint8_t *bytes, size_t count);

/// The offset just past the occurrence number `wanted` (from 1) of `byte`, or `count` where there are fewer.
/// `found` is how many there are before that offset.
size_t byte_scan_skip(const uint8_t *bytes, size_t count, uint8_t byte, size_t wanted, size_t *found);

/// Writes the offsets of `byte` from `begin` up to `end`, at most `capacity` of them, and gives their number.
/// `capacity` is at least 64. `scanned` is the offset up to which every occurrence has been written.
size_t byte_scan_positions(const uint8_t *bytes, size_t begin, size_t end, uint8_t byte, uint32_t *positions,
                           size_t capacity, size_t *scanned);

/// Folds whole 16-byte blocks of `bytes` into a CRC-32 as gzip has it, and gives how many bytes it took: 0 where the
/// processor has no carry-less multiplication or there are fewer than 64.
size_t byte_scan_crc32(uint32_t *crc, const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
