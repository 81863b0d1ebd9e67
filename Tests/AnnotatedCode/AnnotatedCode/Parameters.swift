import DecoratorMacros

nonisolated struct Ticket: ~Copyable { var number = 1 }
nonisolated final class Notebook { var lines: [String] = [] }

@Timed @Logged(arguments: .only("numbers"))
func append(_ number: Int, to numbers: inout [Int]) { numbers.append(number) }

@Timed @Logged(arguments: .only("numbers")) @Retrying
func appendLater(_ number: Int, to numbers: inout [Int]) async throws { numbers.append(number) }

@Timed @Logged(arguments: .all) @Memoized
func total(_ numbers: Int...) -> Int { numbers.reduce(0, +) }

@Timed @Logged(arguments: .all) @Memoized
func defaulted(_ number: Int = 3, flag: Bool? = nil) -> Int { number }

@Timed @Logged(arguments: .all) @Retrying
func lazily(_ value: @autoclosure () throws -> Int) rethrows -> Int { try value() }

@Timed @Logged(arguments: .all)
func escaping(_ work: @escaping @Sendable () -> Int) async -> Int { await Task { work() }.value }

@Timed @Retrying
func escapingAgain(_ work: @escaping @Sendable () -> Int) async throws -> Int { await Task { work() }.value }

@Timed @Memoized(ignoring: "work")
nonisolated func escapingOnce(_ id: Int, _ work: @escaping @Sendable () -> Int) -> Int { work() }

@Timed @Logged(arguments: .all)
func borrow(_ ticket: borrowing Ticket) -> Int { ticket.number }

@Timed @Logged(arguments: .all)
func punch(_ ticket: inout Ticket) -> Int {
  ticket.number += 1
  return ticket.number
}

@Timed @Logged(arguments: .all)
func borrowAny(_ value: borrowing some ~Copyable) -> Int { 1 }

@Timed @Logged(arguments: .all)
func consume(_ numbers: consuming [Int]) -> Int { numbers.count }

@Timed @Logged(arguments: .all)
nonisolated func write(_ line: String, in book: sending Notebook) -> Int {
  book.lines.append(line)
  return book.lines.count
}

@Timed @Logged
nonisolated func newBook() -> sending Notebook { Notebook() }

@Timed @Logged
nonisolated func newBookLater() async -> sending Notebook { Notebook() }

@Timed @Memoized(ignoring: "trace")
func leavingOut(_ id: String, trace: Notebook) -> Int { id.count }

@Timed @Memoized(key: { (id: String, trace: Notebook) -> Int in id.count })
func byKey(_ id: String, trace: Notebook) -> Int { id.count }

func callParameters() async throws -> [Int] {
  var numbers = [1]
  append(2, to: &numbers)
  try await appendLater(3, to: &numbers)
  numbers += [total(1, 2, 3), defaulted(), lazily(5), await escaping { 6 }]
  var ticket = Ticket()
  numbers += [borrow(ticket), punch(&ticket), borrowAny(ticket), consume([1, 2])]
  numbers += [write("a", in: Notebook()), newBook().lines.count, await newBookLater().lines.count]
  return numbers + [leavingOut("abc", trace: Notebook()), byKey("abcd", trace: Notebook())]
    + [try await escapingAgain { 5 }, escapingOnce(6) { 6 }]
}
