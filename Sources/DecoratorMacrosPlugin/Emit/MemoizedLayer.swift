import DecoratorSyntax
import SwiftSyntax

extension Layer {
  /// `cache.value(for: key)` around the rest, or the same of a coalescer.
  init(keyed decoration: Decoration, in context: LayerContext) {
    self.init()
    let memo = MemoDescription(decoration, of: context.function)
    let key = context.unique("key")
    preparation = Self.keyPreparation(memo, key, in: context)
    let clock = decoration.injection("clock").map { ", clock: \($0.text)" } ?? ""
    let cache =
      switch memo.storage {
      case .declared(let declared): declared
      case .property: "self.\(memo.cacheName)"
      case .function, .functionOfEachClass: memo.functionCall
      }
    call = "\(cache).value(for: \(key)\(clock))"
  }

  private static func keyPreparation(_ memo: MemoDescription, _ key: String, in context: LayerContext) -> [String] {
    if let closure = memo.keyClosure {
      let arguments = memo.function.parameters.map(\.value).joined(separator: ", ")
      let call = "Decorators::MemoKey.whole(\(closure.trimmedDescription)(\(arguments)))"
      return context.placed(at: closure, ["let \(key) = \(call)"])
    }
    var lines: [String] = []
    var parts: [String] = []
    for parameter in memo.keyParameters {
      guard let name = parameter.name else { continue }
      let part = memo.keyParameters.count == 1 ? key : context.unique(name)
      lines += context.placed(at: parameter.syntax, ["let \(part) = Decorators::MemoKey.part(\(parameter.value))"])
      parts.append(part)
    }
    if parts.count != 1 { lines.append("let \(key) = Decorators::Arguments(\(parts.joined(separator: ", ")))") }
    return lines
  }
}

extension MemoDescription {
  /// The call of the function that gives the cache, told from its overloads by the types.
  fileprivate var functionCall: String {
    let arguments = function.parameters.map { parameter in
      (parameter.label == "_" ? "" : "\(parameter.label.quotedAsLabel): ") + parameter.metatype
    }
    let owner = function.context.isInType ? "Self." : ""
    let all = arguments + marks.map { "\($0): ()" }
    let effect = function.parameters.contains(where: \.isUnsafe) ? "unsafe " : ""
    return "(\(effect)\(owner)\(cacheName)(\(all.joined(separator: ", "))) as \(cacheType))"
  }
}

extension ParameterDescription {
  /// The metatype of the parameter, as an expression.
  var metatype: String { "\(valueType.asBaseType).self" }
}

extension String {
  /// A type, in parentheses unless it is a plain name, so that `.self` and `.Type` belong to all of it.
  var asBaseType: String {
    allSatisfy { $0.isLetter || $0.isNumber || "_.<>[]".contains($0) } ? self : "(\(self))"
  }
}
