import DecoratorMacros
import Logging

nonisolated struct Refusal: Error {}

@Timed @Logged
func sum(_ left: Int, _ right: Int) -> Int { left + right }

@Timed @Logged(arguments: .all) @Retrying(attempts: 2)
func parse(_ text: String) throws -> Int {
  guard let number = Int(text) else { throw Refusal() }
  return number
}

@Timed @Logged @Memoized @Retrying(attempts: 2)
func length(of text: String) throws(Refusal) -> Int {
  if text.isEmpty { throw Refusal() }
  return text.count
}

@Timed @Logged @Retrying
func fetch(_ id: Int) async throws -> Int { id }

@Timed @Logged @Memoized @Retrying
func fetchTyped(_ id: Int) async throws(Refusal) -> Int { id }

@Timed @Logged
func greet() {}

@Timed @Logged
func greetLater() async {}

@Timed @Logged @Retrying
func stop() throws -> Never { throw Refusal() }

@Timed @Logged
func doubled(_ count: Int) -> some Sequence<Int> {
  let numbers = 0..<count
  return numbers.map { $0 * 2 }
}

@Timed @Logged
func doubledLater(_ count: Int) async -> some Sequence<Int> { (0..<count).map { $0 * 2 } }

@Timed @Logged @Retrying
func each(_ work: () throws -> Int) rethrows -> Int { try work() }

@Timed @Logged @Retrying
func eachLater(_ work: () async throws -> Int) async rethrows -> Int { try await work() }

@discardableResult @Timed
func discardable() -> Int { 1 }

@available(macOS 13, *) @Timed
func newer() -> Int { 1 }

@inlinable @Timed @Logged(level: .info)
public func inlinable(_ number: Int) -> Int { number + 1 }

@inlinable @Memoized
public func inlinableSquare(_ number: Int) -> Int { number * number }

@Timed @Memoized
private func hidden(_ number: Int) -> Int { number }

@Timed @Memoized(capacity: 128)
func fibonacci(_ number: Int) -> Int {
  number < 2 ? number : fibonacci(number - 1) + fibonacci(number - 2)
}

@Timed @Memoized
func price(_ item: String) -> Int { item.count }

@Timed @Memoized
func price(_ number: Int) -> Int { number }

@Timed @Memoized
func price(of item: String, count: Int?) -> Int { item.count * (count ?? 1) }

@Timed(named: "whole") @Retrying @Timed(named: "attempt")
func both() throws -> Int { 1 }

nonisolated let gateway = RetryPolicy(attempts: 5, on: Refusal.self)

@Timed @Retrying(gateway)
func viaPolicy() throws -> Int { 1 }

nonisolated struct Response { var status = 200 }

@Timed @Retrying(onResult: { (response: Response) in response.status == 503 })
func ask() -> Response { Response() }

func local(_ number: Int) throws -> Int {
  @Timed @Logged @Retrying
  func inner() throws -> Int { number }
  return try inner()
}

func callGlobalFunctions() async throws -> [Int] {
  var results = [sum(1, 2), try parse("3"), try length(of: "four"), try await fetch(5), try await fetchTyped(6)]
  greet()
  await greetLater()
  do { try stop() } catch is Refusal { results.append(7) }
  results += doubled(2)
  results += await doubledLater(2)
  results += [each { 8 }, await eachLater { 9 }]
  discardable()
  results += [newer(), inlinable(9), inlinableSquare(3), hidden(4), fibonacci(20)]
  results += [price("tea"), price(12), price(of: "tea", count: 2)]
  results += [try both(), try viaPolicy(), ask().status, try local(13)]
  return results
}
