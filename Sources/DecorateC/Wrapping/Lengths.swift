extension CParameter {
  /// Whether it is the number of the bytes that the parameter before it points to.
  ///
  /// Its name has to say so. Where it names something, as `dict_length` does, that has to be the pointer. The length of text
  /// may as well be that of something else, as in `truncate(path, length)`: there the name or the comment has to name the text,
  /// or the pointer to have a name of bytes, such as `buffer`.
  ///
  /// - Parameters:
  ///   - bytes: The pointer.
  ///   - comment: The comment of the function.
  func isLength(of bytes: CParameter, comment: String) -> Bool {
    guard let integer = type.integer, !integer.isCharacter, let named = lengthWords else { return false }
    let pointer = SwiftNames.words(of: bytes.name).joined().lowercased()
    let qualifier = named.qualifiers.joined()
    let namesPointer =
      !qualifier.isEmpty && !pointer.isEmpty
      && [(pointer, qualifier), (qualifier, pointer)].contains { $0.hasPrefix($1) || $0.hasSuffix($1) }
    if namesPointer { return named.noun != "count" || !bytes.type.isText }
    guard qualifier.isEmpty else { return false }
    if !bytes.type.isText { return true }
    return Self.namesOfBytes.contains(pointer) && named.noun != "count" || isDescribed(as: bytes.name, in: comment)
  }

  /// Whether it is an integer with a name such as `size`.
  var soundsLikeLength: Bool { type.integer.map { !$0.isCharacter } ?? false && lengthWords != nil }

  /// What the name is a number of, and the words that say of what.
  private var lengthWords: (noun: String, qualifiers: [String])? {
    var words = SwiftNames.words(of: name).map { $0.lowercased() }
    guard let last = words.popLast() else { return nil }
    var noun = last
    if !Self.nouns.contains(last) {
      guard let ending = ["length", "len", "size"].first(where: last.hasSuffix) else { return nil }
      noun = ending
      words.append(String(last.dropLast(ending.count)))
    }
    return (noun, words.filter { !Self.neutral.contains($0) })
  }

  private static let nouns: Set<String> = [
    "len", "length", "size", "n", "nbyte", "nbytes", "count", "sz", "cb", "bytes",
  ]

  /// Words beside a length that do not say of what it is the length.
  private static let neutral: Set<String> = ["n", "num", "number", "of", "byte", "bytes", "total"]

  /// Names of pointers to bytes that need not be text.
  private static let namesOfBytes: Set<String> = [
    "buf", "buffer", "data", "bytes", "src", "source", "input", "in", "payload", "mem", "memory", "block", "chunk",
  ]

  /// Whether a comment says that it is the length of a pointer: "the length of text", "len bytes of text".
  private func isDescribed(as pointer: String, in comment: String) -> Bool {
    let words = comment.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map { $0.lowercased() }
    let pointer = pointer.lowercased()
    return words.indices.contains { index in
      let following = words[index...].prefix(5)
      if ["length", "size"].contains(words[index]) {
        return following.dropFirst().first == "of" && following.dropFirst(2).prefix(2).contains(pointer)
      }
      return words[index] == name.lowercased() && ["bytes", "characters"].contains(following.dropFirst().first ?? "")
        && following.contains(pointer)
    }
  }
}
