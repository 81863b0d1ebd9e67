import BenchmarkHarness
import Decorators

func measureRetrying() async {
  await measureRetryingSync()
  await measureRetryingAsync()
  await measureRetryingOnActor()
}

private func measureRetryingSync() async {
  var table = BenchmarkTable("retrying, success at the first attempt")
  let policy = opaque(RetryPolicy(attempts: 3))
  let function = opaque(Function { (number: Int) throws in try throwingWork(number) })
  let retrying = opaque(function.decorated(by: policy))
  let twice = opaque(retrying.decorated(by: policy))
  table.row("bare call") { count in sum(count) { (try? throwingWork($0)) ?? 0 } }
  table.row("Function", over: "bare call", atMost: .nanoseconds(8)) { count in sum(count) { (try? function($0)) ?? 0 } }
  table.row("run, retrying", over: "bare call", atMost: .nanoseconds(2)) { count in
    sum(count) { number in (try? policy.run { try throwingWork(number) }) ?? 0 }
  }
  table.row("retrying a Function", over: "Function", atMost: .nanoseconds(8)) { count in
    sum(count) { (try? retrying($0)) ?? 0 }
  }
  table.row("retrying twice", over: "retrying a Function", atMost: .nanoseconds(8)) { count in
    sum(count) { (try? twice($0)) ?? 0 }
  }
  await table.run()
}

private func measureRetryingAsync() async {
  var table = BenchmarkTable("retrying asynchronously, success at the first attempt")
  let policy = opaque(RetryPolicy(attempts: 3))
  let function = opaque(AsyncFunction(asyncThrowingWork))
  let retrying = opaque(function.decorated(by: policy))
  table.row("bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await asyncThrowingWork(number)) ?? 0 }
    return sum
  }
  table.row("AsyncFunction", over: "bare call", atMost: .nanoseconds(40)) { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await function(number)) ?? 0 }
    return sum
  }
  table.row("run, retrying", over: "bare call", atMost: .nanoseconds(15)) { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await policy.run { try await asyncThrowingWork(number) }) ?? 0 }
    return sum
  }
  table.row("retrying an AsyncFunction", over: "AsyncFunction", atMost: .nanoseconds(40)) { count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await retrying(number)) ?? 0 }
    return sum
  }
  await table.run()
}

private func measureRetryingOnActor() async {
  var table = BenchmarkTable("retrying from the main actor, success at the first attempt")
  let policy = opaque(RetryPolicy(attempts: 3))
  let function = opaque(AsyncFunction(asyncThrowingWork))
  let retrying = opaque(function.decorated(by: policy))
  table.row("bare call") { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await asyncThrowingWork(number)) ?? 0 }
    return sum
  }
  table.row("AsyncFunction", over: "bare call", atMost: .nanoseconds(40)) { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await function(number)) ?? 0 }
    return sum
  }
  table.row("run, retrying", over: "bare call", atMost: .nanoseconds(15)) { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await policy.run { try await asyncThrowingWork(number) }) ?? 0 }
    return sum
  }
  table.row("retrying an AsyncFunction", over: "AsyncFunction", atMost: .nanoseconds(40)) { @MainActor count in
    var sum = 0
    for number in 0..<count { sum &+= (try? await retrying(number)) ?? 0 }
    return sum
  }
  await table.run()
}
