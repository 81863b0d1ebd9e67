import Decorators

/// A type of key that caches hash and compare in a way of their own.
protocol FuzzedKey: Hashable, Sendable {
  static var name: String { get }

  /// One of few keys, so that the same ones come again.
  static func make(_ random: inout some RandomNumberGenerator) -> Self
}

extension Int: FuzzedKey {
  static var name: String { "words" }

  static func make(_ random: inout some RandomNumberGenerator) -> Int {
    let number = Int.random(in: 0..<24, using: &random)
    return Bool.random(using: &random) ? number : number << 58
  }
}

extension String: FuzzedKey {
  static var name: String { "strings" }

  /// Each of them twice, in different bytes: canonically equivalent strings are one key (M12).
  private static let spellings = ["é", "e\u{301}", "K", "\u{212A}", "`", "\u{1FEF}", ";", "\u{37E}"]

  static func make(_ random: inout some RandomNumberGenerator) -> String {
    let stem = String(repeating: "s", count: .random(in: 0...19, using: &random))
    return stem + spellings[.random(in: 0..<spellings.count, using: &random)]
  }
}

extension Double: FuzzedKey {
  static var name: String { "numbers, some of them not equal to themselves" }

  static func make(_ random: inout some RandomNumberGenerator) -> Double {
    let number = Int.random(in: 0..<16, using: &random)
    return number == 0 ? .nan : number == 1 ? -0.0 : Double(number - 2)
  }
}

extension Bool: FuzzedKey {
  static var name: String { "choices" }

  static func make(_ random: inout some RandomNumberGenerator) -> Bool { Bool.random(using: &random) }
}

extension Arguments: FuzzedKey where repeat each Value: FuzzedKey {
  static var name: String { "arguments" }

  static func make(_ random: inout some RandomNumberGenerator) -> Self {
    Self(repeat (each Value).make(&random))
  }
}

/// A key of a user, whose hash tells little.
struct Poor: FuzzedKey {
  let number: Int

  static var name: String { "keys with a poor hash" }

  static func make(_ random: inout some RandomNumberGenerator) -> Poor {
    Poor(number: .random(in: 0..<24, using: &random))
  }

  func hash(into hasher: inout Hasher) { hasher.combine(number & 1) }
}
