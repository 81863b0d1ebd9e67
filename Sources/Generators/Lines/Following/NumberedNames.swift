import SystemPackage

/// The names that differ from each other in numbers only, such as the targets that a symbolic link leads to one after the
/// other: `0.log`, `1.log`, or `app-20260101.log`.
struct NumberedNames {
  let directory: FilePath
  private let shape: String
  private let numbers: ClosedRange<Int>

  /// All names of the shape that the target of a link has. Nil if it holds no number.
  init?(like target: FilePath) {
    guard let name = Numbered(target) else { return nil }
    self.init(directory: target.removingLastComponent(), shape: name.shape, numbers: 0...Int.max)
  }

  /// The names of the shape with a number up to that of the target of a link. Nil if it holds no number.
  init?(upTo target: FilePath) {
    guard let name = Numbered(target) else { return nil }
    self.init(directory: target.removingLastComponent(), shape: name.shape, numbers: 0...name.number)
  }

  /// The names from one target of a link to another one. Nil if they differ in more than numbers, or do not differ.
  init?(from old: FilePath, to new: FilePath) {
    guard let first = Numbered(old), let last = Numbered(new), first.shape == last.shape, first.number != last.number,
      old.removingLastComponent() == new.removingLastComponent()
    else { return nil }
    let numbers = min(first.number, last.number)...max(first.number, last.number)
    self.init(directory: new.removingLastComponent(), shape: first.shape, numbers: numbers)
  }

  private init(directory: FilePath, shape: String, numbers: ClosedRange<Int>) {
    (self.directory, self.shape, self.numbers) = (directory, shape, numbers)
  }

  /// Whether a path has the higher number. Nil if they differ in more than numbers, or do not differ.
  static func isHigher(_ path: FilePath, than other: FilePath) -> Bool? {
    guard let names = NumberedNames(from: other, to: path), let number = Numbered(path)?.number else { return nil }
    return number == names.numbers.upperBound
  }

  func contains(_ name: String) -> Bool {
    guard let name = Numbered(name) else { return false }
    return name.shape == shape && numbers.contains(name.number)
  }

  /// A name, with its digits apart from the rest.
  private struct Numbered {
    var shape = ""
    let number: Int

    init?(_ path: FilePath) {
      guard let name = path.lastComponent?.name else { return nil }
      self.init(name)
    }

    init?(_ name: String) {
      var digits = ""
      for character in name.unicodeScalars {
        let isDigit = ("0"..."9").contains(character)
        if isDigit { digits.unicodeScalars.append(character) }
        if !isDigit { shape.unicodeScalars.append(character) } else if shape.last != "\0" { shape.append("\0") }
      }
      guard let number = Int(digits) else { return nil }
      self.number = number
    }
  }
}
