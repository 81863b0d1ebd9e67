import BenchmarkHarness
import CoreMetrics
import Decorators
import Logging
import Synchronization

func measureTimed() async {
  await measureTimedSync()
  await measureTimedAsync()
  await measureSinks()
}

/// Keeps what was measured, as a sink at its cheapest would.
private final class Last: Sendable {
  let attoseconds = Atomic<Int64>(0)
  func keep(_ duration: Duration) {
    attoseconds.store(Int64(truncatingIfNeeded: duration.attoseconds), ordering: .relaxed)
  }
}

@inline(never)
private func twoClockReads(_ number: Int, _ last: Last) -> Int {
  let start = ContinuousClock.now
  let result = work(number)
  last.keep(start.duration(to: ContinuousClock.now))
  return result
}

private func measureTimedSync() async {
  var table = BenchmarkTable("timed, with a closure as its sink")
  let last = Last()
  let policy = opaque(TimingPolicy(named: "work", to: [.call { last.keep($0.duration) }]))
  let function = opaque(Function { (number: Int) in work(number) })
  let timed = opaque(function.decorated(by: policy))
  table.row("bare call") { count in sum(count) { work($0) } }
  table.row("two clock reads by hand") { count in sum(count) { twoClockReads($0, last) } }
  table.row("run, timed", over: "two clock reads by hand", atMost: .times(1.3)) { count in
    sum(count) { number in policy.run { work(number) } }
  }
  table.row("run, timed, kept for a function in generic code", over: "run, timed") { count in
    sum(count) { number in
      TimingPolicy.kept(for: "measureTimed") { TimingPolicy(named: "work", to: [.call { last.keep($0.duration) }]) }
        .run { work(number) }
    }
  }
  table.row("timed Function", over: "two clock reads by hand", atMost: .times(1.3)) { count in sum(count) { timed($0) }
  }
  await table.run()
}

@inline(never)
nonisolated(nonsending) private func twoClockReadsAsync(_ number: Int, _ last: Last) async -> Int {
  let start = ContinuousClock.now
  let result = await asyncWork(number)
  last.keep(start.duration(to: ContinuousClock.now))
  return result
}

private func measureTimedAsync() async {
  var table = BenchmarkTable("timed asynchronously, with a closure as its sink")
  let last = Last()
  let policy = opaque(TimingPolicy(named: "work", to: [.call { last.keep($0.duration) }]))
  let function = opaque(AsyncFunction(asyncWork))
  let timed = opaque(function.decorated(by: policy))
  table.row("bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await asyncWork(number) }
    return sum
  }
  table.row("two clock reads by hand", over: "bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await twoClockReadsAsync(number, last) }
    return sum
  }
  table.row("run, timed", over: "two clock reads by hand", atMost: .times(1.3)) { count in
    var sum = 0
    for number in 0..<count { sum &+= await policy.run { await asyncWork(number) } }
    return sum
  }
  table.row("AsyncFunction", over: "bare call") { count in
    var sum = 0
    for number in 0..<count { sum &+= await function(number) }
    return sum
  }
  table.row("timed AsyncFunction", over: "two clock reads by hand", atMost: .times(1.3)) { count in
    var sum = 0
    for number in 0..<count { sum &+= await timed(number) }
    return sum
  }
  await table.run()
}

private func measureSinks() async {
  var table = BenchmarkTable("what a metric and a log line that is off add")
  let last = Last()
  let timer = opaque(CountingFactory().makeTimer(label: "bare", dimensions: []))
  let logger = quietLogger()
  let closure = opaque(TimingPolicy(named: "work", to: [.call { last.keep($0.duration) }]))
  let metric = opaque(TimingPolicy(named: "work", to: [.metric(factory: CountingFactory())]))
  let log = opaque(TimingPolicy(named: "work", to: [.log(logger: logger)]))
  let current = opaque(TimingPolicy(named: "work", to: [.log()]))
  let both = opaque(TimingPolicy(named: "work", to: [.metric(factory: CountingFactory()), .log(logger: logger)]))
  table.row("recording into a Timer") { count in
    sum(count) { number in
      timer.recordNanoseconds(Int64(number))
      return number
    }
  }
  table.row("logger.debug that is off") { count in
    sum(count) { number in
      logger.debug("\(number)")
      return number
    }
  }
  table.row("Logger.current.debug that is off") { count in
    sum(count) { number in
      Logger.current.debug("\(number)")
      return number
    }
  }
  table.row("to a closure") { count in sum(count) { number in closure.run { work(number) } } }
  table.row("to a metric", over: "to a closure") { count in sum(count) { number in metric.run { work(number) } }
  }
  table.row("to a log line", over: "to a closure") { count in sum(count) { number in log.run { work(number) } }
  }
  table.row("to a line of Logger.current", over: "to a closure") { count in
    sum(count) { number in current.run { work(number) } }
  }
  table.row("to a metric and a log line", over: "to a closure") { count in
    sum(count) { number in both.run { work(number) } }
  }
  await table.run()
}
