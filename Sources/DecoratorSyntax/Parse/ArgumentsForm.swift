/// How an attribute runs the rest with the arguments of the call by their names, of which it shows those that are chosen.
package struct ArgumentsForm {
  /// The function that runs the rest, with its module.
  package let call: String
  /// The type of the policy, with its module.
  package let policy: String
  /// The labels of the settings, in the order in which the policy takes them.
  package let settings: [String]
  /// The label of the choice of arguments, in the attribute and in the policy.
  package let choice: String
  /// The parameters of what the function runs.
  package let parameters: String
  /// What it does with an argument, in diagnostics: `logged`.
  package let participle: String
  /// What an argument is with which it can do so, in diagnostics: `loggable`.
  package let adjective: String
}
