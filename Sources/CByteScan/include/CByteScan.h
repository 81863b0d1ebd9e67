#pragma once

#include "automaton.h"
#include "csv.h"
#include "json.h"
#include "json_document.h"
#include "literals.h"
#include "logfmt.h"
#include "needle.h"
#include "writing.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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
