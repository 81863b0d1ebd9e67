/// The decorated functions of a package, in the order of their targets, files and lines.
package struct DecoratedListing: Codable, Equatable {
  package var functions: [ListedFunction]

  package init(_ functions: [ListedFunction] = []) { self.functions = functions }
}

/// A decorated function: where it is, and its stack of decorators.
package struct ListedFunction: Codable, Equatable {
  /// How the function is decorated.
  package enum Form: String, Codable {
    case attributes
    case combinators
  }

  package var target: String
  /// The path of the file, from the package's folder.
  package var file: String
  package var line: Int
  package var column: Int
  /// The name of the function with its type and labels; for a combinator, the name that logs and metrics show, or that of
  /// what it is bound to.
  package var name: String
  package var form: Form
  /// The condition of the `#if` around the function.
  package var condition: String?
  /// The decorators, outermost first.
  package var stack: [ListedDecorator]
  package var warnings: [ListedWarning]
}

/// One decorator of a stack.
package struct ListedDecorator: Codable, Equatable {
  /// The decorator: `timed`, `logged`, `retrying`, `memoized` or `decorated`.
  package var decorator: String
  /// How the source writes it: `@Timed`, `@TimedMembers`, `.timed(…)`.
  package var written: String
  /// The settings that are written, in their order.
  package var settings: [ListedSetting]
  /// The default values that apply, in the order of the declaration.
  package var defaults: [ListedSetting]
}

/// A setting and its value, as source on one line.
package struct ListedSetting: Codable, Equatable {
  /// The label. A policy, which has no label, is listed as `policy`.
  package var label: String
  package var value: String

  package init(_ label: String, _ value: String) {
    self.label = label
    self.value = value
  }
}

/// What is wrong with a stack.
package struct ListedWarning: Codable, Equatable {
  /// The identifier of the rule.
  package var rule: String
  /// Whether the compiler refuses the function.
  package var isError: Bool
  package var message: String
}
