import BenchmarkHarness
import Decorators
import Logging

func measureLogged() async {
  await measureLoggedSync()
  await measureLoggedAsync()
}

/// A log statement as it stands in code that is called from many places: in a loop half of its cost is paid only once.
@inline(never)
private func debugAndWork(_ number: Int, _ logger: Logger) -> Int {
  logger.debug("\(number)")
  return work(number)
}

@inline(never)
private func debugAndWork(_ number: Int) -> Int {
  Logger.current.debug("\(number)")
  return work(number)
}

private func measureLoggedSync() async {
  var table = BenchmarkTable("logged, its levels off")
  let logger = quietLogger()
  let given = opaque(LoggingPolicy(logger: logger))
  let showing = opaque(LoggingPolicy(logger: logger, arguments: .all, result: .value))
  let current = opaque(LoggingPolicy())
  let function = opaque(Function { (number: Int) in work(number) })
  let logged = opaque(function.decorated(by: given))
  let loggedCurrent = opaque(function.decorated(by: current))
  table.row("bare call") { count in sum(count) { work($0) } }
  table.row("logger.debug that is off") { count in
    sum(count) { debugAndWork($0, logger) }
  }
  table.row("withLogging", over: "logger.debug that is off", atMost: .times(1.3)) { count in
    sum(count) { number in withLogging(given) { work(number) } }
  }
  table.row("withLogging, arguments and result", over: "logger.debug that is off", atMost: .times(1.3)) { count in
    sum(count) { number in withLogging(showing, arguments: ["number": number]) { work(number) } }
  }
  table.row("Logger.current.debug that is off") { count in
    sum(count) { debugAndWork($0) }
  }
  table.row("withLogging, Logger.current", over: "Logger.current.debug that is off", atMost: .times(1.3)) { count in
    sum(count) { number in withLogging(current) { work(number) } }
  }
  table.row("Function", over: "bare call") { count in sum(count) { function($0) } }
  table.row("logged Function", over: "logger.debug that is off", atMost: .times(1.3)) { count in
    sum(count) { logged($0) }
  }
  table.row("logged Function, Logger.current", over: "Logger.current.debug that is off", atMost: .times(1.3)) { count in
    sum(count) { loggedCurrent($0) }
  }
  await table.run()
}

@inline(never)
nonisolated(nonsending) private func debugAndAsyncWork(_ number: Int, _ logger: Logger) async -> Int {
  logger.debug("\(number)")
  return await asyncWork(number)
}

private func measureLoggedAsync() async {
  var table = BenchmarkTable("logged asynchronously, its levels off")
  let logger = quietLogger()
  let given = opaque(LoggingPolicy(logger: logger))
  let function = opaque(AsyncFunction(asyncWork))
  let logged = opaque(function.decorated(by: given))
  table.row("bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await asyncWork(number) }
    return sum
  }
  table.row("logger.debug that is off", over: "bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await debugAndAsyncWork(number, logger) }
    return sum
  }
  table.row("withLogging", over: "logger.debug that is off", atMost: .times(1.3)) { count in
    var sum = 0
    for number in 0..<count { sum &+= await withLogging(given) { await asyncWork(number) } }
    return sum
  }
  table.row("AsyncFunction", over: "bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await function(number) }
    return sum
  }
  table.row("logged AsyncFunction", over: "AsyncFunction", atMost: .nanoseconds(40)) { count in
    var sum = 0
    for number in 0..<count { sum &+= await logged(number) }
    return sum
  }
  await table.run()
}
