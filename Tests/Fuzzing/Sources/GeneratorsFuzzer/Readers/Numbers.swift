import Generators
import Glibc

/// Numbers of fields, against the grammar written out and the C library.
struct NumbersReader: FuzzedReader {
  static let name = "numbers"
  static let share = 4

  struct Number: Equatable {
    var int: Int?
    /// Its bits, so that a zero has its sign.
    var double: UInt64?
  }

  private static let pieces: [[UInt8]] =
    [
      "0", "1", "5", "9", "00", "12", "999", "9223372036854775807", "9223372036854775808", ".", ".", "-", "+", "e", "E",
      "e3", "e-2", "e308", "e400", "e-400", "000000", "123456789012345", "x", "_", " ", ",", "inf", "nan", "\n", "\n",
      "\n",
    ].map { Array($0.utf8) }

  func makeInput(_ random: inout Randomness) -> Input { Input(bytes: random.text(of: Self.pieces)) }

  func makeSettings(_ random: inout Randomness) {}

  func expectation(for input: Input, _ settings: Void) -> [Number] {
    ExpectedLines(input.bytes).lines.map { line in
      let text = String(decoding: input.bytes[line.range], as: UTF8.self)
      guard let match = text.wholeMatch(of: #/([+\-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+\-]?[0-9]+))?/#),
        !match.2.isEmpty || !(match.3 ?? "").isEmpty
      else { return Number() }
      let value = strtod(text, nil)
      return Number(
        int: Self.whole(match.1 == "-", String(match.2), String(match.3 ?? ""), match.4.map(String.init) ?? "0"),
        double: value.isFinite ? value.bitPattern : nil
      )
    }
  }

  /// The value, by moving the point in the digits.
  private static func whole(_ isNegative: Bool, _ whole: String, _ fraction: String, _ exponent: String) -> Int? {
    var digits = whole + fraction
    guard digits.contains(where: { $0 != "0" }) else { return 0 }
    // Exponents beyond this make no number that fits, or none that is whole.
    guard let exponent = Int(exponent), abs(exponent) < 1_000 else { return nil }
    let point = whole.count + exponent
    if point > digits.count { digits += String(repeating: "0", count: point - digits.count) }
    if point < 0 { return nil }
    guard digits.dropFirst(point).allSatisfy({ $0 == "0" }) else { return nil }
    return Int((isNegative ? "-" : "") + (point == 0 ? "0" : String(digits.prefix(point))))
  }

  func check(_ reads: Reads, _ settings: Void, against expected: [Number]) async throws(Mismatch) {
    guard isPlain(reads.bytes) else { return }
    do {
      try withLines(of: reads) { lines in
        for line in lines {
          let found = Number(int: line.bytes.int, double: line.bytes.double.map(\.bitPattern))
          let wanted = expected[line.number - 1]
          try Mismatch.unless(found == wanted, "\(quoted(Array(line.bytes)[...])) is \(found), not \(wanted)")
        }
      }
    } catch let mismatch as Mismatch {
      throw mismatch
    } catch {
      throw Mismatch("an error: \(error)")
    }
  }
}
