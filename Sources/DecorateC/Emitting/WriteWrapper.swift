/// Writes one wrapper as a Swift function.
struct WrapperWriter {
  let wrapper: Wrapper
  let scan: Scan
  let decorations: Decorations
  /// The name of the constant that times it.
  let timing: String
  /// The class whose method it is.
  let handle: HandleWriter?

  // MARK: Signature

  /// The parameters as Swift declares them. The first one has no label.
  var parameters: [String] {
    var parameters: [String] = []
    var buffers = 0
    for argument in wrapper.arguments {
      let label = (parameters.isEmpty ? "_ " : "") + SwiftNames.escaped(argument.name)
      switch argument.use {
      case .value(let type): parameters.append("\(label): \(type)")
      case .string(let isOptional): parameters.append("\(label): String\(isOptional ? "?" : "")")
      case .bytes(let element): parameters.append("\(label): \(element.span)")
      case .buffer:
        buffers += 1
        parameters.append("upTo \(capacity(buffers)): Int")
      case .inOut(let type): parameters.append("\(label): inout \(type)")
      case .handle(let name, let isOptional): parameters.append("\(label): \(name)\(isOptional ? "?" : "")")
      case .closure(let alias, let function, _, let result):
        let arguments = Array(repeating: "_", count: function.parameters.count - 1).joined(separator: ", ")
        parameters.append("\(label): \(alias)" + (result.map { " = { \(arguments) in \($0) }" } ?? ""))
      case .length, .space, .out, .receiver, .closed, .newHandle, .message, .context, .constant: break
      }
    }
    return parameters
  }

  private func capacity(_ number: Int) -> String { number == 1 ? "capacity" : "capacity\(number)" }

  /// What is returned: a name, a type, and the expression.
  var results: [(name: String, type: String, expression: String)] {
    var results: [(name: String, type: String, expression: String)] = []
    switch wrapper.result {
    case .none, .count: break
    case .value(let type):
      let isFound = wrapper.convention.isNull && type.hasSuffix("?")
      results.append(("result", isFound ? String(type.dropLast()) : type, isFound ? found : resultName))
    case .status:
      if case .status(let set) = wrapper.convention { results.append(("status", set.name, status)) }
    case .string(let free):
      let isCertain = wrapper.convention.isNull || wrapper.function.result.nullability == .nonNull
      let copied = isCertain ? "String(cString: \(wrapper.convention.isNull ? found : resultName))" : text
      results.append(("text", isCertain ? "String" : "String?", free == nil ? copied : text))
    case .handle(let name, let isOwned):
      let isCertain = wrapper.convention.isNull || wrapper.function.result.nullability == .nonNull
      let value = mutable(wrapper.convention.isNull ? found : isCertain ? resultName : "$0", of: name)
      let owner = owner(isOwned: isOwned)
      let made = "\(name)(pointer: \(value)\(owner))"
      results.append(
        isCertain
          ? (name.lowercased(), name, made) : (name.lowercased(), "\(name)?", "\(resultName).map { \(made) }")
      )
    }
    for argument in wrapper.arguments {
      switch argument.use {
      case .out(let type): results.append((argument.name, type, argument.name))
      case .buffer: results.append((argument.name, "[UInt8]", argument.name))
      case .newHandle(let name, let always, let isOptional):
        let value = isOptional ? "$0" : "\(argument.name)Found"
        let made = "\(name)(pointer: \(value)\(owner(isOwned: true)))"
        let expression = always ? "\(argument.name)Handle" : isOptional ? "\(argument.name).map { \(made) }" : made
        results.append((argument.name, name + (isOptional ? "?" : ""), expression))
      default: break
      }
    }
    return results
  }

  /// The result as the class of a handle takes it, which may be a pointer to something constant.
  private func mutable(_ value: String, of handle: String) -> String {
    let isConstant = wrapper.function.result.pointee?.isConstant ?? false
    let pointer = scan.handle(named: handle)?.pointer ?? ""
    return isConstant && pointer.hasPrefix("UnsafeMutable") ? "UnsafeMutablePointer(mutating: \(value))" : value
  }

  /// What a handle that a method makes holds on to: the handle whose method it is.
  private func owner(isOwned: Bool) -> String {
    (wrapper.receiver == nil ? "" : ", owner: self") + (isOwned ? "" : ", isOwned: false")
  }

  private var returnType: String {
    let results = results
    switch results.count {
    case 0: return ""
    case 1: return results[0].type
    default: return "(\(members.joined(separator: ", ")))"
    }
  }

  /// The members of the tuple that is returned, if it is one.
  private var members: [String] {
    let results = results
    return results.count > 1 ? results.map { "\($0.name): \($0.type)" } : []
  }

  private var resultName: String { local("result") }
  private var found: String { local("found") }
  private var text: String { local("text") }
  private var status: String { local("status") }
  private var message: String { local("message") }

  /// A name for a variable that no parameter has.
  private func local(_ name: String) -> String {
    var name = name
    while wrapper.arguments.contains(where: { $0.name == name }) {
      name = "c\(name.prefix(1).uppercased())\(name.dropFirst())"
    }
    return name
  }

  // MARK: Function

  func write(to text: inout SwiftText) {
    for callback in callbacks { callback.writeAlias(of: wrapper.name, to: &text) }
    text.documentation(documentation)
    if case .deprecated(let message) = wrapper.function.availability {
      text.line("@available(*, deprecated\(message.isEmpty ? "" : ", message: \(SwiftText.literal(message))"))")
    }
    let decorators = decorations.decorators(of: wrapper)
    if decorations.areAttributes { text.lines(decorators.map(decorations.attribute)) }
    if wrapper.result == .status { text.line("@discardableResult") }
    let returned = returnType.isEmpty ? "" : " -> \(returnType)"
    let opening = "public \(wrapper.receiver == nil ? "static " : "")func \(SwiftNames.escaped(wrapper.name))("
    let closing = ")\(wrapper.isThrowing ? " throws" : "")\(returned) {"
    let members = members
    if !members.isEmpty, parameters.isEmpty ? !text.fits(opening + closing) : !text.fits(closing) {
      text.list(opening, parameters, ")\(wrapper.isThrowing ? " throws" : "") -> (")
      text.nested { $0.items(members) }
      text.line(") {")
    } else {
      text.list(opening, parameters, closing)
    }
    text.nested { writeDecorated(decorations.areAttributes ? [] : decorators[...], to: &$0) }
    text.line("}")
  }

  private var callbacks: [CallbackWriter] {
    wrapper.arguments.compactMap { argument in
      guard case .closure(let alias, let function, let context, _) = argument.use else { return nil }
      return CallbackWriter(argument: argument, function: function, context: context, alias: alias)
    }
  }

  private var documentation: [String] {
    let function = wrapper.function
    var lines =
      function.comment.isEmpty
      ? [] : function.comment.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) + [""]
    if let isKept = closing {
      lines += ["Releases it now, unless it is closed already. It is a mistake to use it afterwards."]
      lines +=
        isKept
        ? ["Where this fails, it stays as it is."] : errorType == nil ? [] : ["It is released even where this fails."]
      lines.append("")
    }
    lines.append("Calls `\(function.name)`, which is declared in `\(function.place.short)`.")
    if let error = errorType {
      lines += ["", "- Throws: ``\(error)``: \(wrapper.conclusion.reason)."]
    }
    return lines
  }

  /// Of the method that closes a handle, whether one that fails leaves it open.
  private var closing: Bool? {
    guard case .closed(let isKept)? = wrapper.arguments.first?.use else { return nil }
    return isKept
  }

  private var errorType: String? {
    switch wrapper.convention {
    case .never: nil
    case .negativeWithErrno, .nonzeroWithErrno, .nullWithErrno, .negatedErrno, .errorNumber: "ErrnoError"
    case .null, .nonzero, .negative: "ResultError"
    case .status(let set): "\(set.name)Error"
    }
  }

  /// The body, run by the values of its decorators.
  private func writeDecorated(_ decorators: ArraySlice<Decoration>, to text: inout SwiftText) {
    guard let first = decorators.first else { return writeBody(to: &text) }
    let attempt = wrapper.isThrowing ? "try " : ""
    let policy =
      switch first {
      case .timed: "Timings.\(timing).run"
      case .logged: "\(scan.namespace).logging.run(named: \(SwiftText.literal(wrapper.function.name)))"
      default: "\(scan.namespace).retries.run(named: \(SwiftText.literal(wrapper.function.name)))"
      }
    let type = "()\(wrapper.isThrowing ? " throws" : "") -> \(returnType.isEmpty ? "Void" : returnType)"
    text.closure("\(attempt)\(policy)", type, results: members) { writeDecorated(decorators.dropFirst(), to: &$0) }
  }

  // MARK: Body

  private func writeBody(to text: inout SwiftText) {
    writeVariables(to: &text)
    writeCall(to: &text)
    for argument in wrapper.arguments {
      switch argument.use {
      case .newHandle(let name, always: true, _):
        let made = "\(name)(pointer: $0\(owner(isOwned: true)))"
        text.line("let \(argument.name)Made = \(argument.name).map { \(made) }")
        text.line("defer { extendLifetime(\(argument.name)Made) }")
      case .message(let free):
        text.line("let \(message) = \(argument.name).map { String(cString: $0) }")
        if !free.isEmpty { text.line("\(scan.reference(to: free))(\(argument.name))") }
      default: break
      }
    }
    writeCheck(to: &text)
    writeResult(to: &text)
  }

  private func writeVariables(to text: inout SwiftText) {
    var buffers = 0
    for argument in wrapper.arguments {
      let name = SwiftNames.escaped(argument.name)
      switch argument.use {
      case .receiver: text.line("defer { extendLifetime(self) }")
      case .closed(let isKept): handle?.writeClosing(isKeptOnFailure: isKept, to: &text)
      case .handle: text.line("defer { extendLifetime(\(name)) }")
      case .length(let index, isNarrow: true):
        let source = wrapper.arguments[index]
        text.line(
          "let \(name): \(type(of: argument)) = try \(scan.namespace).narrow("
            + "\(SwiftNames.escaped(source.name)).\(source.byteElement!.count), for: \(quoted))"
        )
      case .buffer:
        buffers += 1
        text.line("var \(name) = [UInt8](repeating: 0, count: \(capacity(buffers)))")
      case .space(_, let isNarrow, let variable):
        let space = capacity(max(buffers, 1))
        if isNarrow {
          text.line(
            "\(variable == nil ? "let" : "var") \(name): \(variable ?? type(of: argument)) = "
              + "try \(scan.namespace).narrow(\(space), for: \(quoted))"
          )
        } else if let variable {
          text.line("var \(name) = \(variable)(\(space))")
        }
      case .out(let type):
        text.line("var \(name): \(type) = \(argument.type.pointee?.type.initialValue ?? "0")")
      case .newHandle(let handle, _, _):
        text.line("var \(name): \(scan.handle(named: handle)?.pointer ?? "OpaquePointer")?")
      case .message: text.line("var \(name): UnsafeMutablePointer<CChar>?")
      default: break
      }
    }
  }

  private var quoted: String { SwiftText.literal(wrapper.function.name) }

  private func type(of argument: WrappedArgument) -> String { (try? argument.type.swift()) ?? "Int32" }

  private var needsResult: Bool { wrapper.convention != .never || wrapper.result != .none }

  private func writeCall(to text: inout SwiftText) {
    let layers = wrapper.arguments.flatMap { argument -> [(name: String, call: String)] in
      let name = SwiftNames.escaped(argument.name)
      switch argument.use {
      case .bytes(let element): return [(name, "\(name).\(element.access)")]
      case .buffer: return [(name, "\(name).withUnsafeMutableBytes")]
      case .closure:
        return [
          (name, "withoutActuallyEscaping(\(name))"), ("\(argument.name)Context", "withUnsafePointer(to: \(name))"),
        ]
      default: return []
      }
    }
    for callback in callbacks { callback.writeTrampoline(to: &text) }
    let target = needsResult ? "let \(resultName) = " : wrapper.function.result.isVoid ? "" : "_ = "
    writeLayers(layers[...], target, to: &text)
  }

  private func writeLayers(
    _ layers: ArraySlice<(name: String, call: String)>,
    _ target: String,
    to text: inout SwiftText
  ) {
    guard let first = layers.first else { return text.list("\(target)\(cFunction)(", cArguments, ")") }
    text.block("\(target)\(first.call) { \(first.name) in") { writeLayers(layers.dropFirst(), "", to: &$0) }
  }

  private var cFunction: String {
    let name = wrapper.function.name
    let isShadowed = wrapper.arguments.contains { $0.name == name }
    return isShadowed ? "\(scan.module).\(name)" : scan.reference(to: name)
  }

  private var cArguments: [String] {
    var buffers = 0
    return wrapper.arguments.map { argument in
      let name = SwiftNames.escaped(argument.name)
      switch argument.use {
      case .value, .string: return name
      case .bytes(let element):
        return element.address(of: name, isSpan: true, isNonNull: argument.type.nullability == .nonNull)
      case .buffer(let element):
        buffers += 1
        return element.address(of: name, isSpan: false, isNonNull: argument.type.nullability == .nonNull)
      case .length(let index, let isNarrow):
        let source = wrapper.arguments[index]
        let count = "\(SwiftNames.escaped(source.name)).count"
        return isNarrow ? name : type(of: argument) == "Int" ? count : "\(type(of: argument))(\(count))"
      case .space(_, let isNarrow, let variable):
        if variable != nil { return "&\(name)" }
        let space = capacity(max(buffers, 1))
        return isNarrow ? name : type(of: argument) == "Int" ? space : "\(type(of: argument))(\(space))"
      case .out, .inOut, .newHandle, .message: return "&\(name)"
      case .closed: return "pointer"
      case .receiver: return wrapper.arguments.contains { $0.name == "pointer" } ? "self.pointer" : "pointer"
      case .handle(_, let isOptional): return "\(name)\(isOptional ? "?" : "").pointer"
      case .closure:
        return callbacks.first { $0.argument.name == argument.name }!.trampoline
      case .context(let index):
        return "UnsafeMutableRawPointer(mutating: \(wrapper.arguments[index].name)Context)"
      case .constant(let expression): return expression
      }
    }
  }

  // MARK: Failure

  private func writeCheck(to text: inout SwiftText) {
    let result = resultName
    switch wrapper.convention {
    case .never: break
    case .negative: writeGuard("\(result) >= 0", resultError("Int(\(result))"), to: &text)
    case .nonzero: writeGuard("\(result) == 0", resultError("Int(\(result))"), to: &text)
    case .null: writeGuard("let \(found) = \(result)", resultError("nil"), to: &text)
    case .negativeWithErrno: writeGuard("\(result) >= 0", errnoError("errno"), to: &text)
    case .nonzeroWithErrno: writeGuard("\(result) == 0", errnoError("errno"), to: &text)
    case .nullWithErrno: writeGuard("let \(found) = \(result)", errnoError("errno"), to: &text)
    case .negatedErrno: writeGuard("\(result) >= 0", errnoError("Int32(clamping: \(result).magnitude)"), to: &text)
    case .errorNumber: writeGuard("\(result) == 0", errnoError(result), to: &text)
    case .status(let set): writeStatusCheck(set, to: &text)
    }
  }

  private func writeGuard(_ condition: String, _ error: String, to text: inout SwiftText) {
    var condition = condition
    if condition.hasPrefix("let \(found) ="), wrapper.result == .none { condition = "\(resultName) != nil" }
    text.block("guard \(condition) else {") { $0.line("throw \(error)") }
  }

  private func resultError(_ result: String) -> String { "ResultError(function: \(quoted), result: \(result))" }
  private func errnoError(_ code: String) -> String { "ErrnoError(function: \(quoted), code: \(code))" }

  private func writeStatusCheck(_ set: StatusSet, to text: inout SwiftText) {
    let value = set.enumeration == nil ? resultName : "Int32(truncatingIfNeeded: \(resultName).rawValue)"
    let argument = wrapper.function.result.integer == .int || set.enumeration != nil ? value : "Int32(\(value))"
    text.line("let \(status) = \(set.name)(rawValue: \(argument))")
    let condition =
      set.onlyNegativeFails
      ? "\(resultName) >= 0"
      : set.successes.map { "\(status) == .\(set.swiftName(of: $0))" }.joined(separator: " || ")
    let hasMessage = wrapper.arguments.contains { if case .message = $0.use { true } else { false } }
    let opening = "\(set.name)Error(function: \(quoted), status: \(status)"
    if !hasMessage, let details = details(set) {
      text.block("guard \(condition) else {") { text in
        text.line("let \(message) = \(details)")
        text.list(
          "throw \(set.name)Error(",
          [
            "function: \(quoted)", "status: \(status)", "message: \(message).map { String(cString: $0) }",
          ],
          ")"
        )
      }
    } else {
      writeGuard(condition, "\(opening)\(hasMessage ? ", message: \(message)" : ""))", to: &text)
    }
  }

  /// The expression that describes the last failure of a handle that the function has to do with.
  private func details(_ set: StatusSet) -> String? {
    for argument in wrapper.arguments {
      let (type, pointer): (String?, String) =
        switch argument.use {
        case .receiver, .closed(isKeptOnFailure: true): (wrapper.receiver?.type, "pointer")
        case .handle(let name, isOptional: false): (scan.handle(named: name)?.type, "\(argument.name).pointer")
        case .newHandle(let name, always: true, _): (scan.handle(named: name)?.type, argument.name)
        default: (nil, "")
        }
      if let type, let expression = set.details[type] { return expression.replacing("pointer", with: pointer) }
    }
    return nil
  }

  // MARK: Result

  private func writeResult(to text: inout SwiftText) {
    if closing == true { handle?.writeClosed(to: &text) }
    for argument in wrapper.arguments {
      guard case .newHandle(_, let always, isOptional: false) = argument.use else { continue }
      let found = always ? "\(argument.name)Handle = \(argument.name)Made" : "\(argument.name)Found = \(argument.name)"
      writeGuard("let \(found)", resultError("nil"), to: &text)
    }
    for argument in wrapper.arguments {
      guard case .buffer = argument.use else { continue }
      let index = wrapper.arguments.firstIndex { $0.name == argument.name }!
      let space = wrapper.arguments.first { if case .space(index, _, _?) = $0.use { true } else { false } }
      let count = space.map { SwiftNames.escaped($0.name) } ?? (wrapper.result == .count ? resultName : nil)
      if let count {
        let name = SwiftNames.escaped(argument.name)
        text.line("\(name).removeLast(max(0, \(name).count - max(0, Int(clamping: \(count)))))")
      }
    }
    if case .string(let free) = wrapper.result {
      let isCertain = wrapper.convention.isNull || wrapper.function.result.nullability == .nonNull
      let source = wrapper.convention.isNull ? found : resultName
      if !isCertain {
        text.line("let \(self.text) = \(resultName).map { String(cString: $0) }")
      } else if free != nil {
        text.line("let \(self.text) = String(cString: \(source))")
      }
      if let free { text.line("\(scan.reference(to: free))(\(source))") }
    }
    let results = results
    switch results.count {
    case 0: break
    case 1: text.line("return \(SwiftNames.escapedExpression(results[0].expression))")
    default: text.list("return (", results.map { SwiftNames.escapedExpression($0.expression) }, ")")
    }
  }
}

extension SwiftNames {
  /// An expression that may be no more than a name.
  fileprivate static func escapedExpression(_ expression: String) -> String { escaped(expression) }
}

extension WrappedArgument {
  fileprivate var byteElement: ByteElement? {
    switch use {
    case .bytes(let element), .buffer(let element): element
    default: nil
    }
  }
}

extension ByteElement {
  /// The span that the caller passes.
  fileprivate var span: String { isUInt8 ? "Span<UInt8>" : "RawSpan" }
  /// How the caller's span says how many bytes it has.
  fileprivate var count: String { isUInt8 ? "count" : "byteCount" }
  fileprivate var access: String { isUInt8 ? "withUnsafeBufferPointer" : "withUnsafeBytes" }

  private var isUInt8: Bool { self == .typed("UInt8") }

  /// The address as the C function takes it. No bytes have no address: where null is not allowed, another one stands for it.
  fileprivate func address(of name: String, isSpan: Bool, isNonNull: Bool) -> String {
    let isTyped = isSpan && isUInt8
    var address = "\(name).baseAddress"
    if isNonNull {
      let pointer = isTyped ? "UnsafePointer<UInt8>" : isSpan ? "UnsafeRawPointer" : "UnsafeMutableRawPointer"
      address = "(\(address) ?? \(pointer)(bitPattern: 1)!)"
    }
    guard case .typed(let type) = self, !isTyped else { return address }
    return "\(address)\(isNonNull ? "" : "?").assumingMemoryBound(to: \(type).self)"
  }
}
