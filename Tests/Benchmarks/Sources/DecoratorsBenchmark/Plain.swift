import BenchmarkHarness
import Decorators

func measurePlain() async {
  await measurePlainSync()
  await measurePlainAsync()
  await measurePlainOnActor()
}

private func measurePlainSync() async {
  var table = BenchmarkTable("Function values without a decorator")
  let closure = opaque { @Sendable (number: Int) in work(number) }
  let function = opaque(Function { (number: Int) in work(number) })
  let layer = opaque(function.decorated(by: Plain()))
  table.row("bare call") { count in sum(count) { work($0) } }
  table.row("closure", over: "bare call") { count in sum(count) { closure($0) } }
  table.row("Function", over: "bare call", atMost: .nanoseconds(8)) { count in sum(count) { function($0) } }
  table.row("Function and a layer", over: "Function", atMost: .nanoseconds(8)) { count in sum(count) { layer($0) } }
  await table.run()
}

private func measurePlainAsync() async {
  var table = BenchmarkTable("Asynchronous function values without a decorator")
  let function = opaque(AsyncFunction(asyncWork))
  let layer = opaque(function.decorated(by: Plain()))
  table.row("bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await asyncWork(number) }
    return sum
  }
  table.row("AsyncFunction", over: "bare call", atMost: .nanoseconds(40)) { count in
    var sum = 0
    for number in 0..<count { sum &+= await function(number) }
    return sum
  }
  table.row("AsyncFunction and a layer", over: "AsyncFunction", atMost: .nanoseconds(40)) { count in
    var sum = 0
    for number in 0..<count { sum &+= await layer(number) }
    return sum
  }
  await table.run()
}

private func measurePlainOnActor() async {
  var table = BenchmarkTable("The same from the main actor")
  let function = opaque(AsyncFunction(asyncWork))
  let layer = opaque(function.decorated(by: Plain()))
  table.row("bare call") { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= await asyncWork(number) }
    return sum
  }
  table.row("AsyncFunction", over: "bare call", atMost: .nanoseconds(40)) { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= await function(number) }
    return sum
  }
  table.row("AsyncFunction and a layer", over: "AsyncFunction", atMost: .nanoseconds(40)) { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= await layer(number) }
    return sum
  }
  await table.run()
}

/// A decorator that does nothing: what a layer costs by itself.
private struct Plain: TransparentDecorator {
  var description: String { "plain" }

  func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try next(input)
  }

  nonisolated(nonsending) func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    try await next(input)
  }
}
