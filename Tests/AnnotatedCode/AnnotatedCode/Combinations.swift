import DecoratorMacros
import Logging

nonisolated let kept = MemoCache<Int, Int>(capacity: 8)

@Timed @Retrying
func counted<each Value>(_ values: repeat each Value) throws -> Int {
  var count = 0
  for _ in repeat each values { count += 1 }
  return count
}

@Timed @Memoized(in: kept, ignoring: "values")
func countedOnce<each Value: Sendable>(_ id: Int, _ values: repeat each Value) -> Int { id }

@Timed @Retrying
func printed(_ value: some CustomStringConvertible) throws -> Int { value.description.count }

@Retrying
func visitAgain(_ counter: isolated Counter) async throws -> Int {
  counter.count += 1
  return 2
}

@Retrying
nonisolated func keep(_ book: sending Notebook) throws -> Int { book.lines.count }

@Timed @Memoized
nonisolated func keepNumber(_ number: sending Int) -> Int { number }

@Retrying
nonisolated func freshBook() throws -> sending Notebook { Notebook() }

@Timed @Memoized
nonisolated func freshNumber(_ number: Int) -> sending Int { number }

@Retrying
func borrowAgain(_ ticket: borrowing Ticket) throws -> Int { ticket.number }

@Timed @Memoized(ignoring: "ticket")
func borrowOnce(_ id: Int, _ ticket: borrowing Ticket) -> Int { id }

@Timed @Memoized(ignoring: "numbers")
func consumeOnce(_ id: Int, _ numbers: consuming [Int]) -> Int { id }

@Retrying
func sumAgain(_ numbers: Int..., start: Int = 0) throws -> Int { numbers.reduce(start, +) }

@Retrying
func halves(_ count: Int) throws -> some Sequence<Int> { (0..<count).map { $0 / 2 } }

@Memoized
func remind(_ name: String) {}

@Timed @Memoized
func adder(_ number: Int) -> @Sendable (Int) -> Int { { $0 + number } }

@Timed @Memoized(ignoring: "work")
func eachOnce(_ id: Int, _ work: () throws -> Int) rethrows -> Int { try work() }

@Timed @Memoized
func unfailing(_ id: Int) throws -> Int { id }

@Timed @Memoized
nonisolated(nonsending) func hereOnce(_ id: Int) async -> Int { id }

@concurrent @Timed @Memoized
nonisolated func elsewhereOnce(_ id: Int) async -> Int { id }

@MainActor @Timed @Memoized
func clickNowOnce(_ id: Int) -> Int { id }

@available(macOS 13, *) @discardableResult @Memoized @Retrying
public func newerOnce(_ id: Int) throws -> Int { id }

func localOnce(_ number: Int) -> Int {
  @Timed @Memoized(in: kept)
  func inner(_ id: Int) -> Int { id }
  return inner(number)
}

struct Money: Equatable {
  nonisolated static let sums = MemoCache<Arguments<Int, Int>, Int>(capacity: 4)
  var cents = 0

  @Timed @Retrying
  static func - (left: Money, right: Money) throws -> Money { Money(cents: left.cents - right.cents) }

  @Timed
  @Memoized(in: Self.sums, key: { (left: Money, right: Int) -> Arguments<Int, Int> in Arguments(left.cents, right) })
  static func * (left: Money, right: Int) -> Int { left.cents * right }

  @Retrying
  func again() throws -> Self { self }
}

extension Catalogue {
  @Timed @Memoized(in: \Self.users)
  func extended(_ id: String) -> Int { id.count }
}

extension Greeter {
  @Timed @Memoized(in: kept)
  func number(_ id: Int) -> Int { id }
}

nonisolated struct Lock: ~Copyable {
  let turns = MemoCache<Int, Int>(capacity: 4)

  @Timed @Retrying
  borrowing func turn() throws -> Int { 1 }

  @Timed @Memoized(in: InstanceProperty("turns"))
  borrowing func turn(by count: Int) -> Int { count }
}

nonisolated final class Record: Codable {
  var name = "a"
  private static let lengths = MemoCache<String, Int>(capacity: 4)

  @Timed @Retrying
  func length() throws -> Int { name.count }

  @Timed @Memoized(in: Self.lengths)
  func length(of text: String) -> Int { text.count }
}

nonisolated class Node: @unchecked Sendable {
  let nodes = MemoCache<Int, Node>(capacity: 4)

  @Timed @Retrying
  func again() throws -> Self { self }

  @Timed @Memoized(in: \Node.nodes)
  func child(_ id: Int) -> Node { Node() }
}

func callCombinations() async throws -> [Int] {
  var results = [try counted(1, "b"), countedOnce(3, "x", 2), try printed("abcd"), try await visitAgain(Counter())]
  results += [try keep(Notebook()), keepNumber(6), try freshBook().lines.count, freshNumber(7)]
  let ticket = Ticket()
  results += [try borrowAgain(ticket), borrowOnce(9, ticket), consumeOnce(10, [1]), try sumAgain(1, 2, start: 8)]
  results += try halves(4)
  remind("a")
  results += [eachOnce(13) { 13 }, try unfailing(14), adder(15)(0), localOnce(18)]
  results += await [hereOnce(15), elsewhereOnce(16), clickNowOnce(17)]
  try newerOnce(19)
  let money = Money(cents: 40)
  results += [try (money - Money(cents: 20)).cents, money * 2, try money.again().cents]
  results += [Catalogue().extended("abc"), Hello().number(23)]
  let lock = Lock()
  results += [try lock.turn(), lock.turn(by: 25), try Record().length(), Record().length(of: "ab")]
  return results + [try Node().again().child(1) === Node() ? 1 : 0]
}
