import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// The declaration beside a memoized function that keeps its cache.
enum MemoPeer {
  static func declarations(_ decoration: Decoration, in context: LayerContext) -> [DeclSyntax] {
    let memo = MemoDescription(decoration, of: context.function)
    let cache = "Decorators.FunctionCache<\(memo.keyType), \(memo.valueType)>"
    let settings = context.outsideOfSelf("\(cache)(\(memo.settings.joined(separator: ", ")))")
    let type = context.outsideOfSelf("\(cache).self").dropLast(".self".count)
    switch memo.storage {
    case .declared: return []
    case .property:
      return ["\(raw: memo.modifiers)nonisolated let \(raw: memo.cacheName): \(raw: type) = \(raw: settings)"]
    case .function:
      // A type local to this function, which could hold the cache, would not reach the linker.
      let place = memo.function.context.isInType ? "static " : ""
      // Overloads may differ in their labels, their parameters or their result alone.
      let storage = context.unique("storage_" + (memo.typeParameters + memo.valueType).filter { $0 != "_" })
      return [
        "private nonisolated \(raw: place)let \(raw: storage): \(raw: type) = \(raw: settings)",
        """
        \(raw: memo.modifiers)nonisolated \(raw: place)func \(raw: memo.cacheName)(\(raw: memo.typeParameters)) -> \(raw: type) {
          \(raw: storage)
        }
        """,
      ]
    }
  }
}

extension MemoDescription {
  /// The function's own access if that is less than the module's; nobody outside sees the cache.
  fileprivate var modifiers: String {
    if function.has(.private) { return "private " }
    if function.has(.fileprivate) { return "fileprivate " }
    return function.isInlinable ? "@usableFromInline internal " : ""
  }

  /// One parameter for each of the function's, of its metatype, which tells the caches of overloads apart.
  fileprivate var typeParameters: String {
    function.parameters
      .map { parameter in
        let type = "\(parameter.valueType.asBaseType).Type"
        let label = parameter.label == "_" ? "_" : "\(parameter.label) _"
        return "\(label): \(type) = \(parameter.metatype)"
      }
      .joined(separator: ", ")
  }
}
