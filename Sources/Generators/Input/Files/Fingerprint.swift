/// The number and the hash of bytes at one place of a file.
struct Fingerprint: Hashable, Sendable {
  let count: Int
  let hash: UInt64

  /// - Complexity: O(*n*), eight bytes at a time.
  init(_ bytes: UnsafeRawBufferPointer) {
    count = bytes.count
    var hash = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: bytes.count)
    var rest = bytes[...]
    while rest.count >= 8 {
      hash = Self.mixed(
        hash,
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: rest.startIndex, as: UInt64.self))
      )
      rest = rest.dropFirst(8)
    }
    if !rest.isEmpty { hash = Self.mixed(hash, rest.reversed().reduce(0) { $0 << 8 | UInt64($1) }) }
    self.hash = hash
  }

  init(_ bytes: some Collection<UInt8>) {
    self = Array(bytes).withUnsafeBytes { Fingerprint($0) }
  }

  private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return product.low ^ product.high
  }
}

extension Fingerprint: Codable {
  private enum CodingKeys: CodingKey { case count, hash }

  /// - Throws: `DecodingError` if the count is negative.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    count = try values.decode(Int.self, forKey: .count)
    hash = try values.decode(UInt64.self, forKey: .hash)
    guard count >= 0 else {
      throw DecodingError.dataCorruptedError(
        forKey: .count,
        in: values,
        debugDescription: "A fingerprint is of 0 or more bytes, not of \(count)."
      )
    }
  }
}
