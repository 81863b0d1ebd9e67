/// Writes the errors that wrappers throw.
struct ErrorWriter {
  let scan: Scan

  func write(for wrappers: [Wrapper], to text: inout SwiftText) {
    var sets: [StatusSet] = []
    var (needsErrno, needsResult, needsNarrow) = (false, false, false)
    for wrapper in wrappers {
      switch wrapper.convention {
      case .never: break
      case .null, .nonzero, .negative: needsResult = true
      case .status(let set):
        if !sets.contains(where: { $0.name == set.name }) {
          sets.append(scan.statuses.first { $0.name == set.name } ?? set)
        }
      default: needsErrno = true
      }
      needsResult =
        needsResult
        || wrapper.arguments.contains { argument in
          if case .newHandle(_, _, isOptional: false) = argument.use { true } else { false }
        }
      needsNarrow =
        needsNarrow
        || wrapper.arguments.contains { argument in
          switch argument.use {
          case .length(_, isNarrow: true), .space(_, isNarrow: true, _): true
          default: false
          }
        }
    }
    for set in sets {
      writeStatus(set, to: &text)
      writeStatusError(set, to: &text)
    }
    if needsErrno { writeErrnoError(to: &text) }
    if needsResult { writeResultError(to: &text) }
    if needsNarrow { writeNarrow(to: &text) }
  }

  private func writeStatus(_ set: StatusSet, to text: inout SwiftText) {
    let origin = set.enumeration.map { "a `\($0)`" } ?? "a status of `\(scan.headerNames[0])`"
    text.line()
    text.line("/// What a function returned: \(origin).")
    text.block("public struct \(set.name): RawRepresentable, Hashable, Sendable, CustomStringConvertible {") { text in
      text.line("public let rawValue: Int32")
      text.line("public init(rawValue: Int32) { self.rawValue = rawValue }")
      text.line()
      for constant in set.constants {
        text.line("/// `\(constant.name)`")
        text.line(
          "public static let \(SwiftNames.escaped(set.swiftName(of: constant))) = Self(rawValue: \(SwiftText.number(constant.value)))"
        )
      }
      text.line()
      text.line("/// Its name in C, or its number if it has none.")
      text.block("public var description: String {") { text in
        text.line("switch rawValue {")
        var seen: Set<Int64> = []
        for constant in set.constants where seen.insert(constant.value).inserted {
          text.line("case \(SwiftText.number(constant.value)): \(SwiftText.literal(constant.name))")
        }
        text.line("default: \"status \\(rawValue)\"")
        text.line("}")
      }
      if let function = set.messageFunction { writeMessage(function, set, to: &text) }
    }
  }

  private func writeMessage(_ function: String, _ set: StatusSet, to text: inout SwiftText) {
    text.line()
    text.line("/// What `\(function)` says of it.")
    text.block("public var message: String? {") { text in
      if let type = set.enumeration {
        // Swift imports some enumerations as its own, and makes no value for other numbers.
        text.line("let code: \(type)? = \(type)(rawValue: .init(truncatingIfNeeded: rawValue))")
        text.line("guard let code else { return nil }")
      }
      // Whether the result can be null is for the header to say.
      text.line(
        "let text: UnsafePointer<CChar>? = \(scan.reference(to: function))(\(set.enumeration == nil ? "rawValue" : "code"))"
      )
      text.line("return text.map { String(cString: $0) }")
    }
  }

  private func writeStatusError(_ set: StatusSet, to text: inout SwiftText) {
    let retriable = set.constants.filter { scan.isRetriable($0.name) && !set.successes.contains($0.value) }
    text.line()
    text.line("/// The error of a function that returned a status other than success.")
    text.block("public struct \(set.name)Error: RetryClassifiable, Hashable, CustomStringConvertible {") { text in
      text.line("/// The C function that failed.")
      text.line("public let function: String")
      text.line("public let status: \(set.name)")
      text.line("/// What the library says of the failure.")
      text.line("public let message: String?")
      text.line()
      text.block("public init(function: String, status: \(set.name), message: String? = nil) {") { text in
        text.line("self.function = function")
        text.line("self.status = status")
        text.line("self.message = message\(set.messageFunction == nil ? "" : " ?? status.message")")
      }
      text.line()
      text.block("public var description: String {") {
        $0.line("\"\\(function): \\(message.map { \"\\($0) (\\(status))\" } ?? \"\\(status)\")\"")
      }
      writeDecision(over: "status", retriable.map { ".\(set.swiftName(of: $0))" }, to: &text)
    }
  }

  private func writeDecision(over value: String, _ cases: [String], to text: inout SwiftText) {
    text.line()
    text.line("/// Whether the same call may succeed later.")
    guard !cases.isEmpty else { return text.line("public var retryDecision: RetryDecision { .giveUp }") }
    text.block("public var retryDecision: RetryDecision {") { text in
      text.line("switch \(value) {")
      text.switchCase(cases, ".retry")
      text.line("default: .giveUp")
      text.line("}")
    }
  }

  private func writeErrnoError(to text: inout SwiftText) {
    text.line()
    text.line("/// The error of a function that the system gives a number to.")
    text.block("public struct ErrnoError: RetryClassifiable, Hashable, CustomStringConvertible {") { text in
      text.line("/// The C function that failed.")
      text.line("public let function: String")
      text.line("/// The number of the error, such as `EINTR`.")
      text.line("public let code: Int32")
      text.line()
      text.line("public var description: String { \"\\(function): \\(String(cString: strerror(code))) (\\(code))\" }")
      writeDecision(over: "code", Retriable.errnoNames, to: &text)
    }
  }

  private func writeResultError(to text: inout SwiftText) {
    text.line()
    text.line("/// The error of a function that does not say why it failed.")
    text.block("public struct ResultError: RetryClassifiable, Hashable, CustomStringConvertible {") { text in
      text.line("/// The C function that failed.")
      text.line("public let function: String")
      text.line("/// What it returned; nil for null.")
      text.line("public let result: Int?")
      text.line()
      text.block("public var description: String {") {
        $0.line("\"\\(function) failed: it returned \\(result.map(String.init) ?? \"null\")\"")
      }
      text.line()
      text.line("/// Nothing says that the same call may succeed later.")
      text.line("public var retryDecision: RetryDecision { .giveUp }")
    }
  }

  private func writeNarrow(to text: inout SwiftText) {
    text.line()
    text.line("/// The error for more bytes than a C function can take at once.")
    text.block("public struct TooManyBytesError: RetryClassifiable, Hashable, CustomStringConvertible {") { text in
      text.line("/// The C function.")
      text.line("public let function: String")
      text.line("public let count: Int")
      text.line()
      text.line("public var description: String { \"\\(function) cannot take \\(count) bytes at once\" }")
      text.line("public var retryDecision: RetryDecision { .giveUp }")
    }
    text.line()
    text.block("fileprivate static func narrow<Number: FixedWidthInteger>(", closing: ") throws -> Number {") {
      $0.lines(["_ count: Int,", "for function: String"])
    }
    text.lines([
      "  guard let number = Number(exactly: count) else {",
      "    throw TooManyBytesError(function: function, count: count)", "  }", "  return number", "}",
    ])
  }
}

extension StatusSet {
  /// The Swift name of the first constant with a value.
  func swiftName(of value: Int64) -> String { swiftName(of: constants.first { $0.value == value }!) }

  /// Finds out which constants cannot have Swift names.
  mutating func nameApart() {
    let names = Set(constants.map(\.name)).map { SwiftNames.lower($0, dropping: prefix) }
    sharedNames = Set(Dictionary(grouping: names, by: { $0 }).filter { $1.count > 1 }.keys)
  }

  /// The Swift name of a constant.
  func swiftName(of constant: CConstant) -> String {
    let name = SwiftNames.lower(constant.name, dropping: prefix)
    if sharedNames.contains(name) { return constant.name }
    return ["rawValue", "description", "message", "init", "self"].contains(name) ? "\(name)Status" : name
  }
}
