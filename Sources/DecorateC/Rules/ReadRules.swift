extension Rules {
  static let keys = ["headers", "module", "namespace", "prefix", "retriable", "statuses", "functions", "handles"]

  /// Reads a rules file.
  ///
  /// - Throws: ``ScannerError`` with file, line and column, also for a key that rules do not have.
  package init(parsing text: String, file: String) throws {
    self.init()
    for entry in try YAMLNode(parsing: text, file: file).entries("rules") {
      let value = entry.value
      places[entry.key] = value.place
      switch entry.key {
      case "headers": headers = try value.strings(entry.key)
      case "module":
        let name = try value.string(entry.key)
        try SwiftNames.checkModule(name, at: value.place)
        module = name
      case "namespace": namespace = try value.typeName(entry.key)
      case "prefix": prefix = try value.string(entry.key)
      case "retriable": retriable = try value.strings(entry.key)
      case "statuses": statuses = try value.entries(entry.key).map(StatusRule.init(reading:))
      case "functions": functions = try value.entries(entry.key).map(FunctionRule.init(reading:))
      case "handles": handles = try value.entries(entry.key).map(HandleRule.init(reading:))
      default:
        if try !command.read(entry) { throw entry.unknownKey(of: "rules", Self.keys + CommandRules.keys) }
      }
    }
  }
}

extension StatusRule {
  static let keys = ["enum", "constants", "success", "message", "details", "fails"]

  fileprivate init(reading entry: YAMLNode.Entry) throws {
    self.init(name: entry.key, place: entry.keyPlace)
    try YAMLNode.checkType(name, at: place)
    for entry in try entry.value.entries(entry.key) {
      switch entry.key {
      case "enum": enumeration = try entry.value.string(entry.key)
      case "constants": constants = try Pattern(entry.value.string(entry.key), at: entry.value.place)
      case "success": successes = try entry.value.strings(entry.key)
      case "message": messageFunction = try entry.value.string(entry.key)
      case "details":
        for detail in try entry.value.entries(entry.key) { details[detail.key] = try detail.value.string(detail.key) }
      case "fails":
        let word = try entry.value.string(entry.key)
        guard let isNegative = ["negative": true, "others": false][word] else {
          throw ScannerError("'fails' is 'negative' or 'others'.", at: entry.value.place)
        }
        onlyNegativeFails = isNegative
      default: throw entry.unknownKey(of: "a set of statuses", Self.keys)
      }
    }
    if (enumeration == nil) == (constants == nil) {
      throw ScannerError("'\(name)' needs either 'enum' or 'constants'.", at: place)
    }
  }
}

extension FunctionRule {
  static let keys = ["failure", "status", "success", "because", "skip", "name", "result", "parameters", "names"]

  fileprivate init(reading entry: YAMLNode.Entry) throws {
    self.init(pattern: try Pattern(entry.key, at: entry.keyPlace), place: entry.keyPlace)
    for entry in try entry.value.entries(entry.key) {
      let value = entry.value
      switch entry.key {
      case "failure":
        failure = try FailureConvention(word: value.string(entry.key), at: value.place)
      case "status": status = try value.string(entry.key)
      case "success": successes = try value.strings(entry.key)
      case "because": because = try value.string(entry.key)
      case "skip": skip = try value.string(entry.key)
      case "name": name = try value.name(entry.key)
      case "result": result = try ResultRule(value.string(entry.key), at: value.place)
      case "names":
        for parameter in try value.entries(entry.key) {
          parameterNames[parameter.key] = try parameter.value.name(parameter.key)
        }
      case "parameters":
        for parameter in try value.entries(entry.key) {
          parameters[parameter.key] = try ParameterRule(
            parameter.value.string(parameter.key),
            at: parameter.value.place
          )
        }
      default: throw entry.unknownKey(of: "a function", Self.keys)
      }
      if failure != nil && status != nil {
        throw ScannerError("'\(pattern.text)' has both 'failure' and 'status': leave one out.", at: entry.keyPlace)
      }
    }
  }
}

extension HandleRule {
  static let keys = ["name", "release", "close"]

  fileprivate init(reading entry: YAMLNode.Entry) throws {
    self.init(type: entry.key, place: entry.keyPlace)
    for entry in try entry.value.entries(entry.key) {
      switch entry.key {
      case "name": name = try entry.value.typeName(entry.key)
      case "release": release = try entry.value.string(entry.key)
      case "close": close = try entry.value.string(entry.key)
      default: throw entry.unknownKey(of: "a handle", Self.keys)
      }
    }
  }
}

extension FailureConvention {
  /// - Throws: ``ScannerError`` where the word names no convention.
  package init(word: String, at place: SourcePlace? = nil) throws {
    guard let found = Self.words.first(where: { $0.word == word }) else {
      let words = Self.words.map(\.word)
      throw ScannerError(
        "'\(word)' is no way to report failure\(suggestion(for: word, of: words)); there are: "
          + "\(words.joined(separator: ", ")).",
        at: place
      )
    }
    self = found.convention
  }
}

extension ParameterRule {
  fileprivate init(_ text: String, at place: SourcePlace) throws {
    let (word, rest) = text.firstWord
    switch (word, rest.isEmpty) {
    case ("value", true): self = .value
    case ("string", true): self = .string(isOptional: false)
    case ("string?", true): self = .string(isOptional: true)
    case ("out", true): self = .out(always: false, isOptional: false)
    case ("out", false) where rest == "always": self = .out(always: true, isOptional: false)
    case ("out", false) where rest == "optional": self = .out(always: false, isOptional: true)
    case ("inout", true): self = .inOut
    case ("handle", true): self = .handle
    case ("bytes", false): self = .bytes(length: rest)
    case ("buffer", false): self = .buffer(length: rest)
    case ("message", _): self = .message(freedBy: rest)
    case ("constant", false): self = .constant(rest)
    case ("during-call", false):
      let parts = rest.split(separator: " default ", maxSplits: 1).map(String.init)
      self = .duringCall(context: parts[0], defaultResult: parts.count > 1 ? parts[1] : nil)
    default:
      throw ScannerError(
        "'\(text)' is no use of a parameter; there are: value, string, string?, out, out always, out optional, inout, bytes LENGTH, buffer LENGTH, "
          + "handle, message FREE, constant EXPRESSION, during-call CONTEXT, during-call CONTEXT default EXPRESSION.",
        at: place
      )
    }
  }
}

extension ResultRule {
  fileprivate init(_ text: String, at place: SourcePlace) throws {
    let (word, rest) = text.firstWord
    switch (word, rest.isEmpty) {
    case ("none", true): self = .none
    case ("value", true): self = .value
    case ("count", true): self = .count
    case ("owned", true): self = .owned
    case ("borrowed", true): self = .borrowed
    case ("string", let isStatic): self = .string(freedBy: isStatic ? nil : rest)
    default:
      throw ScannerError(
        "'\(text)' is no use of a result; there are: none, value, count, owned, borrowed, string, string FREE.",
        at: place
      )
    }
  }
}

extension YAMLNode {
  fileprivate func entries(_ name: String) throws -> [Entry] {
    switch content {
    case .mapping(let entries): return entries
    case .empty: return []
    default: throw ScannerError("'\(name)' has keys with values.", at: place)
    }
  }

  func string(_ name: String) throws -> String {
    guard case .scalar(let string) = content else { throw ScannerError("'\(name)' has one text.", at: place) }
    return string
  }

  /// A text that Swift takes as a name.
  fileprivate func name(_ key: String) throws -> String {
    let name = try string(key)
    try Self.check(name, at: place)
    return name
  }

  /// A text that Swift takes as the name of a type.
  fileprivate func typeName(_ key: String) throws -> String {
    let name = try string(key)
    try Self.checkType(name, at: place)
    return name
  }

  private static func check(_ name: String, at place: SourcePlace) throws {
    if !SwiftNames.isIdentifier(name) { throw ScannerError("'\(name)' is no name in Swift.", at: place) }
  }

  fileprivate static func checkType(_ name: String, at place: SourcePlace) throws {
    try check(name, at: place)
    if SwiftNames.isKeyword(name) {
      throw ScannerError("'\(name)' is a word of Swift itself: choose another name.", at: place)
    }
  }

  func strings(_ name: String) throws -> [String] {
    guard case .list(let items) = content else { return [try string(name)] }
    return try items.map { try $0.string(name) }
  }
}

extension YAMLNode.Entry {
  fileprivate func unknownKey(of owner: String, _ known: [String]) -> ScannerError {
    ScannerError(
      "\(owner) has no key '\(key)'\(suggestion(for: key, of: known)); there are: \(known.joined(separator: ", ")).",
      at: keyPlace
    )
  }
}

/// `: did you mean 'failure'?` for a word that is close to one of the known ones.
func suggestion(for word: String, of known: [String]) -> String {
  let distances = known.map { (word: $0, distance: editDistance(word, $0)) }
  guard let nearest = distances.min(by: { $0.distance < $1.distance }), nearest.distance <= 2 else { return "" }
  return " (did you mean '\(nearest.word)'?)"
}

/// How many characters have to be inserted, removed or replaced to make one word of the other.
private func editDistance(_ first: String, _ second: String) -> Int {
  let second = Array(second)
  var row = Array(0...second.count)
  for (line, character) in first.enumerated() {
    var former = row[0]
    row[0] = line + 1
    for column in second.indices {
      let changed = former + (second[column] == character ? 0 : 1)
      former = row[column + 1]
      row[column + 1] = min(changed, row[column] + 1, row[column + 1] + 1)
    }
  }
  return row[second.count]
}

extension String {
  fileprivate var firstWord: (word: String, rest: String) {
    let parts = split(separator: " ", maxSplits: 1)
    return (parts.first.map(String.init) ?? "", parts.count > 1 ? String(parts[1]) : "")
  }
}
