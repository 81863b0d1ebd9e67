/// Names a property of the instance where a key path cannot: in the attributes of a type, whose members are not known yet,
/// and for a variable of an actor.
///
/// ```swift
/// @LoggedMembers(logger: InstanceProperty("logger"))
/// actor Accounts {
///   var logger: Logger
///   func delete(id: String) { … }
/// }
/// ```
///
/// The name is looked up in each function; one that is not there is an error in the function's body.
public struct InstanceProperty: LoggerArgument, TimingPolicyArgument, RetryPolicyArgument, LoggingPolicyArgument {
  /// The property's name.
  public let name: String

  /// Names a property.
  ///
  /// - Parameter name: Its name, as a literal.
  public init(_ name: String) { self.name = name }
}
