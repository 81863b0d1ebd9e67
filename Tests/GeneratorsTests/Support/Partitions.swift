extension Array where Element == UInt8 {
  /// These bytes in chunks of `size`.
  func inChunks(of size: Int) -> [[UInt8]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }

  /// These bytes in chunks of random sizes up to `largest`.
  func inRandomChunks(upTo largest: Int, using generator: inout some RandomNumberGenerator) -> [[UInt8]] {
    var chunks: [[UInt8]] = []
    var start = 0
    while start < count {
      let end = Swift.min(count, start + Int.random(in: 1...largest, using: &generator))
      chunks.append(Array(self[start..<end]))
      start = end
    }
    return chunks
  }

  /// Every way to cut these bytes into chunks: 2 to the power of `count - 1` of them.
  var allPartitions: [[[UInt8]]] {
    guard count > 1 else { return [isEmpty ? [] : [self]] }
    return (0..<1 << (count - 1)).map { cuts in
      var chunks: [[UInt8]] = [[]]
      for (index, byte) in enumerated() {
        if index > 0, cuts & 1 << (index - 1) != 0 { chunks.append([]) }
        chunks[chunks.count - 1].append(byte)
      }
      return chunks
    }
  }

  /// `count` bytes taken at random from `alphabet`.
  static func random(_ count: Int, from alphabet: [UInt8], using generator: inout some RandomNumberGenerator) -> Self {
    (0..<count).map { _ in alphabet.randomElement(using: &generator)! }
  }
}
