import AnnotatedCode
import AnnotatedCodeInSwift5
import AnnotatedCodeNonsending
import AnnotatedCodeOnMainActor
import DecoratorsTesting
import Testing

@Suite struct EveryKindTests {
  @Test func decoratedInSwift6_returnsWhatItDid() async throws {
    #expect(try await AnnotatedCode.EveryKind.results() == AnnotatedCode.EveryKind.expected)
  }

  @Test func decoratedInSwift5_returnsWhatItDid() async throws {
    #expect(try await AnnotatedCodeInSwift5.EveryKind.results() == AnnotatedCode.EveryKind.expected)
  }

  @Test func decoratedWhereFunctionsAreNonsending_returnsWhatItDid() async throws {
    #expect(try await AnnotatedCodeNonsending.EveryKind.results() == AnnotatedCode.EveryKind.expected)
  }

  @Test func decoratedWhereAllIsOnTheMainActor_returnsWhatItDid() async throws {
    #expect(try await AnnotatedCodeOnMainActor.EveryKind.results() == AnnotatedCode.EveryKind.expected)
  }
}
