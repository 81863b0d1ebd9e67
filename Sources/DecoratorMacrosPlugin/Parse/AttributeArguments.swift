import SwiftSyntax

/// The arguments of an attribute by label. The arguments of a variadic parameter form one `Argument`.
struct AttributeArguments {
  /// One argument, as written.
  struct Argument {
    let label: String?
    /// One expression, or several for a variadic parameter.
    let expressions: [ExprSyntax]

    var expression: ExprSyntax { expressions[0] }

    /// Whether a key path in this argument names a property of the instance and is not used as a function.
    var isInjected: Bool {
      label.map { ["in", "by", "concurrentlyBy", "logger", "clock", "generator"].contains($0) } ?? true
    }
  }

  let all: [Argument]

  init(_ attribute: AttributeSyntax) {
    guard let list = attribute.arguments?.as(LabeledExprListSyntax.self) else {
      all = []
      return
    }
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
  subscript(label: String) -> Argument? { all.first { $0.label == label } }

  /// The expression of the argument with the label.
  func expression(_ label: String) -> ExprSyntax? { self[label]?.expression }

  /// The policy: the first argument, without a label.
  var policy: ExprSyntax? { all.first { $0.label == nil }?.expression }

  /// The arguments with these labels as the source of call arguments, in the order of `labels`.
  func text(of labels: [String]) -> [String] {
    labels.compactMap { label in
      self[label].map { "\(label): " + $0.expressions.map(\.trimmedDescription).joined(separator: ", ") }
    }
  }
}
