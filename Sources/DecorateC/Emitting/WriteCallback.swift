/// A function that C calls while a wrapper waits for it, and the closure that it calls in turn.
struct CallbackWriter {
  /// The argument of the wrapper that is the closure.
  let argument: WrappedArgument
  let function: CFunctionType
  /// Which parameter of the callback is the context.
  let context: Int
  /// The name of the closure's type.
  let alias: String

  /// The parameters that the closure has, as types.
  private var closureParameters: [String] {
    function.parameters.indices.filter { $0 != context }.map { type(of: function.parameters[$0]) }
  }

  private var result: String { type(of: function.result) }

  private func type(of type: CType) -> String { (try? type.swift()) ?? "Void" }

  /// Writes the type of the closure.
  func writeAlias(of name: String, to text: inout SwiftText) {
    text.documentation(["What `\(name)` calls as its `\(argument.name)` until it returns."])
    text.list("public typealias \(alias) = (", closureParameters, ") -> \(result)")
    text.line()
  }

  /// Writes the function that C calls.
  func writeTrampoline(to text: inout SwiftText) {
    let names = function.parameters.indices.map { $0 == context ? "context" : "argument\($0 + 1)" }
    let parameters = zip(names, function.parameters).map { "_ \($0): \(type(of: $1))" }
    text.list("func \(trampoline)(", parameters, ")\(result == "Void" ? "" : " -> \(result)") {")
    text.nested { text in
      let isCertain = function.parameters[context].nullability == .nonNull
      text.line("let closure = context\(isCertain ? "" : "!").assumingMemoryBound(to: \(alias).self).pointee")
      text.list("return closure(", names.filter { $0 != "context" }, ")")
    }
    text.line("}")
  }

  /// The name of the function that C calls.
  var trampoline: String { "call\(argument.name.prefix(1).uppercased())\(argument.name.dropFirst())" }
}
