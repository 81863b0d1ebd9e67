public import Logging

/// A value for `logger:`: a `Logger`, or a property of the instance with this type, `\Self.logger`. Both can be optional.
public protocol LoggerArgument {}

extension Logger: LoggerArgument {}
extension Optional: LoggerArgument where Wrapped: LoggerArgument {}

/// A policy for `@Timed`: a `TimingPolicy`, or a property of the instance with this type, `\Self.timing`.
public protocol TimingPolicyArgument {}

extension TimingPolicy: TimingPolicyArgument {}

/// A policy for `@Retrying`: a `RetryPolicy`, or a property of the instance with this type, `\Self.policy`.
public protocol RetryPolicyArgument {}

extension RetryPolicy: RetryPolicyArgument {}

/// A policy for `@Logged`: a `LoggingPolicy`, or a property of the instance with this type, `\Self.audit`.
public protocol LoggingPolicyArgument {}

extension LoggingPolicy: LoggingPolicyArgument {}

/// A cache for `in:`: a `MemoCache`, or a property of the instance with this type, `\Self.users`.
public protocol MemoCacheArgument {}

extension MemoCache: MemoCacheArgument {}
extension FunctionCache: MemoCacheArgument {}

/// A coalescer for `in:`: a `Coalescer`, or a property of the instance with this type, `\Self.loads`.
public protocol CoalescerArgument {}

extension Coalescer: CoalescerArgument {}

/// A budget for `budget:`: a `RetryBudget`, or a property of the instance with this type, `\Self.budget`. Both can be
/// optional.
public protocol RetryBudgetArgument {}

extension RetryBudget: RetryBudgetArgument {}
extension Optional: RetryBudgetArgument where Wrapped: RetryBudgetArgument {}

extension KeyPath: CoalescerArgument where Value: CoalescerArgument {}
extension KeyPath: RetryBudgetArgument where Value: RetryBudgetArgument {}
extension KeyPath: MemoCacheArgument where Value: MemoCacheArgument {}
extension KeyPath: LoggerArgument where Value: LoggerArgument {}
extension KeyPath: TimingPolicyArgument where Value == TimingPolicy {}
extension KeyPath: RetryPolicyArgument where Value == RetryPolicy {}
extension KeyPath: LoggingPolicyArgument where Value == LoggingPolicy {}
