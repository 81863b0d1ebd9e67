import DecoratorOrder
import DecoratorPrimitives

/// An order of decorators, or a pair of their settings, that defeats the purpose of one of them (C3, C5).
///
/// ```swift
/// for warning in pipeline.warnings { logger.warning("\(warning)") }
/// ```
public struct CompositionWarning: Sendable, Hashable, CustomStringConvertible {
  /// The role of the outer decorator.
  public let outer: DecoratorTraits.Role
  /// The role of the inner one.
  public let inner: DecoratorTraits.Role
  /// What happens, and what to write instead.
  public let description: String
}

extension ConcurrentDecorator {
  /// The harmful orders and settings among the decorators that this one is composed of; none for a single decorator.
  ///
  /// It is made for a look at start-up: it compares each pair of layers.
  public var warnings: [CompositionWarning] { Composition.warnings(parts.map(\.traits)) }

  /// The layers, outermost first, each in a line with every setting in effect.
  ///
  /// A layer with an object of its own ends with the object's name, because functions that share the object share its
  /// state.
  public var details: String {
    let parts = parts
    guard !parts.isEmpty else { return "no decorator" }
    return parts.enumerated().map { index, part in
      let shared = part.traits.name.map { "   (shares \"\($0)\")" } ?? ""
      return "\(index + 1). \(part)\(shared)"
    }.joined(separator: "\n")
  }
}

extension FunctionIdentity {
  /// The harmful orders and settings among the decorators around the function (C3, C5).
  public var warnings: [CompositionWarning] { Composition.warnings(traits) }
}

enum Composition {
  /// Compares each decorator with those inside it. They come outermost first.
  static func warnings(_ traits: [DecoratorTraits]) -> [CompositionWarning] {
    var warnings: [CompositionWarning] = []
    for (index, outer) in traits.enumerated() {
      for inner in traits[(index + 1)...] {
        for text in order(outer, inner) + [sameObject(outer, inner)] + settings(outer, inner) {
          if let text { warnings.append(CompositionWarning(outer: outer.role, inner: inner.role, description: text)) }
        }
      }
    }
    return warnings
  }

  /// What is wrong with the order (C3). The verdicts on attributes are the same.
  private static func order(_ outer: DecoratorTraits, _ inner: DecoratorTraits) -> [String?] {
    let verdicts = OrderVerdict.of(outer.role.rawValue, around: inner.role.rawValue)
      .filter { applies($0.condition, outer, inner) }
      .map { $0.sentence("'\(outer.role.rawValue)'", around: "'\(inner.role.rawValue)'", place: "outside") }
    switch (outer.role, inner.role) {
    case (.retrying, .retrying):
      return verdicts + ["'retrying' around 'retrying' multiplies attempts: keep one of them"]
    case (.faulty, let role) where role != .other:
      let role = role.rawValue
      return verdicts + ["faults outside of '\(role)' never reach it: put the faults next to the function"]
    default: return verdicts
    }
  }

  private static func applies(
    _ condition: OrderVerdict.Condition,
    _ outer: DecoratorTraits,
    _ inner: DecoratorTraits
  ) -> Bool {
    switch condition {
    case .always: true
    case .withoutBudget: !outer.hasBudget && !inner.hasBudget
    case .ofAttempts, .withEachAttempt: outer.attemptLimit != nil
    case .ofWholeCall: inner.limit != nil && inner.attemptLimit == nil
    }
  }

  private static func sameObject(_ outer: DecoratorTraits, _ inner: DecoratorTraits) -> String? {
    guard !outer.objects.isDisjoint(with: inner.objects) else { return nil }
    // Of a decorator with several objects, the name is that of all.
    let named = outer.objects.count <= inner.objects.count ? outer : inner
    let name = named.name.map { "\"\($0)\"" } ?? "the same object"
    return "\(name) stands around the function twice, so each call counts twice and can wait for itself: remove one"
  }

  /// What is wrong with the settings (C5).
  private static func settings(_ outer: DecoratorTraits, _ inner: DecoratorTraits) -> [String?] {
    var found: [String?] = []
    let whole = outer.limit ?? .longestWait
    if let attempt = inner.attemptLimit ?? (inner.role == .timeLimited ? inner.limit : nil), attempt >= whole {
      found.append(
        "the inner limit of \(attempt) is not shorter than the outer one of \(whole), so it never ends a call"
      )
    }
    if let delays = inner.plannedDelays, delays >= whole {
      found.append("the delays of the retry add up to \(delays), and the limit around it is \(whole)")
    }
    if let window = outer.window, let attempt = inner.attemptLimit ?? inner.limit, window < attempt * 2 {
      found.append(
        "the breaker's window of \(window) is shorter than two calls at their limit of \(attempt): slow failures "
          + "leave it before they add up"
      )
    }
    if let delay = outer.startsAnotherAfter, let attempt = inner.attemptLimit ?? inner.limit, delay >= attempt {
      found.append(
        "the hedge starts after \(delay), when the attempt has reached its limit of \(attempt): it never starts"
      )
    }
    return found
  }
}
