/// Hashes and compares the keys of a cache.
///
/// Integers and ASCII strings are hashed by folded multiplication, which takes a fraction of the time of `Hasher`. The
/// arguments of a call are hashed one after the other, with their ``KeyLayout``. Every other key is hashed by its own
/// `hash(into:)`. Code that knows the seeds can make keys with equal folded hashes. ``LRUTable`` copes with that.
///
/// Equal keys have equal hashes. This includes canonically equivalent strings. The seeds come from `Hasher`. So they
/// differ between processes, except in the deterministic mode of `Hasher`.
@frozen
@usableFromInline
struct KeyHash<Key: Hashable>: Sendable {
  /// How the cache treats a key.
  @frozen
  @usableFromInline
  enum Shape {
    /// A value that is hashed and compared as a whole.
    case whole
    /// The only argument of a call, an integer of 64 bits.
    case word
    /// The only argument of a call, a string.
    case string
    /// The arguments of a call.
    case parts
  }

  @usableFromInline let seeds: HashSeeds
  @usableFromInline let shape: Shape
  @usableFromInline let layout: KeyLayout?

  @inlinable
  init(seeds: HashSeeds = HashSeeds()) {
    self.seeds = seeds
    layout = KeyLayout.of(Key.self)
    shape = layout?.shape(of: Key.self) ?? .whole
  }

  /// Whether keys are hashed by other means than `hashValue`.
  @inlinable
  @inline(__always)
  var isSeeded: Bool { Key.self == Int.self || Key.self == String.self || shape != .whole }

  @inlinable
  @inline(__always)
  func callAsFunction(_ key: Key) -> UInt32 {
    if Key.self == Int.self {
      return UInt32(truncatingIfNeeded: seeds.hash(word: UInt64(UInt(bitPattern: unsafeBitCast(key, to: Int.self)))))
    }
    if Key.self == String.self {
      return UInt32(truncatingIfNeeded: seeds.hash(string: unsafeBitCast(key, to: String.self)))
    }
    switch shape {
    case .whole: return UInt32(truncatingIfNeeded: key.hashValue)
    case .word: return UInt32(truncatingIfNeeded: seeds.hash(word: unsafeBitCast(key, to: UInt64.self)))
    case .string: return UInt32(truncatingIfNeeded: seeds.hash(string: unsafeBitCast(key, to: String.self)))
    case .parts: return withUnsafePointer(to: key) { layout.unsafelyUnwrapped.hash(UnsafeRawPointer($0), seeds) }
    }
  }

  /// Whether a lookup can find the key. A key that is not equal to itself (NaN) is never found (M12).
  @inlinable
  @inline(__always)
  func canFind(_ key: Key) -> Bool {
    if Key.self == Int.self || Key.self == String.self { return true }
    return withUnsafePointer(to: key) { isEqual($0, to: key) }
  }

  /// Whether the stored key equals `key`. The result is the same as with `==`.
  @inlinable
  @inline(__always)
  func isEqual(_ stored: UnsafePointer<Key>, to key: Key) -> Bool {
    if Key.self == Int.self || Key.self == String.self { return stored.pointee == key }
    switch shape {
    case .whole: return stored.pointee == key
    case .word: return UnsafeRawPointer(stored).load(as: UInt64.self) == unsafeBitCast(key, to: UInt64.self)
    case .string:
      return UnsafeRawPointer(stored).assumingMemoryBound(to: String.self).pointee
        == unsafeBitCast(key, to: String.self)
    case .parts:
      return withUnsafePointer(to: key) {
        layout.unsafelyUnwrapped.areEqual(UnsafeRawPointer(stored), UnsafeRawPointer($0))
      }
    }
  }
}

/// The random seeds of the hashes. All caches of a process share them.
@frozen
@usableFromInline
struct HashSeeds: Sendable {
  @usableFromInline let seed: UInt64
  @usableFromInline let multiplier: UInt64

  @inlinable
  init() {
    self.init(
      seed: UInt64(truncatingIfNeeded: "seed".hashValue),
      multiplier: UInt64(truncatingIfNeeded: "multiplier".hashValue) | 1
    )
  }

  @inlinable
  init(seed: UInt64, multiplier: UInt64) {
    self.seed = seed
    self.multiplier = multiplier
  }

  /// One fold would leave patterns in the hashes of sequential words with one multiplier in a hundred.
  @inlinable
  @inline(__always)
  func hash(word: UInt64) -> UInt64 {
    fold(fold(word ^ seed, multiplier), multiplier)
  }

  @inlinable
  func hash(string: String) -> UInt64 {
    if let ascii = string.utf8.withContiguousStorageIfAvailable({ hash(ascii: UnsafeRawBufferPointer($0)) }),
      let ascii
    {
      return ascii
    }
    return hash(unusual: string)
  }

  /// The hash of a string that is not pure ASCII, or not stored as UTF-8.
  ///
  /// A string whose characters outside ASCII are all canonically equivalent to ASCII ones equals an ASCII string, so it
  /// must have the same hash. Any other string is hashed by `Hasher`. Only the first kind needs memory, for its ASCII
  /// characters, and allocates it if they are many.
  @usableFromInline
  func hash(unusual string: String) -> UInt64 {
    var string = string
    let ascii = string.withUTF8 { utf8 -> UInt64? in
      guard let count = asciiEquivalents(of: utf8, { _, _ in }) else { return nil }
      return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { ascii in
        _ = asciiEquivalents(of: utf8) { ascii[$0] = $1 }
        return hash(ascii: UnsafeRawBufferPointer(ascii))
      }
    }
    return ascii ?? UInt64(truncatingIfNeeded: string.hashValue)
  }

  /// Calls `body` with the position and the ASCII equivalent of each character.
  ///
  /// - Returns: The number of characters, or nil at the first one without an equivalent.
  @inline(__always)
  private func asciiEquivalents(
    of utf8: UnsafeBufferPointer<UInt8>,
    _ body: (_ position: Int, _ byte: UInt8) -> Void
  ) -> Int? {
    var (read, count) = (0, 0)
    while read < utf8.count {
      guard let (byte, length) = asciiEquivalent(to: utf8, at: read) else { return nil }
      body(count, byte)
      read += length
      count += 1
    }
    return count
  }

  /// The ASCII character that the character at the index equals, and the length of that character in the text.
  ///
  /// Three characters outside ASCII are canonically equivalent to one inside: U+212A KELVIN SIGN to K, U+037E GREEK
  /// QUESTION MARK to the semicolon, and U+1FEF GREEK VARIA to the grave accent.
  @inline(__always)
  private func asciiEquivalent(
    to utf8: UnsafeBufferPointer<UInt8>,
    at index: Int
  ) -> (byte: UInt8, length: Int)? {
    let first = utf8[index]
    let count = utf8.count - index
    if first < 0x80 { return (first, 1) }
    if count >= 3, (first, utf8[index + 1], utf8[index + 2]) == (0xE2, 0x84, 0xAA) {
      return (UInt8(ascii: "K"), 3)
    }
    if count >= 2, (first, utf8[index + 1]) == (0xCD, 0xBE) { return (UInt8(ascii: ";"), 2) }
    if count >= 3, (first, utf8[index + 1], utf8[index + 2]) == (0xE1, 0xBF, 0xAF) {
      return (UInt8(ascii: "`"), 3)
    }
    return nil
  }

  /// The hash of the bytes if all of them are ASCII, otherwise nil.
  @inlinable
  func hash(ascii bytes: UnsafeRawBufferPointer) -> UInt64? {
    let count = bytes.count
    let first: UInt64
    let last: UInt64
    var state = seed
    var seen: UInt64 = 0
    if count >= 8 {
      var offset = 0
      while count &- offset > 16 {
        let low = bytes.word(at: offset)
        let high = bytes.word(at: offset &+ 8)
        seen |= low | high
        state = fold(low ^ state, high ^ multiplier)
        offset &+= 16
      }
      first = bytes.word(at: min(offset, count &- 8))
      last = bytes.word(at: count &- 8)
    } else if count >= 4 {
      first = bytes.halfWord(at: 0)
      last = bytes.halfWord(at: count &- 4)
    } else if count > 0 {
      first = UInt64(bytes[0]) | UInt64(bytes[count >> 1]) << 8
      last = UInt64(bytes[count &- 1])
    } else {
      first = 0
      last = 0
    }
    guard (seen | first | last) & 0x8080_8080_8080_8080 == 0 else { return nil }
    state = fold(first ^ state, last ^ multiplier)
    return fold(state ^ UInt64(truncatingIfNeeded: count), multiplier)
  }

  @inlinable
  @inline(__always)
  func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

extension UnsafeRawBufferPointer {
  @inlinable
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    baseAddress.unsafelyUnwrapped.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  @inlinable
  @inline(__always)
  func halfWord(at offset: Int) -> UInt64 {
    UInt64(baseAddress.unsafelyUnwrapped.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}
