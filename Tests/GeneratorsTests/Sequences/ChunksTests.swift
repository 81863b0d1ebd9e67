import Generators
import Testing

@Suite("Chunks")
struct ChunksTests {
  @Test("Every element comes once, in order, in chunks of the size; only the last is shorter")
  func sizes() {
    for count in [0, 1, 2, 5, 9, 10, 11, 5_000] {
      for size in [1, 2, 3, 10, 4_096, 4_097, 10_000] {
        let chunks = Array((0..<count).chunks(of: size))
        #expect(chunks.joined().elementsEqual(0..<count))
        #expect(chunks.dropLast().allSatisfy { $0.count == size })
        #expect(chunks.allSatisfy { !$0.isEmpty })
        #expect(chunks.count == (count + size - 1) / size)
      }
    }
  }

  @Test("A size larger than the sequence takes no memory of that size")
  func hugeSize() {
    #expect(Array([1, 2, 3].chunks(of: .max)) == [[1, 2, 3]])
  }

  @Test("A single-pass sequence is read no further than the chunk asked for, and not again after its end (G1)")
  func singlePass() {
    var taken = 0
    let numbers = sequence(state: 0) { (state: inout Int) -> Int? in
      taken += 1
      state += 1
      return state <= 3 ? state : nil
    }
    var chunks = numbers.chunks(of: 2).makeIterator()
    #expect(taken == 0)
    #expect(chunks.next() == [1, 2])
    #expect(taken == 2)
    #expect(chunks.next() == [3])
    #expect(chunks.next() == nil)
    #expect(chunks.next() == nil)
    #expect(taken == 4)
  }

  @Test("On an error the asynchronous form delivers the chunk that was begun, then the error, then nil (G1)")
  func failure() async throws {
    for count in 0...5 {
      let source = AsyncChunkSource(chunks: (0..<count).map { [UInt8($0)] }, failure: .init())
      var chunks = source.chunks(of: 2).makeAsyncIterator()
      var delivered: [[[UInt8]]] = []
      await #expect(throws: FailingSource.Failure()) {
        while let chunk = try await chunks.next() { delivered.append(chunk) }
      }
      #expect(delivered.joined().elementsEqual((0..<count).map { [UInt8($0)] }))
      #expect(delivered.allSatisfy { !$0.isEmpty })
      #expect(try await chunks.next() == nil)
    }
  }

  @Test("The asynchronous form chunks under the same name")
  func asynchronous() async throws {
    var chunks: [[Int]] = []
    for await chunk in AsyncStream(unfolding: counter(to: 5)).chunks(of: 2) { chunks.append(chunk) }
    #expect(chunks == [[1, 2], [3, 4], [5]])
  }

  @Test("A chunk of lazy elements stays lazy")
  func lazy() {
    let chunks = (1...Int.max).lazy.map { $0 * 2 }.chunks(of: 2).map { $0.reduce(0, +) }
    #expect(chunks.prefix(2).elementsEqual([6, 14]))
  }

  @Test("A size below 1 stops the program with a sentence")
  func misuse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = [1].chunks(of: 0)
    }
    #expect(result.message.contains("A chunk holds 1 or more elements, not 0."))
  }
}
