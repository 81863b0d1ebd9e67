/// Reports how long each call of the function took, however it ends.
///
/// ```swift
/// @Timed
/// @Retrying(attempts: 5, on: TimeoutError.self)
/// func push(_ totals: Totals) async throws { … }   // the total, with all attempts and the waits between them (L4)
/// ```
///
/// The body becomes that of a call of `withTiming`; name, signature and isolation stay the function's own. Of several
/// attributes the first written is outermost. Exactly one duration is reported to each sink: on return, on a thrown error
/// and on cancellation (L2).
///
/// The sinks are made once for the function. In generic code, in an extension and in `@inlinable` code they are kept in a
/// table, which costs each call a lookup.
///
/// - Parameters:
///   - name: The function's name; by default type, name and labels, as `Monitoring.push(_:)` (L7). It becomes the value of
///     a metric's dimension.
///   - sinks: Where each duration goes; by default a metric and a log line at level `.debug`. They are no instance's.
///   - clock: The clock that measures, as a global or static value, or as a property of the instance, `\Self.clock`. The
///     default is the `ContinuousClock`.
@attached(body)
@attached(peer)
public macro Timed<TimeSource>(
  named name: String? = nil,
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")

/// Reports how long each call of the function took, as a policy says.
///
/// ```swift
/// struct Monitoring {
///   let timing: TimingPolicy
///   @Timed(\Self.timing) func push(_ totals: Totals) async throws { … }
/// }
/// ```
///
/// - Parameters:
///   - policy: Name and sinks, as a global or static value, or as a property of the instance, `\Self.timing`.
///   - clock: The clock that measures, as in the form with settings.
@attached(body)
@attached(peer)
public macro Timed<TimeSource>(
  _ policy: any TimingPolicyArgument,
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMacro")

/// Puts ``Timed(named:to:clock:)`` on every function of the type or extension that has none of its own.
///
/// ```swift
/// @TimedMembers
/// actor Monitoring {
///   @Retrying(attempts: 5) func push(_ totals: Totals) async throws { … }   // timed with all its attempts
///   @NotTimed func tick() { … }
/// }
/// ```
///
/// It is outermost, whatever attributes a function has. Functions of the type's extensions are not its members. The
/// attribute stands outside the type, so `Self` is not the type there, and a property is named by ``InstanceProperty``.
@attached(memberAttribute)
public macro TimedMembers<TimeSource>(
  to sinks: [TimingSink] = [.metric(), .log()],
  clock: TimeSource = ContinuousClock()
) = #externalMacro(module: "DecoratorMacrosPlugin", type: "TimedMembersMacro")

/// Leaves the function out of its type's ``TimedMembers(to:clock:)``.
@attached(peer)
public macro NotTimed() = #externalMacro(module: "DecoratorMacrosPlugin", type: "NotTimedMacro")
