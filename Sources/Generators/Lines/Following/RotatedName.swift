/// What the name of a file says about which log it was, and in which order it was rotated.
///
/// `app.log.1`, `app.log.2.gz`, `app.log-20260101`, `app.log.old` and `app-2026-01-01.log` are names of files that were
/// `app.log` before. `app.log.error`, `app-error.log` and `app-2.log` are not.
struct RotatedName {
  private static let compressions = [".gz", ".zst", ".xz", ".bz2", ".lz4", ".Z"]
  private static let words: Set<Substring> = ["old", "bak", "prev", "save", "orig"]
  private static let separators: Set<Character> = [".", "-", "_", "~"]

  /// The name that the file had before.
  let base: String
  /// What was added to it: a number, a date, a word, or nothing where only the ending of compressed files was.
  let mark: String
  let isCompressed: Bool

  private init(base: String, mark: Substring, isCompressed: Bool) {
    (self.base, self.mark, self.isCompressed) = (base, String(mark), isCompressed)
  }

  /// The number that it was given, where it is one: the larger, the older.
  var index: Int? { mark.count <= 6 ? Int(mark) : nil }

  /// Nil where the name is not that of a rotated file that was `base` before.
  init?(_ name: String, of base: String) {
    let (plain, isCompressed) = Self.decompressed(name)
    let mark = plain.dropFirst(base.count)
    if isCompressed, plain == base {
      self.init(base: base, mark: "", isCompressed: true)
    } else if plain.hasPrefix(base), mark.first.map(Self.separators.contains) == true, Self.isMark(mark.dropFirst()) {
      self.init(base: base, mark: mark.dropFirst(), isCompressed: isCompressed)
    } else {
      self.init(name)
      guard self.base == base else { return nil }
    }
  }

  /// Nil where the name is not that of a rotated file.
  init?(_ name: String) {
    let (plain, isCompressed) = Self.decompressed(name)
    if let (base, mark) = Self.split(plain) {
      self.init(base: base, mark: mark, isCompressed: isCompressed)
    } else if isCompressed {
      self.init(base: String(plain), mark: "", isCompressed: true)
    } else {
      return nil
    }
  }

  /// The name without the ending of compressed files.
  private static func decompressed(_ name: String) -> (plain: Substring, isCompressed: Bool) {
    guard let ending = compressions.first(where: { name.hasSuffix($0) && name.count > $0.count }) else {
      return (name[...], false)
    }
    return (name.dropLast(ending.count), true)
  }

  /// Separates the mark of a rotation from the name: the last part that is a number, a date or one of some words.
  private static func split(_ name: Substring) -> (base: String, mark: Substring)? {
    // app.log.1, app.log-20260101
    if let start = startOfMark(in: name), start > name.startIndex {
      let mark = name[start...].dropFirst()
      if isMark(mark) { return (String(name[..<start]), mark) }
    }
    // app-20260101.log
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return nil }
    let (stem, type) = (name[..<dot], name[dot...])
    guard let start = startOfMark(in: stem), start > stem.startIndex else { return nil }
    let mark = stem[start...].dropFirst()
    guard isNumberOrDate(mark), mark.count(where: \.isNumber) >= 8 else { return nil }
    return (String(stem[..<start] + type), mark)
  }

  /// Where the longest mark that a name ends with begins, with its separator.
  private static func startOfMark(in name: Substring) -> Substring.Index? {
    if let start = name.lastIndex(where: separators.contains), words.contains(name[start...].dropFirst()) {
      return start
    }
    let marked = name.reversed().prefix { isDateCharacter($0) || separators.contains($0) }.count
    let tail = name.suffix(marked)
    return tail.firstIndex(where: separators.contains)
  }

  private static func isMark(_ mark: Substring) -> Bool { words.contains(mark) || isNumberOrDate(mark) }

  private static func isNumberOrDate(_ mark: Substring) -> Bool {
    mark.contains { $0.isASCII && $0.isNumber } && mark.allSatisfy { isDateCharacter($0) || separators.contains($0) }
  }

  private static func isDateCharacter(_ character: Character) -> Bool {
    character.isASCII
      && (character.isNumber || character == "T" || character == "Z" || character == ":" || character == "+")
  }
}
