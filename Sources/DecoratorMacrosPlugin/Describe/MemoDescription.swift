import SwiftSyntax

/// How a function is memoized: by which key, and in which cache.
struct MemoDescription {
  enum Storage: Equatable {
    /// A cache that the user declares.
    case declared(String)
    /// A function beside the function that gives its cache: global and static functions have overloads.
    case function
    /// A property of each instance.
    case property
  }

  let decoration: Decoration
  let function: FunctionDescription
  let storage: Storage
  /// The parameters that the key is made of, if no closure makes it.
  let keyParameters: [ParameterDescription]
  /// The closure that makes the key.
  let keyClosure: ClosureExprSyntax?

  init(_ decoration: Decoration, of function: FunctionDescription) {
    self.decoration = decoration
    self.function = function
    storage =
      if let cache = decoration.injection("in") {
        .declared(cache.text)
      } else if function.hasInstance {
        .property
      } else {
        .function
      }
    let ignored = Set(decoration.arguments["ignoring"]?.expressions.compactMap(\.stringLiteral) ?? [])
    keyParameters = function.parameters.filter { $0.name.map { !ignored.contains($0) } ?? true }
    keyClosure = decoration.arguments.expression("key")?.as(ClosureExprSyntax.self)
  }

  /// What the cache is called in source: `userCache`.
  var cacheName: String { (function.name + "Cache").quotedIfNeeded }

  /// What messages propose to call a cache: any name but that of the cache beside the function, which the compiler would
  /// look for while it still looks for the attribute.
  var proposedName: String {
    function.isOperator ? "values" : (function.name + "Values").quotedIfNeeded
  }

  var keyType: String {
    if let keyClosure { return keyClosure.signature?.returnClause?.type.trimmedDescription ?? "_" }
    if keyParameters.count == 1 { return keyParameters[0].valueType }
    return "Decorators.Arguments<" + keyParameters.map(\.valueType).joined(separator: ", ") + ">"
  }

  var valueType: String { function.resultValueType }

  /// The settings of the cache as arguments.
  var settings: [String] {
    decoration.arguments.text(of: ["capacity", "timeToLive"])
      + ["named: \(decoration.name(of: function))"]
      + decoration.arguments.text(of: ["onEviction"])
  }

  /// A declaration of the cache, as messages propose it.
  var proposal: String {
    let key = keyType.hasPrefix("Decorators.") ? String(keyType.dropFirst("Decorators.".count)) : keyType
    let settings = decoration.arguments.text(of: ["capacity", "timeToLive"]).joined(separator: ", ")
    return "let \(proposedName) = MemoCache<\(key), \(valueType)>(\(settings))"
  }
}
