/// A case in which a reader gave something else than expected.
struct Finding: Sendable {
  var reader: String
  var seed: UInt64
  var number: Int
  var mismatch: String
  var report: String

  var description: String {
    """
    FINDING: \(mismatch)
    \(report)
      again: generators-fuzzer --reader \(reader) --seed \(seed) --case \(number)
    """
  }
}

/// One case: made, and then checked in two cuts.
struct FuzzedCase<Reader: FuzzedReader> {
  let input: Input
  let settings: Reader.Settings
  let cuts: [Cut]

  init(_ reader: Reader, _ random: Randomness) {
    var random = random
    input = reader.makeInput(&random)
    settings = reader.makeSettings(&random)
    cuts = [Cut(&random), Cut(&random)]
  }

  private init(_ input: Input, _ settings: Reader.Settings, _ cuts: [Cut]) {
    (self.input, self.settings, self.cuts) = (input, settings, cuts)
  }

  func check(_ reader: Reader) async throws(Mismatch) {
    let expectation = reader.expectation(for: input, settings)
    for cut in cuts { try await reader.check(Reads(input, cut), settings, against: expectation) }
  }

  /// The same mismatch with as few bytes as leaving some out can give within a few seconds.
  func reduced(_ reader: Reader, _ mismatch: Mismatch) async -> (FuzzedCase, Mismatch) {
    var (best, mismatch) = (self, mismatch)
    for cut in cuts {
      let single = FuzzedCase(input, settings, [cut])
      if let found = await single.mismatch(reader) {
        (best, mismatch) = (single, found)
        break
      }
    }
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: .seconds(5))
    var size = max(1, best.input.bytes.count / 2)
    while true {
      var (place, hasShrunk) = (0, false)
      while place < best.input.bytes.count, clock.now < deadline {
        var input = best.input
        input.bytes.removeSubrange(place..<min(place + size, input.bytes.count))
        input.head = min(input.head, input.bytes.count)
        let smaller = FuzzedCase(input, settings, best.cuts)
        if let found = await smaller.mismatch(reader) {
          (best, mismatch, hasShrunk) = (smaller, found, true)
        } else {
          place += size
        }
      }
      if size == 1, !hasShrunk { return (best, mismatch) }
      size = max(1, size / 2)
    }
  }

  private func mismatch(_ reader: Reader) async -> Mismatch? {
    do {
      try await check(reader)
      return nil
    } catch {
      return error
    }
  }

  var report: String {
    """
      input: \(input.bytes.count) bytes, \(quoted(input.bytes[...]))
      reads: \(cuts.map(\.description).joined(separator: "; then "))\(input.head > 0 ? ", after \(input.head) at once" : "")
      settings: \(settings)
    """
  }
}
