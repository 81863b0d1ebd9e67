package import DecoratorOrder
import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxBuilder

/// The orders that do harm, by `OrderVerdict`, and objects that are twice in a stack (C3).
package enum OrderRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    guard let place = decorated.index(of: decoration) else { return [] }
    return orders(decoration, at: place, in: decorated) + sameObject(decoration, at: place, in: decorated)
  }

  /// Whether the condition of a verdict is met.
  ///
  /// - Parameters:
  ///   - outer: The outer one's labels. A policy is `policy`.
  ///   - inner: The inner one's labels.
  ///   - isOfAttempts: Whether the outer one is inside of what repeats the call.
  package static func applies(
    _ verdict: OrderVerdict,
    _ outer: [String],
    _ inner: [String],
    isOfAttempts: Bool
  ) -> Bool {
    switch verdict.condition {
    case .always: true
    case .withoutBudget: !(outer + inner).contains { $0 == "budget" || $0 == "policy" }
    case .ofAttempts: isOfAttempts || outer.contains("eachAttempt")
    case .ofWholeCall: inner.contains("within")
    case .withEachAttempt: outer.contains("eachAttempt")
    }
  }

  // MARK: Orders

  private static func orders(
    _ outer: Decoration,
    at place: Int,
    in decorated: DecoratedFunction
  ) -> [Finding] {
    let isOfAttempts = decorated.stack[..<place].contains { $0.kind == .retrying || $0.kind == .hedged }
    func verdicts(_ outer: Decoration, _ inner: Decoration) -> [OrderVerdict] {
      OrderVerdict.of(outer.kind.combinatorName, around: inner.kind.combinatorName)
        .filter { applies($0, outer.labels, inner.labels, isOfAttempts: isOfAttempts) }
    }
    return decorated.stack.indices.dropFirst(place + 1).flatMap { index -> [Finding] in
      let inner = decorated.stack[index]
      // One that may not stand there at all is another error.
      if case .once = inner.kind.traits.repetition, decorated.stack[..<index].contains(where: { $0.kind == inner.kind })
      {
        return []
      }
      return verdicts(outer, inner).compactMap { verdict -> Finding? in
        let hazard = Hazard.inside(inner.kind)
        guard !decorated.allows(hazard) else { return nil }
        return .warning(
          "\(inner.kind.combinatorName)Inside",
          at: outer.attribute,
          "\(verdict.sentence(outer.kind.quoted, around: inner.kind.quoted)), or add 'allowing: \(hazard.text)' if this is intended",
          fixIts: remedies(verdict, outer, inner, canSwap: index == place + 1 && verdicts(inner, outer).isEmpty, hazard)
        )
      }
    }
  }

  /// - Parameter canSwap: Whether the two are neighbours, so that nothing else changes, and the opposite order does no harm.
  private static func remedies(
    _ verdict: OrderVerdict,
    _ outer: Decoration,
    _ inner: Decoration,
    canSwap: Bool,
    _ hazard: Hazard
  ) -> [FixIt] {
    if outer.isTypeWide { return [] }
    let swap =
      verdict.wayOut == nil && canSwap && !inner.isTypeWide
      ? [Finding.swap("swap", "Put \(inner.kind.quoted) first", outer.attribute, inner.attribute)] : []
    return swap + [outer.allow(hazard)]
  }

  // MARK: The same object twice

  private static func sameObject(
    _ decoration: Decoration,
    at place: Int,
    in decorated: DecoratedFunction
  ) -> [Finding] {
    guard let object = decoration.object else { return [] }
    let outer = decorated.stack[..<place].first { other in
      // A decorator of any kind can be meant twice.
      other.object == object && (decoration.kind != .decorated || other.kind != .decorated)
    }
    guard let outer else { return [] }
    let both =
      outer.kind == decoration.kind
      ? "two \(decoration.kind.quoted)" : "\(outer.kind.quoted) and \(decoration.kind.quoted)"
    return [
      .error(
        "sameObjectTwice",
        at: decoration.attribute,
        "\(both) use '\(object)', so each call would pass it twice and could wait for itself: remove one",
        fixIts: [Finding.replace("remove", "Remove it", decoration.attribute, by: decoration.attribute.removed)]
      )
    ]
  }
}

extension Decoration {
  /// The labels of the arguments. A policy, which has none, is `policy`.
  fileprivate var labels: [String] { arguments.all.map { $0.label ?? "policy" } }

  /// The object that the attribute names, as source. What is made in place is another one each time.
  fileprivate var object: String? {
    guard !makesDecorator || isImplicitMember else { return nil }
    return arguments.expression("by")?.trimmedDescription
  }
}

extension Finding {
  /// A fix-it that exchanges two attributes. Each place keeps what is around it.
  fileprivate static func swap(_ id: String, _ text: String, _ one: AttributeSyntax, _ other: AttributeSyntax) -> FixIt
  {
    func moved(_ attribute: AttributeSyntax, to place: AttributeSyntax) -> AttributeSyntax {
      attribute.detached
        .with(\.leadingTrivia, place.leadingTrivia)
        .with(\.trailingTrivia, place.trailingTrivia)
    }
    let first = replace(id, text, one, by: moved(other, to: one))
    let second = replace(id, text, other, by: moved(one, to: other))
    return FixIt(message: first.message, changes: first.changes + second.changes)
  }
}
