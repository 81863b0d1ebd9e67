/// What a name and a comment say about who releases a handle.
struct Ownership {
  let prefix: String

  /// The word of a function's name that says that it makes something new: its first or its last one, without the prefix and the
  /// name of the type. Nil where there is none.
  func creatingWord(of function: CFunction, for handle: Handle) -> String? {
    if Self.creatingFunctions.contains(function.name) { return function.name }
    var words = SwiftNames.words(of: function.name.dropping(prefix)).map { $0.lowercased() }[...]
    let type = SwiftNames.words(of: handle.type.dropping(prefix)).map { $0.lowercased() }
    if words.starts(with: type) { words = words.dropFirst(type.count) }
    return [words.first, words.last].compactMap { $0 }.first(where: Self.creating.contains)
  }

  private static let creating: Set<String> = [
    "open", "create", "new", "alloc", "make", "prepare", "dup", "duplicate", "clone", "copy",
  ]

  private static let creatingFunctions: Set<String> = [
    "fopen", "fdopen", "popen", "tmpfile", "opendir", "fdopendir", "gzopen", "gzdopen",
  ]

  /// The words of a comment that say that a result belongs to somebody else.
  static func borrowed(_ comment: String) -> String? { first(of: borrowing, in: comment) }

  /// The words of a comment that say that a function takes over a handle that it is passed.
  static func takesOver(_ comment: String) -> String? { first(of: taking, in: comment) }

  /// The words of a comment that say that a function keeps an address that it is passed.
  static func keeps(_ comment: String) -> String? { first(of: keeping, in: comment) }

  private static func first(of phrases: [String], in comment: String) -> String? {
    guard !comment.isEmpty else { return nil }
    let text = comment.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return phrases.first { text.contains($0) }
  }

  private static let borrowing = [
    "not be freed", "not be released", "not be closed", "not be destroyed", "not free", "not release", "not close",
    "owned by", "belongs to", "stays the", "borrowed",
  ]
  private static let taking = [
    "takes over", "takes ownership", "take ownership", "takes the ownership", "transfers ownership",
    "transfers the ownership", "ownership is", "consumes the", "steals", "adopts the",
  ]
  private static let keeping = [
    "keeps the", "keeps a pointer", "must stay valid", "must remain valid", "has to stay valid", "have to stay valid",
    "has to remain valid", "must be kept", "is not copied", "are not copied", "without copying", "not make a copy",
  ]
}
