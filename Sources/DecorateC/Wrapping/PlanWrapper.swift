/// Plans wrappers: what each parameter and each result of a C function becomes.
struct WrapperPlanner {
  let handles: HandleTable
  let prefix: String
  /// Of functions with any number of arguments, those that take a `va_list` instead.
  private let twins: [String: String]

  init(handles: HandleTable, prefix: String, functions: [CFunction]) {
    self.handles = handles
    self.prefix = prefix
    let lists = Set(functions.filter { $0.parameters.contains { $0.type.isArgumentList } }.map(\.name))
    twins = functions.filter(\.isVariadic).reduce(into: [:]) { twins, function in
      let candidates =
        ["v\(function.name)", function.name.replacing("printf", with: "vprintf", maxReplacements: 1)]
        + [
          function.name.replacing("mprintf", with: "vmprintf", maxReplacements: 1),
          function.name.replacing("snprintf", with: "vsnprintf", maxReplacements: 1),
        ]
      twins[function.name] = candidates.first(where: lists.contains)
    }
  }

  /// - Throws: ``Unwrappable`` with the reason why there is no wrapper, ``ScannerError`` where a rule does not fit.
  func wrapper(for function: CFunction, _ conclusion: FailureConclusion, rule: FunctionRule?) throws -> Wrapper {
    if let reason = rule?.skip { throw Unwrappable(reason: reason) }
    if function.isVariadic {
      let twin = twins[function.name].map { "use \($0), which takes a va_list" }
      throw Unwrappable(
        reason: "it takes any number of arguments, and Swift imports no such function: "
          + (twin ?? "write a C function with fixed parameters that calls it")
      )
    }
    if function.hasNoPrototype { throw Unwrappable(reason: "it is declared without its parameters: write (void)") }
    if let attribute = function.swiftAttribute {
      let word = attribute.prefix { $0 != "(" }
      throw Unwrappable(reason: "'\(word)' says how Swift imports it: call it so, or not at all")
    }
    if Self.returningTwice.contains(function.name) {
      throw Unwrappable(reason: "it returns twice, which Swift cannot do")
    }
    if function.availability == .unavailable { throw Unwrappable(reason: "it is marked as unavailable") }
    if let handle = handles.handle(releasedBy: function.name) {
      return try closing(handle, function, conclusion)
    }
    // A rule that names a parameter wrongly is a mistake, whatever else is known of the function.
    let parameterRules = try positions(rule, function)
    guard conclusion.convention != nil else { throw Unwrappable(reason: "how it reports failure is not known") }
    try check(conclusion.convention!, fits: function)
    let arguments = try arguments(of: function, rule)
    try checkKept(arguments, of: function, rule)
    try checkMessage(arguments, of: function, conclusion, rule)
    var wrapper = Wrapper(
      function: function,
      conclusion: conclusion,
      receiver: nil,
      name: rule?.name ?? SwiftNames.lower(function.name, dropping: prefix),
      arguments: arguments,
      result: try result(of: function, conclusion, rule, arguments)
    )
    wrapper.notes = notes(about: function, arguments, wrapper.result, rule)
    if case .handle(let name, _)? = wrapper.arguments.first?.use {
      if function.isReleasing, parameterRules[0] != .handle {
        throw Unwrappable(
          reason: "its name says that it releases an object, which the class \(name) does with "
            + "\(handles.handle(named: name)!.release): if it does not, say 'parameters: {1: handle}' in a rule"
        )
      }
      wrapper.receiver = handles.handle(named: name)
      wrapper.arguments[0].use = .receiver
    }
    return wrapper
  }

  /// The functions that clang knows to return twice, whatever their declarations say.
  private static let returningTwice: Set<String> = [
    "setjmp", "_setjmp", "sigsetjmp", "__sigsetjmp", "savectx", "vfork", "getcontext",
  ]

  /// The method that closes a handle.
  ///
  /// - Throws: ``Unwrappable`` where the function is not what `close()` calls, or how it reports failure is not known.
  func closing(_ handle: Handle, _ function: CFunction, _ conclusion: FailureConclusion) throws -> Wrapper {
    let byClass = "the class \(handle.name) calls it when nothing refers to the object any more"
    guard function.name == handle.close else { throw Unwrappable(reason: byClass) }
    guard let convention = conclusion.convention else {
      throw Unwrappable(reason: "\(byClass); there is no close(), because how it reports failure is not known")
    }
    try check(convention, fits: function)
    let argument = WrappedArgument(
      name: "pointer",
      type: function.parameters[0].type,
      use: .closed(isKeptOnFailure: handle.close != handle.release)
    )
    return Wrapper(
      function: function,
      conclusion: conclusion,
      receiver: handle,
      name: "close",
      arguments: [argument],
      result: .none
    )
  }

  /// - Throws: ``Unwrappable`` where a result cannot be compared as a convention says.
  private func check(_ convention: FailureConvention, fits function: CFunction) throws {
    let result = function.result
    let fits =
      switch convention {
      case .never: true
      case .null, .nullWithErrno: result.pointee != nil && result.nullability != .nonNull
      case .negative, .negativeWithErrno, .negatedErrno: result.integer?.isSigned ?? false
      case .nonzero, .nonzeroWithErrno, .errorNumber: result.integer != nil
      case .status(let set): result.integer != nil || set.enumeration != nil && result.isEnumeration(set.enumeration!)
      }
    if !fits, convention.isNull, result.nullability == .nonNull {
      throw Unwrappable(reason: "its result is never null, which does not fit \(convention.word)")
    }
    if !fits { throw Unwrappable(reason: "its result is '\(result.cSpelling)', which does not fit \(convention.word)") }
  }

  /// What names alone say: who owns the result, and that a number is no length of the text before it.
  private func notes(
    about function: CFunction,
    _ arguments: [WrappedArgument],
    _ result: WrappedResult,
    _ rule: FunctionRule?
  ) -> [String] {
    var notes: [String] = []
    if rule?.result == nil, case .handle(_, isOwned: true) = result, let handle = handles.handle(for: function.result),
      let word = ownership.creatingWord(of: function, for: handle)
    {
      notes.append("owned: the name contains '\(word)'")
    }
    for (index, parameter) in function.parameters.enumerated().dropFirst() {
      guard case (.string, .value) = (arguments[index - 1].use, arguments[index].use), parameter.soundsLikeLength else {
        continue
      }
      notes.append("'\(parameter.name)' is not used as the length of '\(function.parameters[index - 1].name)'")
    }
    return notes
  }

  /// - Throws: ``Unwrappable`` where the comment says that the function keeps what it is passed, and no rule says what to do:
  ///   a string or a span is gone when it returns, and a handle is released a second time.
  private func checkKept(_ arguments: [WrappedArgument], of function: CFunction, _ rule: FunctionRule?) throws {
    let ruled = try positions(rule, function)
    let isOpen = { (index: Int) in ruled[index] == nil }
    let passesMemory = arguments.indices.contains { index in
      switch arguments[index].use {
      case .string, .bytes: isOpen(index)
      default: false
      }
    }
    if passesMemory, let words = Ownership.keeps(function.comment) {
      throw Unwrappable(reason: "its comment says '\(words)', so it may keep what it is passed: say 'value' in a rule")
    }
    let passesHandle = arguments.indices.contains { index in
      if case .handle = arguments[index].use { isOpen(index) } else { false }
    }
    if passesHandle, let words = Ownership.takesOver(function.comment) {
      throw Unwrappable(
        reason:
          "its comment says '\(words)', so it may release the handle that it is passed: say 'handle' in a rule if not"
      )
    }
  }

  /// - Throws: ``ScannerError`` where nothing would hold the message of a failure.
  private func checkMessage(
    _ arguments: [WrappedArgument],
    of function: CFunction,
    _ conclusion: FailureConclusion,
    _ rule: FunctionRule?
  ) throws {
    if case .status? = conclusion.convention { return }
    guard arguments.contains(where: { if case .message = $0.use { true } else { false } }) else { return }
    throw ScannerError(
      "only errors of statuses have a message, and '\(function.name)' returns none: say 'value' for it, or 'status'.",
      at: rule?.place
    )
  }

  // MARK: Parameters

  private func arguments(of function: CFunction, _ rule: FunctionRule?) throws -> [WrappedArgument] {
    var names = Self.parameterNames(function)
    for (parameter, name) in rule?.parameterNames ?? [:] {
      names[try position(of: parameter, in: function, rule!.place)] = name
    }
    var arguments: [WrappedArgument?] = Array(repeating: nil, count: function.parameters.count)
    let rules = try positions(rule, function)
    for (index, parameterRule) in rules.sorted(by: { $0.key < $1.key }) {
      try apply(parameterRule, at: index, of: function, names, besides: rules, place: rule!.place, &arguments)
    }
    for index in function.parameters.indices where arguments[index] == nil {
      let parameter = function.parameters[index]
      func use(_ use: WrappedArgument.Use) {
        arguments[index] = WrappedArgument(name: names[index], type: parameter.type, use: use)
      }
      if let element = parameter.type.byteElement(isConstant: true), index + 1 < arguments.count,
        arguments[index + 1] == nil, let isNarrow = length(at: index + 1, of: function),
        index + 2 >= arguments.count
          || !function.parameters[index + 2].isLength(of: parameter, comment: function.comment)
      {
        use(.bytes(element))
        arguments[index + 1] = WrappedArgument(
          name: names[index + 1],
          type: function.parameters[index + 1].type,
          use: .length(of: index, isNarrow: isNarrow)
        )
      } else if parameter.type.isText {
        use(.string(isOptional: parameter.type.nullability == .nullable))
      } else if let handle = handles.handle(for: parameter.type) {
        use(.handle(handle.name, isOptional: parameter.type.nullability == .nullable))
      } else if let handle = createdHandle(parameter, function) {
        if parameter.type.pointee!.type.nullability == .nonNull { throw Self.noStart(parameter.name) }
        use(.newHandle(handle.name, always: false, isOptional: false))
      } else if let documented = Self.direction(of: parameter, in: function),
        let pointee = parameter.type.pointee, !pointee.isConstant, let type = try? pointee.type.swift(), type != "Void"
      {
        if documented == .out, pointee.type.nullability == .nonNull { throw Self.noStart(parameter.name) }
        use(documented == .out && pointee.type.initialValue != nil ? .out(type) : .inOut(type))
      } else {
        use(.value(try parameter.type.swift()))
      }
    }
    return arguments.map { $0! }
  }

  /// A result of which Swift has no value before C writes it.
  private static func noStart(_ parameter: String) -> Unwrappable {
    Unwrappable(
      reason:
        "'\(parameter)' points to a pointer that is never null, so Swift has none to start with: say 'value' in a rule"
    )
  }

  /// The rules for parameters by their position.
  private func positions(_ rule: FunctionRule?, _ function: CFunction) throws -> [Int: ParameterRule] {
    var positions: [Int: ParameterRule] = [:]
    for (name, parameterRule) in rule?.parameters ?? [:] {
      positions[try position(of: name, in: function, rule!.place)] = parameterRule
    }
    return positions
  }

  private func position(of name: String, in function: CFunction, _ place: SourcePlace) throws -> Int {
    if let number = Int(name), function.parameters.indices.contains(number - 1) { return number - 1 }
    if let index = function.parameters.firstIndex(where: { $0.name == name }) { return index }
    let known = function.parameters.map(\.name)
    throw ScannerError("'\(function.name)' has no parameter '\(name)'\(suggestion(for: name, of: known)).", at: place)
  }

  private func apply(
    _ rule: ParameterRule,
    at index: Int,
    of function: CFunction,
    _ names: [String],
    besides rules: [Int: ParameterRule],
    place: SourcePlace,
    _ arguments: inout [WrappedArgument?]
  ) throws {
    let type = function.parameters[index].type
    func misfit(_ what: String) -> ScannerError {
      ScannerError(
        "parameter \(index + 1) of '\(function.name)' is '\(type.cSpelling)', which is not \(what).",
        at: place
      )
    }
    func set(_ index: Int, _ use: WrappedArgument.Use) {
      arguments[index] = WrappedArgument(name: names[index], type: function.parameters[index].type, use: use)
    }
    switch rule {
    case .value: set(index, .value(try type.swift()))
    case .string(let isOptional):
      guard type.isText else { throw misfit("const char *") }
      set(index, .string(isOptional: isOptional || type.nullability == .nullable))
    case .constant(let expression): set(index, .constant(expression))
    case .message(let free):
      guard let text = type.pointee?.type, let pointee = text.pointee, pointee.type.canonical == .integer(.char) else {
        throw misfit("char **")
      }
      if text.nullability == .nonNull { throw Self.noStart(names[index]) }
      arguments[index] = WrappedArgument(name: "\(names[index])Pointer", type: type, use: .message(freedBy: free))
    case .out(let always, let isOptional):
      guard let pointee = type.pointee, !pointee.isConstant else {
        throw misfit("a pointer to something it could write")
      }
      if pointee.type.nullability == .nonNull { throw Self.noStart(names[index]) }
      if let handle = handles.handle(for: pointee.type) {
        set(index, .newHandle(handle.name, always: always, isOptional: isOptional))
      } else {
        guard pointee.type.initialValue != nil else { throw misfit("a pointer to a number or a pointer") }
        set(index, .out(try pointee.type.swift()))
      }
    case .handle:
      guard let handle = handles.handle(for: type) else { throw misfit("a handle") }
      set(index, .handle(handle.name, isOptional: type.nullability == .nullable))
    case .inOut:
      guard let pointee = type.pointee, !pointee.isConstant else {
        throw misfit("a pointer to something it could write")
      }
      set(index, .inOut(try pointee.type.swift()))
    case .bytes(let lengthName):
      guard let element = type.byteElement(isConstant: nil) else { throw misfit("a pointer to bytes") }
      let length = try lengthPosition(lengthName, of: index, function, rules, arguments, place)
      guard let integer = function.parameters[length].type.integer else { throw misfit("followed by an integer") }
      set(index, .bytes(element))
      set(length, .length(of: index, isNarrow: !integer.holdsEveryCount))
    case .buffer(let lengthName):
      guard let element = type.byteElement(isConstant: false) else {
        throw misfit("a pointer to bytes that it could write")
      }
      let space = try lengthPosition(lengthName, of: index, function, rules, arguments, place)
      let spaceType = function.parameters[space].type
      let variableType = spaceType.pointee.flatMap { $0.isConstant ? nil : $0.type.integer }
      guard let integer = spaceType.integer ?? variableType, !integer.isCharacter else {
        throw misfit("followed by its space")
      }
      set(index, .buffer(element))
      let variable = spaceType.integer == nil ? try spaceType.pointee!.type.swift() : nil
      set(space, .space(of: index, isNarrow: !integer.holdsEveryCount, variable: variable))
    case .duringCall(let contextName, let defaultResult):
      guard case .function(let callback)? = type.pointee?.type.canonical, !callback.isVariadic else {
        throw misfit("a pointer to a function")
      }
      let contexts = callback.parameters.indices.filter { callback.parameters[$0].isContext }
      guard let context = contexts.first else { throw misfit("a function with a 'void *' for its context") }
      let contextPosition = try position(of: contextName, in: function, place)
      guard function.parameters[contextPosition].type.isContext else { throw misfit("followed by a 'void *'") }
      for type in callback.parameters + [callback.result] { _ = try type.swift() }
      let alias = SwiftNames.upper(function.name, dropping: prefix) + SwiftNames.upper(names[index])
      set(index, .closure(alias: alias, callback, context: context, defaultResult: defaultResult))
      set(contextPosition, .context(of: index))
    }
  }

  /// The parameter that a rule names for the number of bytes of another one.
  ///
  /// - Throws: ``ScannerError`` where it has another use.
  private func lengthPosition(
    _ name: String,
    of index: Int,
    _ function: CFunction,
    _ rules: [Int: ParameterRule],
    _ arguments: [WrappedArgument?],
    _ place: SourcePlace
  ) throws -> Int {
    let length = try position(of: name, in: function, place)
    let parameter = "parameter \(length + 1) of '\(function.name)'"
    if length == index { throw ScannerError("\(parameter) cannot be the number of its own bytes.", at: place) }
    if rules[length] != nil { throw ScannerError("\(parameter) has a rule of its own, so it is no length.", at: place) }
    switch arguments[length]?.use {
    case .length(let other, _)?, .space(let other, _, _)?:
      throw ScannerError("\(parameter) is already the length of parameter \(other + 1).", at: place)
    case nil: return length
    default: throw ScannerError("\(parameter) has another use already, so it is no length.", at: place)
    }
  }

  /// Whether a parameter is the number of the bytes before it and of nothing else, and then whether its type is too narrow for
  /// some numbers.
  private func length(at index: Int, of function: CFunction) -> Bool? {
    let (parameter, bytes) = (function.parameters[index], function.parameters[index - 1])
    guard parameter.isLength(of: bytes, comment: function.comment), let integer = parameter.type.integer else {
      return nil
    }
    // Of two pointers in a row, as in memcmp(a, b, n), it may be the length of both.
    if index >= 2, function.parameters[index - 2].type.byteElement(isConstant: nil) != nil,
      parameter.isLength(of: function.parameters[index - 2], comment: "")
    {
      return nil
    }
    return !integer.holdsEveryCount
  }

  /// The handle that a function makes and stores where a parameter points to.
  private func createdHandle(_ parameter: CParameter, _ function: CFunction) -> Handle? {
    guard let pointee = parameter.type.pointee, !pointee.isConstant, let handle = handles.handle(for: pointee.type),
      ownership.creatingWord(of: function, for: handle) != nil, Ownership.borrowed(function.comment) == nil
    else { return nil }
    return handle
  }

  private var ownership: Ownership { Ownership(prefix: prefix) }

  private enum Direction { case out, inOut }

  /// What a name such as `out_count`, or `@param[out] count` in the comment, says of a pointer.
  private static func direction(of parameter: CParameter, in function: CFunction) -> Direction? {
    guard !parameter.name.isEmpty else { return nil }
    for (mark, direction) in [("out", Direction.out), ("in,out", .inOut), ("in, out", .inOut), ("inout", .inOut)] {
      for sign in ["@", "\\"] where function.comment.contains("\(sign)param[\(mark)] \(parameter.name)") {
        return direction
      }
    }
    let words = SwiftNames.words(of: parameter.name).map { $0.lowercased() }
    if words.first == "inout" { return .inOut }
    return words.first == "out" || words.last == "out" ? .out : nil
  }

  /// The Swift names of the parameters, all different.
  private static func parameterNames(_ function: CFunction) -> [String] {
    var taken: Set<String> = []
    return function.parameters.enumerated().map { index, parameter in
      let trimmed = parameter.name.trimmingPrefix { $0 == "_" }
      var name = trimmed.isEmpty ? "argument\(index + 1)" : SwiftNames.lower(String(trimmed))
      if !taken.insert(name).inserted {
        name += "\(index + 1)"
        taken.insert(name)
      }
      return name
    }
  }

  // MARK: Result

  private func result(
    of function: CFunction,
    _ conclusion: FailureConclusion,
    _ rule: FunctionRule?,
    _ arguments: [WrappedArgument]
  ) throws -> WrappedResult {
    switch rule?.result {
    case .none?: return .none
    case .count?:
      guard arguments.contains(where: { if case .buffer = $0.use { true } else { false } }) else {
        throw ScannerError("'\(function.name)' has no buffer whose bytes its result could count.", at: rule?.place)
      }
      return .count
    case .string(let free)?:
      guard function.result.pointee?.type.integer?.isCharacter ?? false else {
        throw ScannerError(
          "the result of '\(function.name)' is '\(function.result.cSpelling)', not text.",
          at: rule?.place
        )
      }
      return .string(freedBy: free)
    case .value?: return .value(try function.result.swift())
    case .owned?, .borrowed?:
      guard let handle = handles.handle(for: function.result) else {
        throw ScannerError("the result of '\(function.name)' is no handle.", at: rule?.place)
      }
      return .handle(handle.name, isOwned: rule?.result == .owned)
    case nil: break
    }
    if function.result.isVoid { return .none }
    switch conclusion.convention! {
    case .nonzero, .nonzeroWithErrno, .errorNumber: return .none
    case .status(let set) where set.onlyNegativeFails: break
    case .status(let set): return set.successes.count > 1 ? .status : .none
    case .negative, .negativeWithErrno, .negatedErrno:
      if Evidence(in: function).saysZeroOnSuccess { return .none }
    case .never, .null, .nullWithErrno: break
    }
    if function.result.isText { return .string(freedBy: nil) }
    if let handle = handles.handle(for: function.result) {
      if let words = Ownership.borrowed(function.comment) {
        throw Unwrappable(
          reason: "its comment says '\(words)': say 'result: owned' or 'result: borrowed' in a rule"
        )
      }
      guard ownership.creatingWord(of: function, for: handle) != nil, function.result.pointee?.isConstant != true else {
        throw Unwrappable(
          reason:
            "whether its result has to be released is not known: say 'result: owned' or 'result: borrowed' in a rule"
        )
      }
      return .handle(handle.name, isOwned: true)
    }
    return .value(try function.result.swift())
  }
}
