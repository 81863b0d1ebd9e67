import DecoratorMacros

// Bodies that need the isolation, the parameters or the name of their function.

nonisolated final class Pages {
  var count = 3
}

nonisolated func read(_ pages: Pages) async -> Int { pages.count }

@MainActor final class Desk {
  var papers = 4

  nonisolated init() {}

  @Timed @Logged @Retrying(allowing: .blockedActor)
  func counted() throws -> Int {
    func inner() -> Int { papers }
    return inner()
  }

  @Timed @Logged @Retrying
  func countedLater() async throws -> Int {
    func inner() -> Int { papers }
    await Task.yield()
    return inner()
  }
}

@MainActor @Timed
func countedOnTheMainActor(_ desk: Desk) -> Int {
  func inner() -> Int { desk.papers }
  return inner()
}

@Timed @Logged
func countedInside(_ counter: isolated Counter) -> Int {
  func inner() -> Int { counter.count }
  return inner()
}

@Timed @Retrying
func countedInsideLater(_ counter: isolated Counter) async throws -> Int {
  func inner() -> Int { counter.count }
  await Task.yield()
  return inner()
}

@Timed @Logged
nonisolated func returned(_ text: consuming String) -> String { text }

@Timed @Logged
nonisolated func returnedLater(_ text: consuming String) async -> String {
  await Task.yield()
  return text
}

@Timed @Logged
nonisolated func passedOn(_ pages: Pages) async -> Int { await read(pages) }

@Timed @Logged
nonisolated func named(_ id: Int, in room: String) -> String { #function }

@Timed
nonisolated func namedByWhatItCalls(_ id: Int) -> String { caller() }

nonisolated func caller(_ name: String = #function) -> String { name }

@Timed
nonisolated func factorial(_ number: Int) -> Int { number < 2 ? 1 : number * factorial(number - 1) }

actor Signs {
  var count = 1

  @Memoized
  func chosen(_ sign: Bool) async -> String {
    switch sign {
    case true: "plus \(count)"
    case false: "minus \(count)"
    }
  }

  @Memoized
  func returnedEarly(_ sign: Bool) async -> String {
    if sign { return "plus" } else { return "minus \(count)" }
  }

  @Memoized
  func noted(_ sign: Bool) async { count += 1 }

  @Memoized
  func neverReached(_ sign: Bool) async -> Int { fatalError() }
}

nonisolated func callBodies() async throws -> [Int] {
  let (desk, counter, signs) = (Desk(), Counter(), Signs())
  await signs.noted(true)
  return [
    try await desk.counted(), try await desk.countedLater(), await countedOnTheMainActor(desk),
    await countedInside(counter), try await countedInsideLater(counter),
    returned("text").count, await returnedLater("text").count, await passedOn(Pages()),
    named(1, in: "hall") == "named(_:in:)" ? 1 : 0, namedByWhatItCalls(1) == "namedByWhatItCalls(_:)()" ? 1 : 0,
    factorial(5), await signs.chosen(true).count, await signs.returnedEarly(false).count,
  ]
}
