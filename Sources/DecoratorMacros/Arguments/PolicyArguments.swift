public import Logging

/// What a `logger:` names: a `Logger`, or a property of the instance that is one, `\Self.logger`.
public protocol LoggerArgument {}

extension Logger: LoggerArgument {}

/// What an `@Timed` takes for all its settings: a `TimingPolicy`, or a property that is one, `\Self.timing`.
public protocol TimingPolicyArgument {}

extension TimingPolicy: TimingPolicyArgument {}

/// What a `@Retrying` takes for all its settings: a `RetryPolicy`, or a property that is one, `\Self.policy`.
public protocol RetryPolicyArgument {}

extension RetryPolicy: RetryPolicyArgument {}

/// What a `@Logged` takes for all its settings: a `LoggingPolicy`, or a property that is one, `\Self.audit`.
public protocol LoggingPolicyArgument {}

extension LoggingPolicy: LoggingPolicyArgument {}

extension KeyPath: LoggerArgument where Value == Logger {}
extension KeyPath: TimingPolicyArgument where Value == TimingPolicy {}
extension KeyPath: RetryPolicyArgument where Value == RetryPolicy {}
extension KeyPath: LoggingPolicyArgument where Value == LoggingPolicy {}
