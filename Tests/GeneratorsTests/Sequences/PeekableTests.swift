import Generators
import Testing

@Suite("Peekable")
struct PeekableTests {
  @Test("G1: peek() takes no element, and after the end the base is not asked again; sync and async")
  func looks() async throws {
    var sync = OnceOnly([1, 2]).peekable()
    var async = AsyncElements([1, 2]).peekable()
    for expected in [1, 2, nil, nil] {
      for _ in 0..<2 {
        #expect(sync.peek() == expected)
        #expect(try await async.peek() == expected)
      }
      #expect(sync.next() == expected)
      #expect(try await async.next() == expected)
    }
  }

  @Test("An element is taken if it meets a condition, and otherwise stays the next; a loop takes the rest")
  func conditions() async throws {
    var sync = OnceOnly([1, 2, 10, 3]).peekable()
    var async = AsyncElements([1, 2, 10, 3]).peekable()
    for expected in [1, 2, nil, nil] {
      #expect(sync.next(if: { $0 < 10 }) == expected)
      #expect(try await async.next(if: { $0 < 10 }) == expected)
    }
    #expect(Array(sync) == [10, 3])
    #expect(try await async.next() == 10)
  }

  @Test("G1: an error comes once, from peek() or from next()")
  func failure() async throws {
    var async = AsyncElements([1], fails: true).peekable()
    #expect(try await async.peek() == 1)
    #expect(try await async.next() == 1)
    await #expect(throws: AsyncElements<Int>.Failure()) { try await async.peek() }
    #expect(try await async.peek() == nil)
    #expect(try await async.next() == nil)
  }
}
