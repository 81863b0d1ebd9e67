/// What a decorator tells the others around a function, so that orders and settings which defeat their purpose can be
/// found: ``ConcurrentDecorator/warnings``.
///
/// A decorator of your own that does what one of this package does can say so:
///
/// ```swift
/// var traits: DecoratorTraits { DecoratorTraits(.retrying, plannedDelays: .seconds(3)) }
/// ```
public struct DecoratorTraits: Sendable, Hashable {
  /// What a decorator does.
  public enum Role: String, Sendable, Hashable, CaseIterable {
    case timed, logged, counted, traced
    case fallingBack, memoized, coalesced
    case timeLimited, retrying, hedged
    case circuitBroken, rateLimited, bulkheaded
    case faulty
    /// Something else: no rule speaks of it.
    case other
  }

  /// What the decorator does.
  public var role: Role
  /// The longest time that it lets a call inside take.
  public var limit: Duration?
  /// The longest time that it lets one attempt inside take.
  public var attemptLimit: Duration?
  /// The sum of the delays that it may wait between attempts, without jitter; nil if unknown or endless.
  public var plannedDelays: Duration?
  /// The time over which it measures failures.
  public var window: Duration?
  /// After what time it starts another attempt beside a running one.
  public var startsAnotherAfter: Duration?
  /// Whether a budget bounds its extra attempts.
  public var hasBudget: Bool
  /// The objects that hold its state, if it has any.
  public var objects: Set<ObjectIdentifier>
  /// The name of those objects.
  public var name: String?

  /// Describes a decorator; what it does not have stays nil. One with several objects sets ``objects``.
  public init(
    _ role: Role = .other,
    limit: Duration? = nil,
    attemptLimit: Duration? = nil,
    plannedDelays: Duration? = nil,
    window: Duration? = nil,
    startsAnotherAfter: Duration? = nil,
    hasBudget: Bool = false,
    object: ObjectIdentifier? = nil,
    name: String? = nil
  ) {
    self.role = role
    self.limit = limit
    self.attemptLimit = attemptLimit
    self.plannedDelays = plannedDelays
    self.window = window
    self.startsAnotherAfter = startsAnotherAfter
    self.hasBudget = hasBudget
    objects = object.map { [$0] } ?? []
    self.name = name
  }
}

extension ConcurrentDecorator {
  /// Something else: no rule speaks of it.
  public var traits: DecoratorTraits { DecoratorTraits() }

  /// The decorator itself.
  public var parts: [any ConcurrentDecorator] { [self] }
}
