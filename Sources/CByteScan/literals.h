#pragma once

#include "include/literals.h"

#include <string.h>

static inline uint8_t ascii_lower(uint8_t byte) { return (uint8_t)(byte - 'A') < 26 ? byte | 0x20 : byte; }

/// Where the match of the literal that begins at `start` ends, or -1 where there is none.
ptrdiff_t literal_end(const literal *literal, literal_text text, size_t start);

/// Whether the bytes from `start` up to `end` are not part of a longer word. An open side of the text counts as a word.
bool literal_is_whole_word(literal_text text, size_t start, size_t end, literal_is_word is_word);
