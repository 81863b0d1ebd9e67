import DecoratorMacros
import DecoratorsTesting
import Foundation
import Testing

private struct TimeoutError: Error {}

struct Monitoring: Sendable {
  var clock: any Clock<Duration> = ContinuousClock()
  let attempts = ValueRecorder<Int>()

  @Retrying(attempts: 3, backoff: .constant(.seconds(8), jitter: .none), clock: \Self.clock)
  func push(_ value: Int) async throws {
    attempts.append(value)
    if attempts.values.count < 3 { throw TimeoutError() }
  }
}

@Test func push_waitsEightSecondsBetweenAttempts() async throws {
  let clock = RecordingClock()
  try await Monitoring(clock: clock).push(3)
  #expect(clock.sleeps == [.seconds(8), .seconds(8)])
}

@Memoized
private func price(item: String, count: Int) -> Int { item.count * count }

private final class Users: Sendable {
  @Memoized func user(_ id: String) async throws -> String { "user \(id)" }
}

private class Base {
  class var factor: Int { 1 }
  static let rates = MemoCache<Arguments<ObjectIdentifier, Int>, Int>(capacity: 4)
}

private final class Sub: Base { override class var factor: Int { 10 } }

extension Base {
  @Memoized(in: Base.rates, key: { (item: Int) in Arguments(ObjectIdentifier(Self.self), item) })
  class func rate(_ item: Int) -> Int { item * factor }
}

private protocol Shape { var name: String { get } }

private struct Square: Shape { let name = "square" }

private let sizes = MemoCache<String, Int>(capacity: 16)

@Memoized(in: sizes, key: { (shape: any Shape) in shape.name })
private func size<Kind: Shape>(of shape: Kind) -> Int { shape.name.count }

/// `Docs/Attributes.md` shows nothing that is not run here, but for what it leaves out with `…`.
@Suite struct AttributesGuideTests {
  @Test func cacheOfTheGuide_isReachedAsItSays() async throws {
    let users = Users()
    _ = try await users.user("42")
    _ = price(item: "tea", count: 2)
    _ = users.userCache.cacheInfo
    #expect(users.userCache.peek("42") == "user 42")
    users.userCache.remove("42")
    #expect(users.userCache.peek("42") == nil)
    users.userCache.removeAll()
    #expect(priceCache(item: String.self, count: Int.self).peek("tea", 2) == 6)
    priceCache(item: String.self, count: Int.self).remove("tea", 2)
    #expect(priceCache(item: String.self, count: Int.self).peek("tea", 2) == nil)
  }

  @Test func keyWithTheClass_tellsSubclassesApart() {
    let rates: [Int] = [Base.rate(2), Sub.rate(2), Base.rate(2)]
    #expect(rates == [2, 20, 2])
    #expect(Base.rates.cacheInfo.hits == 1)
  }

  @Test func keyOfAGenericFunction_takesAnExistential() {
    #expect(size(of: Square()) == 6)
    #expect(sizes.peek("square") == 6)
  }

  @Test func everyWholeExampleOfTheGuide_standsInThisFile() throws {
    let source = URL(filePath: #filePath)
    let root = source.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(contentsOf: root.appending(path: "Docs/Attributes.md"), encoding: .utf8)
    let tested = Set(statements(of: try String(contentsOf: source, encoding: .utf8)))
    let examples = page.split(separator: "```swift\n").dropFirst().map { $0.split(separator: "```")[0] }
    let whole = examples.filter { !$0.contains("…") }
    #expect(whole.count >= 3)
    for line in whole.flatMap({ statements(of: String($0)) }) {
      #expect(tested.contains { $0.contains(line) }, "the guide says \(line)")
    }
  }

  /// The lines without indentation, comments and blanks.
  private func statements(of text: String) -> [String] {
    text.split(separator: "\n").map { line in
      (line.firstRange(of: "  //").map { line[..<$0.lowerBound] } ?? line).trimmingCharacters(in: .whitespaces)
    }
    .filter { !$0.isEmpty }
  }
}
