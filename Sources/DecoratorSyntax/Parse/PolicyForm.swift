/// How an attribute makes its policy: all that a new attribute has to say that is only a decorator with settings.
package struct PolicyForm {
  /// How a policy that cannot be a constant is made.
  package enum Elsewhere {
    /// By the first call, and kept in a table by its place in the source: it holds what all calls share.
    case keptByPlace
    /// For each call.
    case madeByCall
  }

  /// The policy's type.
  package let type: String
  /// Whether the policy is made with the function's name.
  package var isNamed = false
  /// The labels of the settings, in the order in which the policy takes them.
  package let settings: [String]
  /// Those that a property of the instance may give.
  package var injected: Set<String> = []
  /// Where the function is generic, in an extension or inlinable, so that it has no place for a constant.
  package let elsewhere: Elsewhere
}
