import DecoratorMacros

// What the language treats in a way of its own: names, ownership, views of memory, overloads, and values that are not Sendable.

nonisolated enum Shelter {
  /// Has the name of the package's module.
  enum Decorators {}

  @Timed @Logged(arguments: .all) @Retrying
  static func named(_ id: Int) throws -> Int { id }

  @Timed @Memoized
  static func namedOnce(_ id: Int) -> Int { id + 1 }
}

@Timed @Logged(arguments: .all)
nonisolated func words(`await`: Int, `unsafe`: Int, default value: Int) -> Int { `await` + `unsafe` + value }

@Memoized
nonisolated func wordsOnce(`await`: Int, `inout`: Int, default value: Int) -> Int { `await` + `inout` + value }

@Timed @Logged
nonisolated func handedBack<Value>(_ value: consuming Value) -> Value { value }

@Timed @Logged
nonisolated func handedBackLater<Value>(_ value: consuming Value) async -> Value {
  await Task.yield()
  return value
}

@Timed @Logged
nonisolated func longer(_ words: consuming [String]) -> [String] {
  words.append("b")
  return consume words
}

@Timed @Logged
nonisolated func spelledOut(_ value: consuming any CustomStringConvertible) -> any CustomStringConvertible { value }

nonisolated struct Crate: Equatable { var weight = 1 }
nonisolated struct Shipment { var crate: Crate }

@Timed @Logged
nonisolated func crated(_ crate: consuming Crate) -> [[Crate]] { [[crate], []] }

@Timed @Logged
nonisolated func heavier(_ crate: consuming Crate, than weight: Int) -> Crate {
  if crate.weight > weight { crate } else if weight < 0 { Crate() } else { Crate(weight: weight) }
}

@Timed @Logged
nonisolated func sorted(_ crate: consuming Crate) async -> (Crate, Int) {
  await Task.yield()
  return switch crate.weight {
  case 0: (Crate(), 0)
  default: (crate, 1)
  }
}

@Timed @Logged
nonisolated func labelled(_ crate: consuming Crate) -> [String: Crate] { ["crate": crate] }

@Timed @Logged
nonisolated func shipped(_ crate: consuming Crate) -> Shipment { Shipment(crate: crate) }

@Timed @Logged
nonisolated func found(_ crate: consuming Crate?) -> Crate { crate ?? Crate(weight: 40) }

nonisolated extension Crate {
  /// Here the compiler asks for the copy.
  @Timed @Logged
  consuming func alone() -> [Crate] { [copy self] }
}

@Timed @Logged(arguments: .all)
nonisolated func size(_ numbers: Span<Int>, id: Int) -> Int { numbers.count + id }

@Timed @Logged(arguments: .all)
nonisolated func sizeLater(_ numbers: Span<Int>) async -> Int { numbers.count }

@Timed @Retrying
nonisolated func sizeAgain(_ numbers: Span<Int>) throws -> Int { numbers.count }

@Timed @Memoized(ignoring: "numbers")
nonisolated func sizeOnce(_ id: Int, _ numbers: Span<Int>) -> Int { numbers.count + id }

@Timed @Logged(arguments: .all) @Retrying
nonisolated func firstOf(_ numbers: UnsafePointer<Int>) throws -> Int { unsafe numbers.pointee }

@Timed @Memoized(ignoring: "numbers")
nonisolated func firstOnce(_ id: Int, _ numbers: UnsafePointer<Int>) -> Int { unsafe numbers.pointee + id }

@propertyWrapper
nonisolated struct Masked<Value> {
  var wrappedValue: Value
}

@Timed @Logged(arguments: .all) @Retrying
nonisolated func unlocked(@Masked code: Int) throws -> Int { code }

@Timed @Memoized
nonisolated func unlockedOnce(@Masked code: Int) -> Int { code }

@Memoized nonisolated func load(_ id: Int) -> Int { id }
@Memoized nonisolated func load(_ id: Int?) -> Int { 100 }
@Memoized nonisolated func load(_ id: Int) -> Int? { 200 }
@Memoized nonisolated func load(_ ids: Int...) -> [Int] { ids }
@Memoized nonisolated func load(_ ids: [Int]) -> [Int] { ids + [300] }
@Memoized nonisolated func fetched(_ id: Int) -> Int { id }
@Memoized nonisolated func fetched(_ id: Int) async -> Int { id + 1 }

protocol Reading {
  var count: Int { get }
  nonisolated func read() async -> Int
}

nonisolated class Paper {
  var count = 5

  func read() async -> Int { count }

  @Timed @Memoized
  func readOnce(_ id: Int) -> Int { count + id }

  @Timed @Logged @Retrying(onResult: { (count: Int) in count < 0 })
  func readAgain() async throws -> Int { await read() + count }
}

nonisolated final class Letter: Paper, Reading {
  @Timed @Logged
  override func read() async -> Int { await super.read() + count }
}

@Timed @Logged(arguments: .all) @Retrying
nonisolated func readAny(_ reading: any Reading) async throws -> Int { await reading.read() }

@Timed @Logged(arguments: .all) @Retrying
nonisolated func readSome(_ reading: some Reading) async throws -> Int { await reading.read() }

@Timed @Logged @Retrying
nonisolated func next(_ numbers: inout some IteratorProtocol<Int>) async throws -> Int? { numbers.next() }

@globalActor
actor LeafletBuilder {
  static let shared = LeafletBuilder()
}

@TimedMembers(allowing: .attribute("LeafletBuilder"))
nonisolated enum Leaflet {
  @LeafletBuilder static func last() -> Int { 28 }
}

@Timed @Logged
nonisolated func endsNever() async throws -> Never { throw CancellationError() }

nonisolated func callEdges() async throws -> [Int] {
  var results = [try Shelter.named(1), Shelter.namedOnce(2), words(await: 1, unsafe: 2, default: 3)]
  results += [
    wordsOnce(await: 3, `inout`: 0, default: 4), handedBack(8), await handedBackLater(9), longer(["a"]).count,
  ]
  results.append(spelledOut(12).description.count)
  let numbers = [1, 2, 3]
  results += [size(numbers.span, id: 4), await sizeLater(numbers.span)]
  let (first, second): (Int, Int?) = (load(10), load(10))
  let none: Int = load(nil)
  results += [first, none, second ?? 0, load(1, 2).count, load([1, 2]).count]
  func fetchNow() -> Int { fetched(13) }
  results += [fetchNow(), await fetched(13)]
  results += [try await Paper().readAgain(), try await readAny(Letter()), try await readSome(Letter())]
  var iterator = [20].makeIterator()
  results.append(try await next(&iterator) ?? 0)
  results += [try sizeAgain(numbers.span), sizeOnce(1, numbers.span), try unlocked(code: 5), unlockedOnce(code: 6)]
  results += [try unsafe firstOf([7]), unsafe firstOnce(1, [7]), Paper().readOnce(4)]
  do { try await endsNever() } catch { results.append(22) }
  let crate = Crate(weight: 23)
  results += [crated(crate)[0][0].weight, heavier(crate, than: 24).weight, await sorted(crate).1]
  results += [labelled(crate).count, shipped(crate).crate.weight, found(nil).weight, crate.alone().count]
  results.append(await Leaflet.last())
  return results
}
