import DecoratorSyntax
import SwiftSyntax
import SwiftSyntaxBuilder
import SwiftSyntaxMacros

/// The declaration beside a memoized function that keeps its cache.
enum MemoPeer {
  static func declarations(_ decoration: Decoration, in context: LayerContext) -> [DeclSyntax] {
    let memo = MemoDescription(decoration, of: context.function)
    let cache = memo.cacheType
    let settings = context.outsideOfSelf("\(cache)(\(memo.settings.joined(separator: ", ")))")
    let type = context.outsideOfSelf("\(cache).self").dropLast(".self".count)
    switch memo.storage {
    case .declared: return []
    case .property:
      // If the class has that name already, the compiler says so at the attribute.
      let declaration = "\(memo.modifiers)nonisolated let \(memo.cacheName): \(type) = \(settings)"
      let lines = context.placed(at: decoration, [declaration]).joined(separator: "\n")
      return [DeclSyntax(MissingDeclSyntax(placeholder: .identifier(lines)))]
    case .function, .functionOfEachClass:
      let ofEachClass = memo.storage == .functionOfEachClass
      // A type local to this function, which could hold the cache, would not reach the linker.
      let place = memo.function.context.isInType ? "static " : ""
      // Overloads may differ in their labels, their parameters, their effects or their result alone.
      let storage = context.unique("storage_" + memo.parts.map(\.spelledInLetters).joined(separator: "__"))
      let (kept, made) =
        ofEachClass
        ? (
          "Decorators::ClassCaches<" + type.dropFirst("Decorators::FunctionCache<".count),
          "Decorators::ClassCaches { \(settings) }"
        ) : (String(type), settings)
      return [
        "private nonisolated \(raw: place)let \(raw: storage): \(raw: kept) = \(raw: made)",
        """
        \(raw: memo.modifiers)nonisolated \(raw: place)func \(raw: memo.cacheName)(\(raw: memo.typeParameters)) -> \(raw: type) {
          \(raw: storage)\(raw: ofEachClass ? ".cache(of: self)" : "")
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

  /// What tells the function from its overloads.
  fileprivate var parts: [String] {
    function.parameters.flatMap { ($0.label == "_" ? [] : [$0.label]) + [$0.valueType] } + marks + [valueType]
  }

  /// One parameter for each of the function's, of its metatype, which tells the caches of overloads apart, and one for each
  /// mark.
  fileprivate var typeParameters: String {
    let types = function.parameters.map { parameter in
      let type = "\(parameter.valueType.asBaseType).Type"
      let label = parameter.label == "_" ? "_" : "\(parameter.label) _"
      return "\(label): \(type) = \(parameter.isUnsafe ? "unsafe " : "")\(parameter.metatype)"
    }
    return (types + marks.map { "\($0) _: Void = ()" }).joined(separator: ", ")
  }
}

extension String {
  /// The text in letters, digits and underscores alone: no two texts give the same.
  fileprivate var spelledInLetters: String {
    unicodeScalars.map { scalar in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isPlain ? String(scalar) : "_" + String(scalar.value, radix: 16) + "_"
    }
    .joined()
  }
}
