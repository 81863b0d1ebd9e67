import DecoratorsTesting
import Testing

@Suite struct SeededGeneratorTests {
  @Test("The numbers are those of SplitMix64's reference implementation")
  func referenceNumbers() {
    var generator = SeededGenerator(seed: 1_234_567)
    let numbers = (0..<5).map { _ in generator.next() }
    #expect(
      numbers == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423, 4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
      ]
    )
  }

  @Test("Equal seeds give equal numbers, a copy goes on from where it was taken, other seeds give others")
  func seeds() {
    var first = SeededGenerator(seed: 7)
    var second = SeededGenerator(seed: 7)
    #expect(first.next() == second.next())
    var copy = first
    #expect(copy.next() == first.next())
    var other = SeededGenerator(seed: 8)
    #expect(other.next() != second.next())
  }
}
