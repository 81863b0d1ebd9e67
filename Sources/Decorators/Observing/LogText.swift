/// A text for a log record that is built piece by piece. It holds no control characters, and no more than its limit.
///
/// A handler can write one record per line without escapes. A newline in a value could then forge a record.
struct LogText {
  private(set) var text = ""
  /// How many bytes of UTF-8 still fit.
  private var room: Int
  /// Whether something did not fit. Then the text ends in `…`, and takes nothing more.
  private(set) var isCut = false

  /// - Parameter limit: How many bytes of UTF-8 fit, before the `…` of a text that is cut.
  init(limit: Int) { room = limit }

  /// Adds a piece, up to the last scalar that fits. The cost depends on what fits, not on the length of the piece.
  mutating func append(_ piece: some StringProtocol) {
    guard !isCut else { return }
    let size = piece.utf8.count
    if size <= room, !piece.unicodeScalars.contains(where: { $0.isControl }) {
      text += piece
      room -= size
      return
    }
    for scalar in piece.unicodeScalars {
      let escape = scalar.isControl ? scalar.escaped(asASCII: true) : nil
      room -= escape?.utf8.count ?? UTF8.width(scalar)
      guard room >= 0 else { return cut() }
      if let escape { text += escape } else { text.unicodeScalars.append(scalar) }
    }
  }

  /// Adds the mark of a redacted value, which is never cut.
  mutating func appendRedacted() {
    guard !isCut else { return }
    text += redactedText
    room = max(0, room - redactedText.utf8.count)
  }

  /// Adds a piece in quotation marks, as `debugDescription` shows a string.
  mutating func appendQuoted(_ piece: some StringProtocol) {
    append("\"")
    for scalar in piece.unicodeScalars {
      guard !isCut else { return }
      append(scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : String(scalar))
    }
    append("\"")
  }

  private mutating func cut() {
    isCut = true
    text += "…"
  }

  /// A whole text without control characters.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isControl) else { return text }
    var escaped = LogText(limit: .max)
    escaped.append(text)
    return escaped.text
  }
}

extension Unicode.Scalar {
  /// Whether it is a control character, among them ESC and the C1 codes, or separates lines or paragraphs.
  fileprivate var isControl: Bool {
    if isASCII { return value < 0x20 || value == 0x7F }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: return false
    }
  }
}
