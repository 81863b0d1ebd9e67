import Decorators
import DecoratorsTesting

// One decorator for each protocol, as a user would write it. Each keeps what it is told.

/// A call as a decorator sees it.
struct SeenCall: Sendable, Equatable {
  var name: String
  var fileID: String
  var function: String
  var line: UInt
  var input: String

  init<Input>(_ input: Input, at site: CallSite) {
    name = site.name
    fileID = site.fileID
    function = site.function
    line = site.line
    self.input = "\(input)"
  }
}

struct Closed: Error, Equatable {}

/// Refuses calls with an error of its own while it is closed.
struct Barrier: Decorator {
  var isClosed = false
  let calls = ValueRecorder<SeenCall>()
  var description: String { isClosed ? "barrier(closed)" : "barrier" }

  func call<Input, Output>(_ input: Input, at site: CallSite, _ next: (Input) throws -> Output) throws -> Output {
    calls.append(SeenCall(input, at: site))
    if isClosed { throw Closed() }
    return try next(input)
  }

  nonisolated(nonsending) func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    calls.append(SeenCall(input, at: site))
    if isClosed { throw Closed() }
    return try await next(input)
  }
}

/// Runs the function, and once more if it throws.
struct SecondChance: TransparentDecorator {
  let calls = ValueRecorder<SeenCall>()
  var description: String { "second chance" }

  func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    calls.append(SeenCall(input, at: site))
    do throws(Failure) { return try next(input) } catch { return try next(input) }
  }

  nonisolated(nonsending) func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    calls.append(SeenCall(input, at: site))
    do throws(Failure) { return try await next(input) } catch { return try await next(input) }
  }
}

/// Writes a line when a call begins and when it ends. Its span is the number of the call.
struct Diary: CallObserver {
  var name = "diary"
  var lines = ValueRecorder<String>()
  let calls = ValueRecorder<SeenCall>()
  let functions = ValueRecorder<String>()
  private let numbers = Counter()
  var description: String { name }

  init(_ name: String = "diary", in lines: ValueRecorder<String> = ValueRecorder()) {
    self.name = name
    self.lines = lines
  }

  func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
    functions.append("\(name) around \(function.name), which takes \(argumentCount)")
  }

  func begin<Input>(_ input: Input, at site: CallSite) -> Int {
    calls.append(SeenCall(input, at: site))
    let number = numbers.increment()
    lines.append("\(name) \(number) begins")
    return number
  }

  func end<Input, Output>(_ span: Int, of input: Input, returning output: Output, at site: CallSite) {
    lines.append("\(name) \(span) returns \(output) for \(input)")
  }

  func end<Input>(_ span: Int, of input: Input, throwing error: any Error, at site: CallSite) {
    let outcome = CallOutcome(throwing: error)
    lines.append("\(name) \(span) throws \(type(of: error)), a \(outcome), for \(input)")
  }
}

/// Lets calls in while it is open, and notes who comes and goes. Its permit is the number of the call.
struct Door: CallGuard {
  var name = "door"
  var isOpen = true
  var lines = ValueRecorder<String>()
  let calls = ValueRecorder<SeenCall>()
  let functions = ValueRecorder<String>()
  private let numbers = Counter()
  var description: String { name }

  init(_ name: String = "door", isOpen: Bool = true, in lines: ValueRecorder<String> = ValueRecorder()) {
    self.name = name
    self.isOpen = isOpen
    self.lines = lines
  }

  func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
    functions.append("\(name) around \(function.name), which takes \(argumentCount)")
  }

  func admit(at site: CallSite) throws -> Int {
    calls.append(SeenCall((), at: site))
    if !isOpen { throw Closed() }
    let number = numbers.increment()
    lines.append("\(name) lets \(number) in")
    return number
  }

  func leave(_ permit: Int, at site: CallSite, throwing error: (any Error)?) {
    lines.append("\(name) sees \(permit) leave" + (error.map { ", throwing \(type(of: $0))" } ?? ""))
  }
}

/// Runs the function twice, each time in a child task, and returns what comes second.
struct Twice: ConcurrentDecorator {
  let calls = ValueRecorder<SeenCall>()
  let functions = ValueRecorder<String>()
  var description: String { "twice" }

  func willDecorate(_ function: FunctionIdentity, argumentCount: Int) {
    functions.append("twice around \(function.name), which takes \(argumentCount)")
  }

  nonisolated(nonsending) func callConcurrently<Input: Sendable, Output: Sendable>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws -> Output
  ) async throws -> Output {
    calls.append(SeenCall(input, at: site))
    return try await withThrowingTaskGroup(of: Output.self) { group in
      group.addTask { try await next(input) }
      group.addTask { try await next(input) }
      _ = try await group.next()
      return try await group.next()!
    }
  }
}

/// Lets other tasks run before each call. It has no synchronous form.
struct Yielding: AsyncDecorator {
  var description: String { "yielding" }

  nonisolated(nonsending) func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    await Task.yield()
    return try await next(input)
  }
}
