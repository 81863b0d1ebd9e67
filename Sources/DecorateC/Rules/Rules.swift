/// What a rules file says about a header: it wins over what the scanner concludes by itself.
package struct Rules: Sendable {
  /// The headers that built-in rules are for, by their names without folders; those that are read, in a file of a user.
  package var headers: [String] = []
  package var module: String?
  package var namespace: String?
  /// What the names of C functions start with, and Swift names leave out.
  package var prefix: String?
  package var statuses: [StatusRule] = []
  package var functions: [FunctionRule] = []
  package var handles: [HandleRule] = []
  /// Names of errors and statuses that a retry may help against, beside those of the table.
  package var retriable: [String] = []
  /// What stands in place of options.
  package var command = CommandRules()
  /// Where the values of keys are.
  package var places: [String: SourcePlace] = [:]

  package init() {}

  /// These rules, and those of a file that win over them.
  package func overridden(by other: Rules) -> Rules {
    var rules = self
    rules.module = other.module ?? module
    rules.namespace = other.namespace ?? namespace
    rules.prefix = other.prefix ?? prefix
    rules.statuses = statuses.filter { status in !other.statuses.contains { $0.name == status.name } } + other.statuses
    rules.functions += other.functions
    rules.handles = handles.filter { handle in !other.handles.contains { $0.type == handle.type } } + other.handles
    rules.retriable += other.retriable
    return rules
  }

  /// What all rules that match a function say together; of two that contradict each other, the later one counts.
  package func rule(for function: String) -> FunctionRule? {
    let matching = functions.filter { $0.pattern.matches(function) }
    guard var rule = matching.first else { return nil }
    for other in matching.dropFirst() { rule.override(by: other) }
    return rule
  }
}

package struct StatusRule: Sendable {
  package var name: String
  /// Which enumeration it is, or which macros belong to it.
  package var enumeration: String?
  package var constants: Pattern?
  package var successes: [String] = []
  package var onlyNegativeFails = false
  package var messageFunction: String?
  /// For a handle's type, the C expression over `pointer` that describes its last failure.
  package var details: [String: String] = [:]
  package var place: SourcePlace
}

package struct FunctionRule: Sendable {
  package var pattern: Pattern
  package var failure: FailureConvention?
  /// The name of a set of statuses.
  package var status: String?
  /// The statuses that are no errors for this function.
  package var successes: [String]?
  package var because: String?
  package var skip: String?
  package var name: String?
  /// By name or by position, counted from 1.
  package var parameters: [String: ParameterRule] = [:]
  /// The Swift names of parameters, by name or by position.
  package var parameterNames: [String: String] = [:]
  package var result: ResultRule?
  package var place: SourcePlace

  mutating func override(by other: FunctionRule) {
    if other.failure != nil || other.status != nil { (failure, status) = (other.failure, other.status) }
    successes = other.successes ?? successes
    because = other.because ?? because
    skip = other.skip ?? skip
    name = other.name ?? name
    parameters.merge(other.parameters) { $1 }
    parameterNames.merge(other.parameterNames) { $1 }
    result = other.result ?? result
    place = other.place
  }
}

/// What a parameter is for.
package enum ParameterRule: Hashable, Sendable {
  /// Passed on as Swift imports it.
  case value
  /// Text: a `String`, or nil for null.
  case string(isOptional: Bool)
  /// Bytes that the function reads, and the parameter with their number.
  case bytes(length: String)
  /// Bytes that the function writes, and the parameter with the space for them.
  case buffer(length: String)
  /// A result. A handle that is there even where the function fails is released then. One that may be null where the function
  /// succeeds is optional.
  case out(always: Bool, isOptional: Bool)
  /// Read and written.
  case inOut
  /// A handle that the function uses, and does not release.
  case handle
  /// A result that says what went wrong, and the function that frees it.
  case message(freedBy: String)
  /// A Swift expression that is always passed.
  case constant(String)
  /// A function that is only called until this one returns, the parameter that is passed to it, and what it returns where
  /// the caller gives none.
  case duringCall(context: String, defaultResult: String?)
}

package enum ResultRule: Hashable, Sendable {
  /// It says nothing but whether the function failed.
  case none
  /// It is a value beside that.
  case value
  /// The bytes that were written to the buffer.
  case count
  /// Text, and the function that frees it if the caller has to.
  case string(freedBy: String?)
  /// A handle that the caller has to release.
  case owned
  /// A handle that the caller does not own.
  case borrowed
}

package struct HandleRule: Sendable {
  /// The C type that is pointed to, or the name of a type that is a pointer.
  package var type: String
  package var name: String?
  package var release: String?
  package var close: String?
  package var place: SourcePlace
}

/// A regular expression that a whole name has to match.
package struct Pattern: @unchecked Sendable {
  package let text: String
  private let regex: Regex<AnyRegexOutput>

  package init(_ text: String, at place: SourcePlace? = nil) throws {
    self.text = text
    do {
      regex = try Regex(text)
    } catch {
      throw ScannerError("'\(text)' is not a regular expression: \(error).", at: place)
    }
  }

  /// Whether it matches all of a name.
  package func matches(_ name: String) -> Bool { (try? regex.wholeMatch(in: name)) != nil }

  /// Whether it matches anywhere in a name.
  package func isFound(in name: String) -> Bool { (try? regex.firstMatch(in: name)) != nil }
}
