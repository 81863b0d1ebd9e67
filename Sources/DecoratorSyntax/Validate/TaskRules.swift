import SwiftDiagnostics
import SwiftSyntax

/// What a body cannot use if it runs in a task: `@Hedged`, `@Coalesced`, an asynchronous `@Memoized` and `concurrentlyBy:` start
/// one.
enum TaskRules {
  static func findings(_ decoration: Decoration, in decorated: DecoratedFunction) -> [Finding] {
    let function = decorated.function
    guard function.isAsync, decoration.startsTasks else { return [] }
    return changes(decoration, function)
      + function.parameters.compactMap { parameter in
        problem(parameter).map { problem in
          .error(
            "staysOutsideOfTask",
            at: parameter.syntax,
            "the body of an asynchronous function with \(decoration.kind.quoted) runs in a task, which cannot use \(problem)"
          )
        }
      }
  }

  /// Finds what the body would change from a task. Of what is kept by a key, the rules of the key say it.
  private static func changes(_ decoration: Decoration, _ function: FunctionDescription) -> [Finding] {
    if case .keyed = decoration.kind.form { return [] }
    let mutating = function.modifier(.mutating).map { Syntax($0) }
    let changed = mutating ?? function.parameters.first(where: \.isInout).map { Syntax($0.syntax) }
    return changed.map { node in
      [
        .error(
          "changesFromTask",
          at: node,
          """
          the body of an asynchronous function with \(decoration.kind.quoted) runs in a task, which cannot change \
          '\(mutating == nil ? function.parameters.first(where: \.isInout)?.name ?? "_" : "self")': return the new value instead
          """
        )
      ]
    } ?? []
  }

  private static func problem(_ parameter: ParameterDescription) -> String? {
    let name = parameter.name ?? "_"
    if parameter.isClosure, !parameter.escapes {
      return "the closure '\(name)', which does not escape: write '@escaping @Sendable' before its type"
    }
    if let ownership = parameter.ownership {
      return "the \(ownership.text) parameter '\(name)': write its type without '\(ownership.text)'"
    }
    if parameter.isSending { return "the sending parameter '\(name)': write its type without 'sending'" }
    if parameter.isView { return "'\(name)', which does not escape: pass an array" }
    return nil
  }
}
