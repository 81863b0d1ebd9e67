import Decorators
import DecoratorsTesting
import Testing

/// The examples of `Docs/Fallback.md`.
@Suite struct FallbackGuideTests {
  @Test func wrapping() async throws {
    let rate = AsyncFunction(fetchRate)
      .fallingBack(on: NetworkError.self, to: { error, currency in approximateRate(of: currency) })
    let euro = try await rate("EUR")
    #expect(euro == 3)
  }

  @Test func otherFunctionsAndConstants() async throws {
    let primary = AsyncFunction(fetchRate)
    let replica = AsyncFunction { (currency: String) async throws in 2.0 }
    @Sendable func countRows(_ table: String) async throws -> Int { throw NetworkError() }
    let search = primary.fallingBack(on: .any, to: replica)
    let count = AsyncFunction(countRows).fallingBack(on: NetworkError.self, to: 0)
    #expect(try await search("EUR") == 2)
    #expect(try await count("users") == 0)
  }

  @Test func withoutTry() async {
    let safe: AsyncFunction<String, Double, Never> =
      AsyncFunction(fetchRate).fallingBack(on: .any, to: { _, _ in 1 })
    let value = await safe("EUR")
    #expect(value == 1)
  }

  @Test func runningNow() throws {
    func readPage(_ name: String) throws -> String { throw FileError() }
    let page = try withFallback(on: FileError.self, to: { error in "<p>\(error)</p>" }) { try readPage("index") }
    #expect(page == "<p>FileError()</p>")
  }

  @Test func theLastGoodValue() async {
    let rates = LastGood<String, Double>(named: "rates", upTo: .seconds(3_600), capacity: 64)
    let current = AsyncFunction(fetchRate).orLastGood(by: rates, key: { $0 }).fallingBack(on: .any, to: 1)
    let dollar = await current("USD")
    #expect(dollar == 1 && rates.peek("USD") == nil)
    rates.remove("USD")
  }

  @Test func testing() throws {
    let clock = RecordingClock()
    let numbers = LastGood<Int, Int>(named: "numbers", upTo: .seconds(60), clock: clock)
    #expect(numbers.value(for: 1) { 7 } == 7)
    clock.advance(by: .seconds(59))
    #expect(try numbers.value(for: 1) { throw NetworkError() } == 7)
    clock.advance(by: .seconds(1))
    #expect(throws: NetworkError.self) { try numbers.value(for: 1) { throw NetworkError() } }
  }

  @Test func thePage() throws { try expectExamples(of: "Fallback.md", in: #filePath) }
}

private struct NetworkError: Error {}
private struct FileError: Error {}

@Sendable private func fetchRate(_ currency: String) async throws -> Double { throw NetworkError() }
@Sendable private func approximateRate(of currency: String) -> Double { Double(currency.count) }
