import DecoratorOrder
import DecoratorSyntax
import SwiftSyntax

/// What is wrong with a stack: what the compiler reports about its attributes, and the harmful orders of decorators that the
/// compiler does not see.
enum Composition {
  /// What the attributes of a function report when they are compiled.
  static func warnings(_ decorated: DecoratedFunction) -> [ListedWarning] {
    var findings = decorated.stack.flatMap { Validation.findings($0, in: decorated) }
    if decorated.stack.isEmpty {
      findings += decorated.function.syntax.attributes.conditional.filter { DecoratorKind($0) != nil }
        .map(Placement.conditional)
    }
    return findings.map(ListedWarning.init)
  }

  /// The harmful orders in a stack, without those that attributes report themselves.
  ///
  /// - Parameters:
  ///   - layers: The decorators, outermost first.
  ///   - decorated: The function with the attributes, if they are attributes.
  static func warnings(_ layers: [FoundLayer], of decorated: DecoratedFunction? = nil) -> [ListedWarning] {
    layers.indices.flatMap { outer in
      let isOfAttempts = layers[..<outer].contains { $0.kind == .retrying || $0.kind == .hedged }
      return layers.indices.dropFirst(outer + 1).flatMap { inner in
        orders(layers[outer], around: layers[inner], isOfAttempts: isOfAttempts, of: decorated)
          + (warning(layers[outer], around: layers[inner], of: decorated).map { [$0] } ?? [])
      }
    }
  }

  private static func warning(
    _ outer: FoundLayer,
    around inner: FoundLayer,
    of decorated: DecoratedFunction?
  ) -> ListedWarning? {
    switch (outer.kind, inner.kind) {
    case (.retrying, .retrying) where !(outer.isAttributeOfItsKind && inner.isAttributeOfItsKind):
      let product = outer.number("attempts").flatMap { one in
        inner.number("attempts").map { ", here up to \(one) × \($0) = \(one * $0)" }
      }
      return ListedWarning(
        rule: "retryingTwice",
        isError: false,
        message: """
          '\(outer.written)' retries around '\(inner.written)', which retries too: attempts multiply\(product ?? ""): \
          remove one
          """
      )
    case _ where outer.object != nil && outer.object == inner.object:
      let areDecorated = outer.kind == .decorated && inner.kind == .decorated
      if outer.isAttributeOfItsKind, inner.isAttributeOfItsKind, !areDecorated { return nil }
      return ListedWarning(
        rule: "sameDecoratorTwice",
        isError: false,
        message: "the decorator '\(outer.object ?? "")' is twice in the stack: remove one"
      )
    default:
      return nil
    }
  }

  /// The harmful orders that attributes do not report themselves, because one of the two is none of its kind.
  private static func orders(
    _ outer: FoundLayer,
    around inner: FoundLayer,
    isOfAttempts: Bool,
    of decorated: DecoratedFunction?
  ) -> [ListedWarning] {
    let isReported = outer.isAttributeOfItsKind && inner.isAttributeOfItsKind
    guard !isReported, !(decorated?.allows(.inside(inner.kind)) ?? false) else { return [] }
    return OrderVerdict.of(outer.kind.combinatorName, around: inner.kind.combinatorName)
      .filter { OrderRules.applies($0, outer.labels, inner.labels, isOfAttempts: isOfAttempts) }
      .map { verdict in
        ListedWarning(
          rule: "\(inner.kind.combinatorName)Inside",
          isError: false,
          message: verdict.sentence("'\(outer.written)'", around: "'\(inner.written)'", place: "outside")
        )
      }
  }
}

extension ListedWarning {
  /// What the compiler reports.
  init(_ finding: Finding) {
    self.init(rule: finding.message.rule, isError: finding.isError, message: finding.message.message)
  }
}

extension FoundLayer {
  /// Whether this is an attribute of its own, such as `@Retrying`, and not `@Decorated(by: .retrying(…))`.
  fileprivate var isAttributeOfItsKind: Bool { attribute?.kind == kind }
}
