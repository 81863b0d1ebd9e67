#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A text to look for, and the two of its offsets whose bytes are the rarest in logs.
///
/// In a folded needle ASCII letters are lower-case and match both cases. The masks are set in bytes at the two offsets
/// before these are compared.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t rare;
  size_t rarer;
  uint8_t rare_mask;
  uint8_t rarer_mask;
  bool is_folded;
} byte_scan_needle;

/// The needle over `count` bytes, at least one, which the caller keeps alive.
byte_scan_needle byte_scan_needle_make(const uint8_t *bytes, size_t count);

/// The same for bytes whose ASCII letters are lower-case and match both cases.
byte_scan_needle byte_scan_needle_make_folded(const uint8_t *bytes, size_t count);

/// The offset of the first occurrence of `needle`, or -1.
ptrdiff_t byte_scan_find(const uint8_t *bytes, size_t count, byte_scan_needle needle);

/// Whether `needle` is somewhere in the bytes. For many short texts: the needle is not copied.
bool byte_scan_is_found(const uint8_t *bytes, size_t count, const byte_scan_needle *needle);

/// Whether `text` is somewhere in the bytes. For a search made once; the empty text is everywhere.
bool byte_scan_contains(const uint8_t *bytes, size_t count, const uint8_t *text, size_t length);

/// How common a byte is in logs: 0 for the rarest, 255 for the commonest.
uint8_t byte_scan_commonness(uint8_t byte);

#ifdef __cplusplus
}
#endif
