package import SwiftSyntax

/// The arguments of an attribute or of a call by label. The arguments of a variadic parameter form one `Argument`.
package struct AttributeArguments {
  /// One argument, as written.
  package struct Argument {
    package let label: String?
    /// One expression, or several for a variadic parameter.
    package let expressions: [ExprSyntax]

    package var expression: ExprSyntax { expressions[0] }

    package init(label: String?, expressions: [ExprSyntax]) {
      self.label = label
      self.expressions = expressions
    }

    /// Whether a key path in this argument names a property of the instance and is not used as a function.
    package var isInjected: Bool {
      label.map { ["in", "by", "concurrentlyBy", "logger", "clock", "generator"].contains($0) } ?? true
    }
  }

  package let all: [Argument]

  package init(_ attribute: AttributeSyntax) {
    self.init(attribute.arguments?.as(LabeledExprListSyntax.self) ?? [])
  }

  package init(_ list: LabeledExprListSyntax) {
    var all: [Argument] = []
    for element in list {
      let label = element.label?.text
      if label == nil, let last = all.last {
        all[all.count - 1] = Argument(label: last.label, expressions: last.expressions + [element.expression])
      } else {
        all.append(Argument(label: label, expressions: [element.expression]))
      }
    }
    self.all = all
  }

  /// The argument with the label.
  package subscript(label: String) -> Argument? { all.first { $0.label == label } }

  /// The expression of the argument with the label.
  package func expression(_ label: String) -> ExprSyntax? { self[label]?.expression }

  /// The policy: the first argument, without a label.
  package var policy: ExprSyntax? { all.first { $0.label == nil }?.expression }

  /// The arguments with these labels as the source of call arguments, in the order of `labels`.
  package func text(of labels: [String]) -> [String] {
    labels.compactMap { label in
      self[label].map { "\(label): " + $0.expressions.map(\.trimmedDescription).joined(separator: ", ") }
    }
  }
}
