import Decorators
import Testing

@Suite struct ArgumentsTests {
  @Test func equalArguments_areEqualAndHashAlike() {
    #expect(Arguments(1, "a") == Arguments(1, "a"))
    #expect(Arguments(1, "a").hashValue == Arguments(1, "a").hashValue)
  }

  @Test func argumentsThatDiffer_areNotEqual() {
    #expect(Arguments(1, "a") != Arguments(1, "b"))
    #expect(Arguments(1, "a") != Arguments(2, "a"))
    #expect(Set([Arguments(1, "a"), Arguments(1, "b"), Arguments(1, "a")]).count == 2)
  }

  @Test func noArguments_areOneValue() {
    #expect(Arguments() == Arguments())
  }
}
