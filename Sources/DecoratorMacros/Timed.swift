/// Measures each call of the function and reports its duration, whether the call returns or throws.
///
/// ```swift
/// @Timed
/// @Retrying(attempts: 5, on: TimeoutError.self)
/// func push(_ totals: Totals) async throws { … }   // the total: all attempts and the waits between them (L4)
/// ```
///
/// The macro moves the function's body into a call of `withTiming`. The function keeps its name, signature and
/// isolation. If a function has several attributes, the first one is outermost. Each call reports exactly one duration
/// to each sink: on return, on a thrown error and on cancellation (L2).
///
/// The sinks are created once for the function. In generic code, in an extension and in `@inlinable` code they are
/// stored in a table, and each call needs a lookup. In a local function, `to:` and `named:` may use local values. Each call
/// then creates its own sinks and Timers. The macro cannot see where a name is declared, so name a global value with its
/// module or a static one with its type there, `App.sinks`.
///
/// - Parameters:
///   - name: The name of the function. The default is its type, name and labels, such as `Monitoring.push(_:)` (L7).
///     The name is the value of a dimension of the metric.
///   - sinks: The sinks that receive each duration. The default is a metric and a log line at level `.debug`. The sinks
///     cannot be properties of the instance.
///   - clock: The clock that measures: a global or static value, or a property of the instance, `\Self.clock`. The
///     default is `ContinuousClock`.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Timed<TimeSource>(
  named name: String? = nil,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")

/// Measures each call of the function and reports its duration to a metric and a log line at level `.debug`.
///
/// It is the form without settings of
/// ``Timed(named:to:clock:allowing:)``.
@attached(body)
@attached(peer)
public macro Timed() = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")

/// Measures each call of the function and reports its duration, with the settings of a policy.
///
/// ```swift
/// struct Monitoring {
///   let timing: TimingPolicy
///   @Timed(\Self.timing) func push(_ totals: Totals) async throws { … }
/// }
/// ```
///
/// - Parameters:
///   - policy: The policy with the name and the sinks: a global or static value, or a property of the instance,
///     `\Self.timing`.
///   - clock: The clock that measures, as in the form with settings.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Timed<TimeSource>(
  _ policy: any TimingPolicyArgument,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")

/// Measures each call of the function and reports its duration, with the settings of a policy that is a static property of
/// `TimingPolicy`: `@Timed(.loading)`.
///
/// - Parameters:
///   - policy: The policy with the name and the sinks.
///   - clock: The clock that measures, as in the form with settings.
///   - hazards: The errors and warnings to disable.
@attached(body)
@attached(peer)
public macro Timed<TimeSource>(
  _ policy: TimingPolicy,
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")

/// Adds ``Timed(named:to:clock:allowing:)`` to every function of the type or extension that does not have its own `@Timed`.
///
/// ```swift
/// @TimedMembers
/// actor Monitoring {
///   @Retrying(attempts: 5) func push(_ totals: Totals) async throws { … }   // timed with all attempts
///   @NotTimed func tick() { … }
/// }
/// ```
///
/// The added attribute is outermost. The macro does not add it to functions in extensions of the type. The arguments
/// are resolved outside the type, so `Self` is not the type there. Name a property of the instance with
/// ``InstanceProperty``.
///
/// - Parameters:
///   - sinks: The sinks that receive each duration. The default is a metric and a log line at level `.debug`.
///   - clock: The clock that measures: a global or static value, or an ``InstanceProperty``.
///   - hazards: The errors and warnings to disable.
@attached(memberAttribute)
public macro TimedMembers<TimeSource>(
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: TimeSource = ContinuousClock(),
  allowing hazards: DecoratorHazard...
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMembersMacro")

/// Excludes the function from the ``TimedMembers(to:clock:allowing:)`` of its type.
@attached(peer)
public macro NotTimed() = #externalMacro(module: "DecoratorMacrosPlugin", type: "NotTimedMacro")
