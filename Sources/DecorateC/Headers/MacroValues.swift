extension Header {
  /// Gives every macro that stands for an integer its number.
  mutating func evaluateMacros() {
    var macros: [String: [String]] = [:]
    for macro in self.macros where !macro.isFunctionLike { macros[macro.name] = macro.tokens }
    var constants: [String: Int64] = [:]
    for constant in enumerations.flatMap(\.constants) { constants[constant.name] = constant.value }
    for index in self.macros.indices where !self.macros[index].isFunctionLike {
      var expression = ConstantExpression(tokens: self.macros[index].tokens, macros: macros, constants: constants)
      self.macros[index].value = expression.value()
    }
  }
}

/// An integer expression of the preprocessor: literals, other macros, parentheses, and the operators that constants are
/// written with.
private struct ConstantExpression {
  let tokens: [String]
  let macros: [String: [String]]
  let constants: [String: Int64]
  var depth = 0
  private var position = 0

  init(tokens: [String], macros: [String: [String]], constants: [String: Int64], depth: Int = 0) {
    self.tokens = tokens
    self.macros = macros
    self.constants = constants
    self.depth = depth
  }

  /// The number, or nil where it is not such an expression.
  mutating func value() -> Int64? {
    guard !tokens.isEmpty, depth < 32, let value = binary(0), position == tokens.count else { return nil }
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
    guard position < tokens.count else { return nil }
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
    default: return constants[token] ?? literal(token) ?? macro(token)
    }
  }

  private func macro(_ name: String) -> Int64? {
    guard let tokens = macros[name] else { return nil }
    var expression = ConstantExpression(tokens: tokens, macros: macros, constants: constants, depth: depth + 1)
    return expression.value()
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
