import DecoratorSyntax
import SwiftSyntax

/// The question whether a `@Traced` without arguments is ours.
///
/// The attribute of swift-distributed-tracing-extras may be written the same way. The compiler would then expand the body of
/// one of the two and drop the other. Only the compiler knows which one a name means, and it tells no macro. So an attribute
/// beside it, which is known to be ours, names a function that is unavailable unless the module of ours is imported.
enum TracedPeer {
  /// Whether this attribute asks: one of a stack does, and one that is known to be ours.
  static func isAsked(by decoration: Decoration, of decorated: DecoratedFunction) -> Bool {
    guard decorated.tracedOfUnknownModule != nil else { return false }
    return decorated.stack.first { $0.kind != .traced }?.attribute.id == decoration.attribute.id
  }

  static func declarations(in decorated: DecoratedFunction, _ context: LayerContext) -> [DeclSyntax] {
    guard let traced = decorated.tracedOfUnknownModule else { return [] }
    let modifiers =
      switch decorated.function.context.place {
      case .local, .other: ""
      case .file: "private nonisolated "
      case .structure, .enumeration, .classType, .actorType, .extended, .protocolType: "private nonisolated static "
      }
    let head = "\(modifiers)func \(context.unique("traced"))() {"
    let question = context.placed(at: traced, ["_tracedOfDecorators()"])
    let lines = ([head] + question + ["}"]).joined(separator: "\n")
    return [DeclSyntax(MissingDeclSyntax(placeholder: .identifier(lines)))]
  }
}
