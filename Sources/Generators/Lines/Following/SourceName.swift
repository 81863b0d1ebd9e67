/// What lines call their source, told apart by its bytes.
///
/// Strings are equal where they are only in different Unicode forms, such as `é` in one scalar and in two. Files whose
/// names differ in that are different ones.
struct SourceName: Hashable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: SourceName, right: SourceName) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension SourceName: Comparable {
  static func < (left: SourceName, right: SourceName) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
