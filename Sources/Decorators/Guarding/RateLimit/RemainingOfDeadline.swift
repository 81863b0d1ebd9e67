/// How long the deadline of the current call is away; nil if the call has none.
///
/// A limiter asks before it waits, so that it refuses at once what would come too late (Q2).
func remainingOfDeadline() -> Duration? { nil }
