import DecoratorMacros
import Distributed
import Logging

actor Counter {
  var count = 0
  let book = Notebook()
  let logger = Logger(label: "counter")
  let clock: any Clock<Duration> = ContinuousClock()

  @Timed(clock: \Self.clock) @Logged(logger: \Self.logger) @Retrying(clock: \Self.clock)
  func bump() async throws -> Int {
    count += 1
    book.lines.append("bump")
    await Task.yield()
    return count
  }

  @Timed @Logged @Retrying(allowing: .blockedActor)
  func bumpNow() throws -> Int {
    count += 1
    return count
  }

  @Timed @Logged
  nonisolated func name() -> Int { 3 }

  @Timed @Memoized(timeToLive: .seconds(60), clock: \Self.clock)
  func slow(_ id: Int) async throws -> Int {
    count += 1
    return id
  }

  @Timed @Memoized
  func quick(_ id: Int) -> Int {
    count += 1
    return id
  }

  @Timed @Memoized
  nonisolated func free(_ id: Int) -> Int { id }

  @Timed
  static func shared() -> Int { 7 }

  @Timed @Memoized
  static func sharedTwice(_ number: Int) -> Int { number * 2 }
}

@Timed @Logged(arguments: .all)
func visit(_ counter: isolated Counter, _ id: Int) async -> Int {
  counter.count += 1
  await Task.yield()
  return counter.count
}

@Timed @Logged
func visitNow(_ counter: isolated Counter) -> Int {
  counter.count += 1
  return counter.count
}

@Timed @Memoized(ignoring: "counter")
func visitOnce(_ counter: isolated Counter, _ id: Int) async -> Int { id }

@Timed @Logged
func anywhere(_ isolation: isolated (any Actor)? = #isolation, _ book: Notebook) async -> Int {
  await Task.yield()
  return book.lines.count
}

@MainActor var clicks = 0

@MainActor final class Canvas {
  static let sinks: [TimingSink] = [.log()]
  static let attempts = 3
  static let limit = 64
  static let hedge = RetryPolicy(attempts: attempts)

  @Timed(to: Self.sinks) @Logged(valueLimit: limitOfValues())
  @Retrying(attempts: Canvas.attempts, when: { _ in .retry })
  func draw() async throws -> Int {
    clicks += 1
    return 1
  }

  @Timed(to: Canvas.sinks) @Logged(valueLimit: Self.limit) @Retrying(attempts: Self.attempts, allowing: .blockedActor)
  @Decorated(by: .retrying(attempts: Self.attempts))
  func drawNow() throws -> Int {
    clicks += 1
    return 2
  }

  @Memoized @Timed(to: Self.sinks) @Logged(valueLimit: Canvas.limit)
  func pixel(_ id: Int) async throws -> Int {
    clicks += 1
    return id
  }

  @Decorated(concurrentlyBy: Self.hedge) @Timed(to: Self.sinks)
  func fetch() async throws -> Int { 3 }

  @Timed(to: [.call { _ in Self.count() }]) nonisolated func size() -> Int { 4 }
  nonisolated static func count() {}

  @Timed(to: Self.sinks) static func shared() -> Int { 5 }
}

@MainActor func limitOfValues() -> Int { 64 }
@MainActor let screenSinks: [TimingSink] = [.log()]
@MainActor @Timed(to: screenSinks) func redraw() -> Int { 6 }

@MainActor func redrawTwice() -> Int {
  @Timed(to: screenSinks) func once() -> Int {
    clicks += 1
    return 7
  }
  return once() + once()
}

extension Canvas {
  @Timed(to: Self.sinks) @Logged(valueLimit: Self.limit) @Retrying(attempts: Self.attempts)
  func drawAgain() async throws -> Int {
    clicks += 1
    return 8
  }
}

@MainActor @Timed @Logged @Retrying
func click() async throws -> Int {
  clicks += 1
  await Task.yield()
  return 9
}

@MainActor @Timed @Logged
func clickNow() -> Int {
  clicks += 1
  return 10
}

@MainActor @Timed @Memoized
func clickOnce(_ number: Int) async -> Int {
  clicks += 1
  return number
}

@concurrent @Timed @Logged @Retrying
nonisolated func elsewhere(_ id: Int) async throws -> Int {
  await Task.yield()
  return id
}

@Timed @Logged @Retrying
nonisolated(nonsending) func here(_ book: Notebook) async throws -> Int {
  await Task.yield()
  return book.lines.count
}

@Timed @Logged @Retrying
nonisolated func there(_ book: Notebook) async throws -> Int {
  await Task.yield()
  return book.lines.count
}

distributed actor Station {
  typealias ActorSystem = LocalTestingDistributedActorSystem
  let trips = MemoCache<Int, Int>(capacity: 4)
  var count = 0

  @Timed @Logged(arguments: .all) @Retrying
  distributed func arrive(_ train: Int) async throws -> Int {
    count += 1
    return train
  }

  @Timed @Memoized(in: \Station.trips)
  distributed func trip(_ train: Int) async throws -> Int { train }
}

func callIsolation() async throws -> [Int] {
  let counter = Counter()
  var results = [try await counter.bump(), try await counter.bumpNow(), counter.name()]
  results += [try await counter.slow(4), await counter.quick(5), counter.free(6)]
  results += [Counter.shared(), Counter.sharedTwice(4)]
  results += [await visit(counter, 1), await visitNow(counter), await visitOnce(counter, 3)]
  results.append(await anywhere(nil, Notebook()))
  results += await [clickNow(), clickOnce(11)]
  results += [try await click(), try await elsewhere(12)]
  results += [try await here(Notebook()), try await there(Notebook())]
  let station = Station(actorSystem: LocalTestingDistributedActorSystem())
  return results + [try await station.arrive(13), try await station.trip(14)]
}
