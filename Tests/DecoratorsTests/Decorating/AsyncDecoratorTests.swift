import Decorators
import DecoratorsTesting
import Testing

private final class Basket { var items = 0 }

private actor Shop {
  var stock = 3

  /// Changes the actor's state inside the decorator.
  func sell() async throws -> Int {
    try await Yielding().run { stock -= 1 }
    return stock
  }
}

@Suite struct AsyncDecoratorTests {
  @Test func theFunction_runsOnTheCallersActor_andMayCaptureAnything() async throws {
    #expect(try await Shop().sell() == 2)
    let basket = Basket()
    try await Yielding().run { basket.items += 1 }
    #expect(basket.items == 1)
  }

  @Test func itWraps_composes_andPrintsLikeAnyOther() async throws {
    let lines = ValueRecorder<String>()
    let half = AsyncFunction(named: "half") { (number: Int) async in number / 2 }
    let function: AsyncFunction<Int, Int, any Error> = half.decorated(by: Yielding())
    #expect(try await function(8) == 4)
    #expect("\(function)" == "yielding → half")
    let stack = DecoratorStack {
      Diary("a", in: lines)
      Yielding()
      Door("b", in: lines)
    }
    #expect(try await half.decorated(by: stack)(6) == 3)
    #expect(try await stack.run { () async in 7 } == 7)
    #expect(lines.values.count == 8)
    let free = decorated(by: Yielding(), named: "third") { (number: Int) async in number / 3 }
    #expect(try await free(9) == 3)
  }

  @Test("A4: 'orThrow:' keeps the function's error type over errors of the decorator")
  func orThrow() async throws {
    struct ShopError: Error, Equatable { var text: String }
    let open = Barrier()
    let closed = Barrier(isClosed: true)
    func replaced(_ error: any Error) -> ShopError { ShopError(text: "\(type(of: error))") }
    @Sendable func fails(_ number: Int) throws(ShopError) -> Int {
      if number < 0 { throw ShopError(text: "negative") }
      return number
    }
    @Sendable func failsLater(_ number: Int) async throws(ShopError) -> Int { try fails(number) }

    func now(_ barrier: Barrier, _ number: Int) -> Result<Int, ShopError> {
      do throws(ShopError) {
        return .success(try barrier.run(orThrow: replaced) { () throws(ShopError) in try fails(number) })
      } catch { return .failure(error) }
    }
    func later(_ barrier: Barrier, _ number: Int) async -> Result<Int, ShopError> {
      do throws(ShopError) {
        return .success(
          try await barrier.run(orThrow: replaced) { () async throws(ShopError) in try await failsLater(number) }
        )
      } catch { return .failure(error) }
    }
    #expect(now(open, 1) == .success(1))
    #expect(now(open, -1) == .failure(ShopError(text: "negative")))
    #expect(now(closed, 1) == .failure(ShopError(text: "Closed")))
    #expect(await later(open, 1) == .success(1))
    #expect(await later(open, -1) == .failure(ShopError(text: "negative")))
    #expect(await later(closed, 1) == .failure(ShopError(text: "Closed")))

    let wrapped: Function<Int, Int, ShopError> = Function(named: "f", fails)
      .decorated(by: closed, orThrow: { ShopError(text: "\(type(of: $0))") })
    let wrappedLater: AsyncFunction<Int, Int, ShopError> = AsyncFunction(named: "f", failsLater)
      .decorated(by: closed, orThrow: { ShopError(text: "\(type(of: $0))") })
    #expect(throws: ShopError(text: "Closed")) { try wrapped(1) }
    await #expect(throws: ShopError(text: "Closed")) { try await wrappedLater(1) }
    #expect("\(wrapped)" == "barrier(closed) → f" && "\(wrappedLater)" == "barrier(closed) → f")
    #expect(throws: ShopError(text: "negative")) { try wrapped.undecorated(-1) }
  }
}
