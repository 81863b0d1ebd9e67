/// Names a property of the instance where a key path cannot: in a type-wide attribute, where the members of the type
/// are not known yet, and for a variable of an actor.
///
/// ```swift
/// @LoggedMembers(logger: InstanceProperty("logger"))
/// actor Accounts {
///   var logger: Logger
///   func delete(id: String) { … }
/// }
/// ```
///
/// The name is resolved in each function. If the property does not exist, the compiler reports an error in the
/// function's body.
public struct InstanceProperty: LoggerArgument, TimingPolicyArgument, RetryPolicyArgument, LoggingPolicyArgument,
  MemoCacheArgument, CoalescerArgument, RetryBudgetArgument
{
  /// The name of the property.
  public let name: String

  /// Creates a reference to a property of the instance.
  ///
  /// - Parameter name: The name of the property, as a string literal.
  public init(_ name: String) { self.name = name }
}
