import DecoratorsTesting
import Generators
import Testing

@Suite("Sample")
struct SampleTests {
  @Test("As many elements as are asked for or exist, each once, the same with the same seed; sync and async")
  func sizes() async throws {
    for count in [0, 1, 5, 50] {
      for size in [0, 1, 3, 50, 60] {
        var (first, second) = (SeededGenerator(seed: 9), SeededGenerator(seed: 9))
        let sample = (0..<count).sample(size, using: &first)
        #expect(sample.count == min(count, size))
        #expect(Set(sample).count == sample.count)
        #expect(sample.allSatisfy { (0..<count).contains($0) })
        #expect(try await AsyncElements(0..<count).sample(size, using: &second) == sample)
      }
    }
  }

  @Test("Each element has the same chance")
  func chances() {
    var generator = SeededGenerator(seed: 10)
    var taken = [Int](repeating: 0, count: 20)
    for _ in 0..<20_000 {
      for number in (0..<20).sample(4, using: &generator) { taken[number] += 1 }
    }
    // 4,000 each, with a standard deviation of 57.
    #expect(taken.allSatisfy { abs($0 - 4_000) < 300 })
  }

  @Test("A negative count stops the program with a sentence")
  func misuse() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SystemRandomNumberGenerator()
      _ = [1].sample(-1, using: &generator)
    }
    #expect(count.message.contains("A sample has 0 or more elements, not -1."))
  }
}
