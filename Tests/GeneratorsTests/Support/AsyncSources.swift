import DecoratorsTesting
import Generators
import Testing

/// The elements of an array one at a time, and an error at the end if there is one; asked again after that it is an
/// issue of the test.
struct AsyncElements<Element: Sendable>: AsyncSequence, Sendable {
  struct Failure: Error, Equatable {}

  var elements: [Element]
  var fails = false

  init(_ elements: some Sequence<Element>, fails: Bool = false) {
    self.elements = Array(elements)
    self.fails = fails
  }

  func makeAsyncIterator() -> AsyncIterator { AsyncIterator(source: self) }

  struct AsyncIterator: AsyncIteratorProtocol {
    let source: AsyncElements
    var index = 0

    mutating func next(isolation actor: isolated (any Actor)?) async throws(Failure) -> Element? {
      if index > source.elements.count { Issue.record("Asked again after the end.") }
      defer { index += 1 }
      if index < source.elements.count { return source.elements[index] }
      if source.fails, index == source.elements.count { throw Failure() }
      return nil
    }

    mutating func next() async throws(Failure) -> Element? { try await next(isolation: nil) }
  }
}

/// The elements of an array, once; asked again after the end it is an issue of the test.
struct OnceOnly<Element>: Sequence, IteratorProtocol {
  var elements: [Element]
  var index = 0

  init(_ elements: some Sequence<Element>) { self.elements = Array(elements) }

  mutating func next() -> Element? {
    if index > elements.count { Issue.record("Asked again after the end.") }
    defer { index += 1 }
    return index < elements.count ? elements[index] : nil
  }
}

/// Everything a sequence delivers, having asked three times more after its end.
func drain<S: Sequence>(_ sequence: S) -> (elements: [S.Element], isOver: Bool) {
  var iterator = sequence.makeIterator()
  var elements: [S.Element] = []
  while let element = iterator.next() { elements.append(element) }
  let isOver = (0..<3).allSatisfy { _ in iterator.next() == nil }
  return (elements, isOver)
}

/// Everything an asynchronous sequence delivers and the error it throws, having asked three times more after its end.
func drain<S: AsyncSequence>(
  _ sequence: S,
  isolation: isolated (any Actor)? = #isolation
) async -> (elements: [S.Element], failed: Bool, isOver: Bool) {
  var iterator = sequence.makeAsyncIterator()
  var elements: [S.Element] = []
  var failed = false
  do {
    while let element = try await iterator.next(isolation: isolation) { elements.append(element) }
  } catch {
    failed = true
  }
  var isOver = true
  for _ in 0..<3 {
    do {
      if try await iterator.next(isolation: isolation) != nil { isOver = false }
    } catch {
      isOver = false
    }
  }
  return (elements, failed, isOver)
}

/// Random arrays of small numbers, of every length up to 12 and some longer.
func randomArrays(seed: UInt64) -> [[Int]] {
  var generator = SeededGenerator(seed: seed)
  return (0..<200).map { round in
    let count = round < 180 ? round % 13 : 100
    return (0..<count).map { _ in Int.random(in: 0...4, using: &generator) }
  }
}
