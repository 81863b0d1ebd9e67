package import SwiftSyntax

/// How a function is memoized or coalesced: its key, and the cache or the coalescer.
package struct MemoDescription {
  package enum Storage: Equatable {
    /// A cache that the user declares.
    case declared(String)
    /// A function next to the memoized function that returns the cache. Global and static functions can be overloaded.
    case function
    /// The same in a class that may have subclasses: it returns the cache of the class on which it is called.
    case functionOfEachClass
    /// A property of each instance.
    case property
  }

  package let decoration: Decoration
  package let function: FunctionDescription
  package let form: KeyedForm
  package let storage: Storage
  /// The parameters that form the key, if no closure computes it.
  package let keyParameters: [ParameterDescription]
  /// The closure that computes the key.
  package let keyClosure: ClosureExprSyntax?

  package init(_ decoration: Decoration, of function: FunctionDescription) {
    self.decoration = decoration
    self.function = function
    form =
      switch decoration.kind.form {
      case .keyed(let form): form
      case .policy, .object, .arguments, .fallback: .cache
      }
    storage =
      if let cache = decoration.injection("in") {
        .declared(cache.text)
      } else if function.hasInstance {
        .property
      } else {
        function.isInherited ? .functionOfEachClass : .function
      }
    let ignored = Set(decoration.arguments["ignoring"]?.expressions.compactMap(\.stringLiteral) ?? [])
    keyParameters = function.parameters.filter { $0.name.map { !ignored.contains($0) } ?? true }
    keyClosure = decoration.arguments.expression("key")?.as(ClosureExprSyntax.self)
  }

  /// Whether the closure that computes the key reads `Self`, which tells subclasses apart.
  package var keyHoldsClass: Bool { keyClosure?.containsSelf ?? false }

  /// The name of the cache in source: `userCache`.
  package var cacheName: String { (function.name + form.suffix).quotedIfNeeded }

  /// The name that diagnostics propose for a cache. It must differ from `cacheName`, because the compiler would look
  /// for that name while it still resolves the attribute.
  package var proposedName: String {
    function.isOperator
      ? form.proposedSuffix.lowercased() : (function.name + form.proposedSuffix).quotedIfNeeded
  }

  package var keyType: String {
    if let keyClosure { return keyClosure.signature?.returnClause?.type.trimmedDescription ?? "_" }
    if keyParameters.count == 1 { return keyParameters[0].valueType }
    return "Decorators::Arguments<" + keyParameters.map(\.valueType).joined(separator: ", ") + ">"
  }

  package var valueType: String { function.resultValueType }

  /// The type of a cache that the attribute declares.
  package var cacheType: String { "Decorators::\(form.type)<\(keyType), \(valueType)>" }

  /// What tells the function from overloads with the same labels and types of parameters.
  package var marks: [String] {
    (function.parameters.contains(where: \.isVariadic) ? ["variadic"] : []) + (function.isAsync ? ["async"] : [])
  }

  /// Whether errors leave the key out: a property wrapper of one of its parameters may be there to hide the value.
  private var redactsKeys: Bool {
    (keyClosure == nil ? keyParameters : function.parameters).contains(where: \.isWrapped)
  }

  /// The settings that any cache of the function has, as call arguments.
  private var sharedSettings: [String] {
    decoration.arguments.text(of: form.sharedSettings) + (redactsKeys ? ["redactingKeys: true"] : [])
  }

  /// The settings of the cache, as call arguments.
  package var settings: [String] {
    let name = ["named: \(decoration.name(of: function))"]
    return (form.isNamedFirst ? name + sharedSettings : sharedSettings + name)
      + decoration.arguments.text(of: form.ownSettings)
  }

  /// The declaration of a cache that diagnostics propose.
  package var proposal: String {
    let key = keyType.hasPrefix("Decorators::") ? String(keyType.dropFirst("Decorators::".count)) : keyType
    let name = form.isNamedFirst ? ["named: \(proposedName.trimmingBackticks.asLiteral)"] : []
    let settings = (name + sharedSettings + decoration.arguments.text(of: form.proposedSettings)).joined(
      separator: ", "
    )
    return "let \(proposedName) = \(form.declaredType)<\(key), \(valueType)>(\(settings))"
  }
}
