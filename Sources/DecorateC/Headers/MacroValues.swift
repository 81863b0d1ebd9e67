extension Header {
  /// Gives every macro that stands for an integer its number.
  mutating func evaluateMacros() {
    let values = MacroValues(of: self)
    for index in macros.indices where !macros[index].isFunctionLike {
      macros[index].value = values.value(of: macros[index].name, depth: 0)
    }
  }
}

/// The numbers that macros stand for. Each macro is evaluated once, however many others use it.
private final class MacroValues {
  private let macros: [String: [String]]
  private let constants: [String: Int64]
  private var known: [String: Int64?] = [:]

  init(of header: Header) {
    var macros: [String: [String]] = [:]
    for macro in header.macros where !macro.isFunctionLike { macros[macro.name] = macro.tokens }
    var constants: [String: Int64] = [:]
    for constant in header.enumerations.flatMap(\.constants) { constants[constant.name] = constant.value }
    (self.macros, self.constants) = (macros, constants)
  }

  func constant(_ name: String) -> Int64? { constants[name] }

  func value(of name: String, depth: Int) -> Int64? {
    if let value = known[name] { return value }
    guard let tokens = macros[name] else { return nil }
    // A macro that uses itself stands for no number.
    known[name] = .some(nil)
    var expression = ConstantExpression(tokens: tokens, values: self, depth: depth)
    let value = expression.value()
    known[name] = .some(value)
    return value
  }
}

/// An integer expression of the preprocessor: literals, other macros, parentheses, and the operators that constants are
/// written with.
private struct ConstantExpression {
  /// How deep parentheses, signs and macros are followed: the preprocessor has no limit, and the stack has one.
  private static let greatestDepth = 128

  let tokens: [String]
  let values: MacroValues
  private var depth: Int
  private var position = 0

  init(tokens: [String], values: MacroValues, depth: Int) {
    self.tokens = tokens
    self.values = values
    self.depth = depth
  }

  /// The number, or nil where it is not such an expression.
  mutating func value() -> Int64? {
    guard !tokens.isEmpty, let value = binary(0), position == tokens.count else { return nil }
    return value
  }

  /// The operators, those that bind least first.
  private static let levels: [[String]] = [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*"]]

  private mutating func binary(_ level: Int) -> Int64? {
    guard level < Self.levels.count else { return unary() }
    guard var left = binary(level + 1) else { return nil }
    while position < tokens.count, Self.levels[level].contains(tokens[position]) {
      let name = tokens[position]
      position += 1
      guard let right = binary(level + 1), let result = Self.apply(name, left, right) else { return nil }
      left = result
    }
    return left
  }

  private static func apply(_ name: String, _ left: Int64, _ right: Int64) -> Int64? {
    switch name {
    case "|": left | right
    case "^": left ^ right
    case "&": left & right
    case "<<": (0..<63).contains(right) ? left << right : nil
    case ">>": (0..<63).contains(right) ? left >> right : nil
    case "+": exact(left.addingReportingOverflow(right))
    case "-": exact(left.subtractingReportingOverflow(right))
    default: exact(left.multipliedReportingOverflow(by: right))
    }
  }

  private static func exact(_ result: (partialValue: Int64, overflow: Bool)) -> Int64? {
    result.overflow ? nil : result.partialValue
  }

  private mutating func unary() -> Int64? {
    guard position < tokens.count, depth < Self.greatestDepth else { return nil }
    depth += 1
    defer { depth -= 1 }
    let token = tokens[position]
    position += 1
    switch token {
    case "-": return unary().flatMap { $0 == .min ? nil : -$0 }
    case "+": return unary()
    case "~": return unary().map { ~$0 }
    case "(":
      guard let value = binary(0), position < tokens.count, tokens[position] == ")" else { return nil }
      position += 1
      return value
    default: return values.constant(token) ?? literal(token) ?? values.value(of: token, depth: depth)
    }
  }

  private func literal(_ token: String) -> Int64? {
    var digits = token.lowercased()[...]
    if token.utf8.count == 3, token.hasPrefix("'"), token.hasSuffix("'") {
      return Int64(token.utf8.dropFirst().first!)
    }
    while let last = digits.last, last == "u" || last == "l" { digits = digits.dropLast() }
    if digits.hasPrefix("0x") { return Int64(digits.dropFirst(2), radix: 16) }
    if digits.hasPrefix("0b") { return Int64(digits.dropFirst(2), radix: 2) }
    if digits.hasPrefix("0"), digits.count > 1 { return Int64(digits.dropFirst(), radix: 8) }
    return digits.first?.isNumber == true ? Int64(digits) : nil
  }
}
