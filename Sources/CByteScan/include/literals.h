#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "needle.h"

#ifdef __cplusplus
extern "C" {
#endif

/// How the bytes of a text compare with those of a literal.
typedef enum {
  /// Byte for byte.
  literal_exact,
  /// An ASCII letter matches both of its cases. The literal has the lower ones.
  literal_folded,
  /// The literal is a list of elements. Each is a number of alternatives and then, for each alternative, its length and
  /// its bytes.
  literal_alternatives,
} literal_kind;

/// A literal. `count` is the number of its bytes, or of its elements.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  literal_kind kind;
} literal;

/// Bytes to search. The flags say that more bytes of the same line precede or follow them, which the search does not see.
typedef struct {
  const uint8_t *bytes;
  size_t count;
  bool is_open_at_start;
  bool is_open_at_end;
} literal_text;

/// Whether a scalar outside ASCII belongs to words.
typedef bool (*literal_is_word)(uint32_t scalar);

/// The offset of the first match of one literal that is a whole word, or -1.
ptrdiff_t literal_find_word(byte_scan_needle needle, literal_text text, literal_is_word is_word);

/// A window: some bytes of a literal, and how far they are from its start.
typedef struct {
  uint32_t value;
  uint32_t literal;
  uint32_t offset;
} literal_window;

/// How a search finds the places where a window may be: by fingerprints in vectors, or by the bitmap alone.
typedef enum {
  literals_portably,
  literals_with_ssse3,
  literals_with_avx2,
  literals_with_neon,
} literal_way;

/// Whether the processor has what the way needs.
bool literal_way_is_possible(literal_way way);

/// The fastest way that is possible.
literal_way literal_fastest_way(void);

/// Many literals, found by windows of their bytes. Each literal has `stride` windows at successive offsets, so that the
/// search looks only at every `stride`th offset of the text.
typedef struct {
  const literal *literals;
  /// Bit number `hash` is set where a window has that hash.
  const uint64_t *present;
  /// The windows whose hash, shifted right by `bucket_shift`, is i are those from `starts[i]` up to `starts[i + 1]`.
  const uint32_t *starts;
  const literal_window *windows;
  /// The width of a window, 1 to 4 bytes, and the bits of four bytes that it covers.
  uint32_t width;
  uint32_t covered;
  /// The bits that are set in bytes of the text before they are compared with a window.
  uint32_t mask;
  /// 1, 2, 4 or 8.
  uint32_t stride;
  uint32_t hash_shift;
  uint32_t bucket_shift;
  /// How the search finds places to look up in the bitmap. Fingerprints need a `stride` of 1.
  literal_way way;
  /// For each byte of a window and each value of its lower and upper half: the groups of windows that have it there. A
  /// place where one group has all halves may have a window of that group.
  uint8_t lower[4][16];
  uint8_t upper[4][16];
} literal_windows;

/// The hash of a window for a set, in the bits that its bitmap has.
uint32_t literal_window_hash(uint32_t value, uint32_t hash_shift);

/// The offset at which a match of any of the literals begins, or -1. No line that ends before it has a match. Where
/// `is_word` is not null, only whole words match.
ptrdiff_t literal_windows_find(const literal_windows *set, literal_text text, literal_is_word is_word);

/// The same for literals that all begin with `prefix` and have their only window `offset` bytes from their start.
ptrdiff_t literal_windows_find_behind(const literal_windows *set, byte_scan_needle prefix, size_t offset,
                                      literal_text text, literal_is_word is_word);

#ifdef __cplusplus
}
#endif
