/// How a C function becomes a Swift function.
package struct Wrapper: Sendable {
  package var function: CFunction
  package var conclusion: FailureConclusion
  /// The handle whose method it is.
  package var receiver: Handle?
  /// Its Swift name, without labels.
  package var name: String
  /// What is passed to C, in the order of C.
  package var arguments: [WrappedArgument]
  package var result: WrappedResult
  /// What was concluded from names alone, for a listing.
  var notes: [String] = []

  package var convention: FailureConvention { conclusion.convention! }

  /// Whether it is the method that closes a handle.
  var isClosing: Bool { arguments.contains { if case .closed = $0.use { true } else { false } } }

  /// The names of the handles that it returns and that belong to somebody else.
  var borrowedHandles: [String] {
    if case .handle(let name, isOwned: false) = result { [name] } else { [] }
  }

  /// The names of the handles that it returns.
  var madeHandles: [String] {
    var names: [String] = []
    if case .handle(let name, _) = result { names.append(name) }
    for argument in arguments { if case .newHandle(let name, _, _) = argument.use { names.append(name) } }
    return names
  }

  /// Whether what it throws has a type of its own.
  var needsErrorType: Bool {
    convention != .never
      || arguments.contains { argument in
        switch argument.use {
        case .newHandle(_, _, isOptional: false), .length(_, isNarrow: true), .space(_, isNarrow: true, _): true
        default: false
        }
      }
  }

  /// The names of the handles that it has to do with.
  var handles: [String] {
    var names = receiver.map { [$0.name] } ?? []
    if case .handle(let name, _) = result { names.append(name) }
    for argument in arguments {
      switch argument.use {
      case .handle(let name, _), .newHandle(let name, _, _): names.append(name)
      default: break
      }
    }
    return names
  }

  /// Whether it throws.
  package var isThrowing: Bool {
    convention != .never
      || arguments.contains { argument in
        if case .message = argument.use { return true }
        if case .length(_, let isNarrow) = argument.use { return isNarrow }
        return false
      }
  }
}

/// One argument of a C function, and where the wrapper has it from.
package struct WrappedArgument: Sendable {
  /// The name of the parameter or variable.
  package var name: String
  package var type: CType
  package var use: Use

  package enum Use: Hashable, Sendable {
    /// A parameter that is passed on.
    case value(String)
    /// A `String`.
    case string(isOptional: Bool)
    /// A span of bytes; the type of its elements.
    case bytes(ByteElement)
    /// The number of bytes of another argument. A type that does not hold every number needs a check.
    case length(of: Int, isNarrow: Bool)
    /// Bytes that are returned; there is a parameter for their number.
    case buffer(ByteElement)
    /// The space of a buffer; a pointer to it holds the number of bytes afterwards.
    case space(of: Int, isNarrow: Bool, variable: String?)
    /// A variable that is returned.
    case out(String)
    /// A parameter that is read and written.
    case inOut(String)
    /// The handle whose method it is.
    case receiver
    /// The handle whose method it is, and which the function releases: always, or only where it succeeds.
    case closed(isKeptOnFailure: Bool)
    case handle(String, isOptional: Bool)
    /// A handle that is returned. One that is there even where the function fails is released then. Where it is not optional,
    /// null is an error.
    case newHandle(String, always: Bool, isOptional: Bool)
    /// Text about a failure, which a function frees.
    case message(freedBy: String)
    /// A closure that C calls until the function returns; the type of the closure, the function that C has, and which of its
    /// parameters is the context, and what a closure returns that is left out.
    case closure(alias: String, CFunctionType, context: Int, defaultResult: String?)
    /// What C passes on to a closure.
    case context(of: Int)
    /// An expression that is always passed.
    case constant(String)
  }
}

package enum ByteElement: Hashable, Sendable {
  /// `void`, so the pointer is raw.
  case raw
  /// A type of one byte.
  case typed(String)
}

/// What a wrapper does with the result of its C function.
package enum WrappedResult: Hashable, Sendable {
  /// Nothing beyond looking whether it failed.
  case none
  case value(String)
  /// The status, of which several mean success.
  case status
  /// How many bytes were written to the buffer.
  case count
  /// Text that stays C's, or that a function frees.
  case string(freedBy: String?)
  /// A handle that is owned, or not.
  case handle(String, isOwned: Bool)
}
