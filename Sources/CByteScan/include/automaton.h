#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// A deterministic automaton over bytes that says whether a text has a match.
///
/// State 0 has no way to a match, state 1 is a match. Other states are numbered in steps of 128, and the state that byte
/// b leads to from state s is `next[s + b]`.
typedef struct {
  const uint32_t *next;
  /// For each state, divided by 128, whether the text matches if it ends there.
  const bool *matches_at_end;
  uint32_t start;
} byte_automaton;

/// Whether all bytes are printable ASCII characters or tabs.
bool byte_scan_is_plain(const uint8_t *bytes, size_t count);

/// Whether there is a match in the bytes, which are all below 128.
bool byte_automaton_matches(byte_automaton automaton, const uint8_t *bytes, size_t count);

#ifdef __cplusplus
}
#endif
