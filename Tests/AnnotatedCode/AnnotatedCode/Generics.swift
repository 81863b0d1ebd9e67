import DecoratorMacros

@Timed @Logged(arguments: .all)
func anything(_ value: some CustomStringConvertible) -> Int { value.description.count }

@Timed @Logged(arguments: .all)
func count<each Value>(_ values: repeat each Value) -> Int {
  var count = 0
  for _ in repeat each values { count += 1 }
  return count
}

@Timed @Logged(arguments: .all)
func countLater<each Value>(_ values: repeat each Value) async -> Int {
  var count = 0
  for _ in repeat each values { count += 1 }
  return count
}

@Timed @Logged(arguments: .all) @Retrying
func described<Value: CustomStringConvertible>(_ value: Value) async throws -> Int where Value: Sendable {
  value.description.count
}

nonisolated let lengths = MemoCache<String, Int>(capacity: 8)

@Timed @Memoized(in: lengths, key: { (value: any CustomStringConvertible) in value.description })
func length<Value: CustomStringConvertible & Sendable>(_ value: Value) -> Int { value.description.count }

struct Box<Content> {
  var content: Content

  @Timed @Logged
  func map<Output>(_ transform: (Content) throws -> Output) rethrows -> Output { try transform(content) }

  @Timed @Logged @Retrying
  func loaded() async throws -> Content where Content: Sendable { content }

  @Timed
  static func empty() -> Int { 0 }
}

final class Shelf<Content: Sendable & Hashable>: Sendable {
  @Timed @Memoized
  func wrapped(_ content: Content) async -> [Content] { [content] }
}

protocol Greeter { func greeting() throws -> String }

extension Greeter {
  @Timed @Logged @Retrying
  func greetTwice() throws -> Int { try (greeting() + greeting()).count }
}

struct Hello: Greeter {
  func greeting() -> String { "hello" }
}

func callGenerics() async throws -> [Int] {
  let counts = [anything("abc"), count(1, "b"), await countLater(1, "b", true), try await described(12)]
  let box = Box(content: 7)
  let boxed = [box.map { $0 + 1 }, try await box.loaded(), Box<String>.empty()]
  return counts + [length(1234)] + boxed + [await Shelf<Int>().wrapped(1).count, try Hello().greetTwice()]
}
