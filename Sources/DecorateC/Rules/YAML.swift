/// A piece of a YAML document.
///
/// Read is what rules are written with: mappings and lists, in lines or in brackets, plain and quoted strings, comments. Of
/// the rest of YAML (anchors, tags, blocks of text, several documents) an error says that it is not read. The word `null` is
/// a string: rules use it for a way to report failure.
package struct YAMLNode: Hashable {
  package indirect enum Content: Hashable {
    case empty
    case scalar(String)
    case list([YAMLNode])
    case mapping([Entry])
  }

  package struct Entry: Hashable {
    package var key: String
    package var keyPlace: SourcePlace
    package var value: YAMLNode
  }

  package var content: Content
  package var place: SourcePlace

  /// Reads a document.
  ///
  /// - Throws: ``ScannerError`` with file, line and column.
  package init(parsing text: String, file: String) throws {
    var parser = YAMLParser(text: text, file: file)
    self = try parser.document()
  }

  /// How deep lists and mappings may be in one another; rules need four levels.
  fileprivate static let greatestDepth = 32
  fileprivate static let tooDeep = "lists and mappings are nested too deeply here."

  init(_ content: Content, at place: SourcePlace) {
    self.content = content
    self.place = place
  }
}

private struct YAMLParser {
  private struct Line {
    var number: Int
    var indentation: Int
    var text: [Character]
  }

  private let file: String
  private var lines: [Line] = []
  private var index = 0
  private var tabLine: Int?
  private var depth = 0
  /// The last line, for errors at the end.
  private var lastLine = 1

  init(text: String, file: String) {
    self.file = file
    // Some editors write a mark of the byte order.
    let text = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      lastLine = number + 1
      let characters = Self.withoutComment(Array(line))
      let indentation = characters.prefix { $0 == " " }.count
      let content = Array(characters[indentation...])
      if content.first == "\t", tabLine == nil { tabLine = number + 1 }
      if content.isEmpty || (lines.isEmpty && content == ["-", "-", "-"]) { continue }
      lines.append(Line(number: number + 1, indentation: indentation, text: content))
    }
  }

  mutating func document() throws -> YAMLNode {
    if let tabLine {
      throw ScannerError(
        "YAML is indented with spaces, not with tabs.",
        at: SourcePlace(file: file, line: tabLine, column: 1)
      )
    }
    guard let first = lines.first else { return YAMLNode(.empty, at: SourcePlace(file: file, line: 1, column: 1)) }
    let node = try block(indentation: first.indentation)
    if index < lines.count {
      throw error("this line is indented in a way that belongs to nothing above it.", lines[index], 0)
    }
    return node
  }

  private static func withoutComment(_ line: [Character]) -> [Character] {
    var quote: Character?
    var isEscaped = false
    var end = line.count
    for (position, character) in line.enumerated() {
      if let open = quote {
        if character == open && !isEscaped { quote = nil }
        isEscaped = open == "\"" && character == "\\" && !isEscaped
      } else if (character == "'" || character == "\"") && startsToken(line, position) {
        quote = character
      } else if character == "#" && (position == 0 || line[position - 1] == " " || line[position - 1] == "\t") {
        end = position
        break
      }
    }
    while end > 0, line[end - 1] == " " || line[end - 1] == "\t" { end -= 1 }
    return Array(line[..<end])
  }

  private static func startsToken(_ line: [Character], _ position: Int) -> Bool {
    guard let before = line[..<position].last(where: { $0 != " " }) else { return true }
    return [":", "-", "[", "{", ","].contains(before)
  }

  private func error(_ message: String, _ line: Line, _ column: Int) -> ScannerError {
    ScannerError(message, at: place(line, column))
  }

  private func place(_ line: Line, _ column: Int) -> SourcePlace {
    SourcePlace(file: file, line: line.number, column: line.indentation + column + 1)
  }

  // MARK: Lines

  private mutating func block(indentation: Int) throws -> YAMLNode {
    let line = lines[index]
    depth += 1
    defer { depth -= 1 }
    if depth > YAMLNode.greatestDepth { throw error(YAMLNode.tooDeep, line, 0) }
    if isListItem(line.text) { return try list(indentation: indentation) }
    var flow = YAMLFlow(line.text, from: 0, place: place(line, 0), file: file)
    if try flow.key() != nil { return try mapping(indentation: indentation) }
    index += 1
    return try scalar(line, from: 0)
  }

  private func isListItem(_ text: [Character]) -> Bool { text == ["-"] || text.starts(with: ["-", " "]) }

  private mutating func list(indentation: Int) throws -> YAMLNode {
    let start = place(lines[index], 0)
    var items: [YAMLNode] = []
    while index < lines.count, lines[index].indentation == indentation, isListItem(lines[index].text) {
      let line = lines[index]
      let blanks = line.text.dropFirst().prefix { $0 == " " }.count
      if line.text.count == 1 {
        index += 1
        items.append(try nested(below: indentation, orAt: place(line, 0)))
      } else {
        // What follows the dash is a block of its own, as far in as it starts.
        let inner = indentation + 1 + blanks
        lines[index] = Line(number: line.number, indentation: inner, text: Array(line.text.dropFirst(1 + blanks)))
        items.append(try block(indentation: inner))
      }
    }
    return YAMLNode(.list(items), at: start)
  }

  private mutating func mapping(indentation: Int) throws -> YAMLNode {
    let start = place(lines[index], 0)
    var entries: [YAMLNode.Entry] = []
    while index < lines.count, lines[index].indentation == indentation {
      let line = lines[index]
      var flow = YAMLFlow(line.text, from: 0, place: place(line, 0), file: file)
      guard let key = try flow.key() else { throw error("a key with a colon is expected here.", line, 0) }
      if entries.contains(where: { $0.key == key }) { throw error("the key '\(key)' is here twice.", line, 0) }
      index += 1
      let value =
        flow.isAtEnd
        ? try nested(below: indentation, orAt: place(line, 0))
        : try scalar(line, from: flow.position)
      entries.append(YAMLNode.Entry(key: key, keyPlace: place(line, 0), value: value))
    }
    return YAMLNode(.mapping(entries), at: start)
  }

  /// What is further in than its key or dash; a list may be as far in as its key.
  private mutating func nested(below indentation: Int, orAt place: SourcePlace) throws -> YAMLNode {
    guard index < lines.count else { return YAMLNode(.empty, at: place) }
    let line = lines[index]
    if line.indentation > indentation { return try block(indentation: line.indentation) }
    if line.indentation == indentation, isListItem(line.text), !isListItem(lines[index - 1].text) {
      return try list(indentation: indentation)
    }
    return YAMLNode(.empty, at: place)
  }

  /// The rest of a line, and of the lines that follow while a bracket is open.
  private mutating func scalar(_ line: Line, from position: Int) throws -> YAMLNode {
    var text = line.text
    var flow = YAMLFlow(text, from: position, place: place(line, 0), file: file)
    while flow.isOpen, index < lines.count {
      text += [" "] + lines[index].text
      index += 1
      flow = YAMLFlow(text, from: position, place: place(line, 0), file: file)
    }
    let node = try flow.value(isInside: false)
    try flow.expectEnd()
    return node
  }
}

/// What stands in one line: keys, strings, and lists and mappings in brackets.
private struct YAMLFlow {
  let text: [Character]
  var position: Int
  private let origin: SourcePlace
  private var depth = 0

  init(_ text: [Character], from position: Int, place: SourcePlace, file: String) {
    self.text = text
    self.position = position
    origin = place
    skipBlanks()
  }

  var isAtEnd: Bool { position >= text.count }

  /// Whether more brackets are opened than closed.
  var isOpen: Bool {
    var depth = 0
    var quote: Character?
    var isEscaped = false
    for character in text[position...] {
      if let open = quote {
        if character == open && !isEscaped { quote = nil }
        isEscaped = open == "\"" && character == "\\" && !isEscaped
      } else if depth > 0 && (character == "'" || character == "\"") {
        quote = character
      } else if (character == "[" || character == "{") && (depth > 0 || text[position] == character) {
        depth += 1
      } else if character == "]" || character == "}" {
        depth -= 1
      }
    }
    return depth > 0
  }

  private var place: SourcePlace { place(at: position) }

  private func place(at position: Int) -> SourcePlace {
    SourcePlace(file: origin.file, line: origin.line, column: origin.column + position)
  }

  private mutating func skipBlanks() {
    while position < text.count, text[position] == " " || text[position] == "\t" { position += 1 }
  }

  func expectEnd() throws {
    if !isAtEnd { throw ScannerError("nothing is expected after the value.", at: place) }
  }

  /// A key and its colon, or nil where there is none.
  mutating func key() throws -> String? {
    let start = position
    guard position < text.count else { return nil }
    var key: String
    if text[position] == "\"" || text[position] == "'" {
      key = try quoted()
      skipBlanks()
    } else {
      if text[position] == "[" || text[position] == "{" { return nil }
      var end = position
      while end < text.count, !(text[end] == ":" && (end + 1 == text.count || text[end + 1] == " ")) { end += 1 }
      guard end < text.count else { return nil }
      key = String(text[position..<end])
      while key.last == " " { key.removeLast() }
      position = end
    }
    guard position < text.count, text[position] == ":" else {
      position = start
      return nil
    }
    position += 1
    skipBlanks()
    return key
  }

  mutating func value(isInside: Bool) throws -> YAMLNode {
    skipBlanks()
    let start = place
    guard position < text.count else { return YAMLNode(.empty, at: start) }
    switch text[position] {
    case "[": return YAMLNode(.list(try items(until: "]") { try $0.value(isInside: true) }), at: start)
    case "{":
      let entries = try items(until: "}") { try $0.entry() }
      var keys: Set<String> = []
      for entry in entries where !keys.insert(entry.key).inserted {
        throw ScannerError("the key '\(entry.key)' is here twice.", at: entry.keyPlace)
      }
      return YAMLNode(.mapping(entries), at: start)
    case "\"", "'":
      let string = try quoted()
      skipBlanks()
      return YAMLNode(.scalar(string), at: start)
    case "&", "*", "!", "|", ">", "%", "@", "`":
      throw ScannerError(
        "'\(text[position])' has a meaning in YAML that rules have no use for: put the text into quotes.",
        at: start
      )
    default: return plain(isInside: isInside, at: start)
    }
  }

  private mutating func plain(isInside: Bool, at start: SourcePlace) -> YAMLNode {
    var end = position
    while end < text.count, !(isInside && [",", "]", "}"].contains(text[end])),
      !(isInside && text[end] == ":" && end + 1 < text.count && text[end + 1] == " ")
    {
      end += 1
    }
    var string = String(text[position..<end])
    while string.last == " " { string.removeLast() }
    position = end
    return YAMLNode(string.isEmpty || string == "~" ? .empty : .scalar(string), at: start)
  }

  private mutating func entry() throws -> YAMLNode.Entry {
    let start = place
    let node = try value(isInside: true)
    guard case .scalar(let key) = node.content, position < text.count, text[position] == ":" else {
      throw ScannerError("a key with a colon is expected here.", at: start)
    }
    position += 1
    return YAMLNode.Entry(key: key, keyPlace: start, value: try value(isInside: true))
  }

  private mutating func items<Item>(
    until end: Character,
    _ item: (inout YAMLFlow) throws -> Item
  ) throws -> [Item] {
    let start = place
    var items: [Item] = []
    depth += 1
    defer { depth -= 1 }
    if depth > YAMLNode.greatestDepth { throw ScannerError(YAMLNode.tooDeep, at: start) }
    position += 1
    while true {
      skipBlanks()
      guard position < text.count else { throw ScannerError("the bracket that opens here is not closed.", at: start) }
      if text[position] == end { break }
      items.append(try item(&self))
      skipBlanks()
      guard position < text.count, text[position] == "," || text[position] == end else {
        throw position < text.count
          ? ScannerError("a comma or '\(end)' is expected here.", at: place)
          : ScannerError("the bracket that opens here is not closed.", at: start)
      }
      if text[position] == "," { position += 1 }
    }
    position += 1
    skipBlanks()
    return items
  }

  private mutating func quoted() throws -> String {
    let start = place
    let quote = text[position]
    var string = ""
    position += 1
    while position < text.count {
      let character = text[position]
      position += 1
      if character == quote {
        // In single quotes, two of them stand for one.
        guard quote == "'", position < text.count, text[position] == "'" else { return string }
        position += 1
        string.append("'")
      } else if character == "\\" && quote == "\"" {
        string.append(try escaped())
      } else {
        string.append(character)
      }
    }
    throw ScannerError("the quote that opens here is not closed.", at: start)
  }

  private mutating func escaped() throws -> Character {
    let escapes: [Character: Character] = ["n": "\n", "t": "\t", "\\": "\\", "\"": "\"", "/": "/", "0": "\0"]
    guard position < text.count, let character = escapes[text[position]] else {
      throw ScannerError("after a backslash, one of n t 0 \\ \" / is expected.", at: place)
    }
    position += 1
    return character
  }
}
