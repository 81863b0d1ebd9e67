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

  @Test func isolation_isSeenAsInTheBareFunction() async throws {
    #expect(try await AnnotatedCode.SeenIsolation.differences() == [])
    #expect(try await AnnotatedCodeInSwift5.SeenIsolation.differences() == [])
    #expect(try await AnnotatedCodeOnMainActor.SeenIsolation.differences() == [])
  }

  /// There, a plain asynchronous function runs on its caller's actor, which an attribute cannot see: what `@Memoized` loads
  /// runs in a task on no actor.
  @Test func isolationWhereFunctionsAreNonsending_isSeenButByAPlainMemoizedOne() async throws {
    let differences = try await AnnotatedCodeNonsending.SeenIsolation.differences()
    #expect(differences.allSatisfy { $0.hasPrefix("memoized") || $0.hasPrefix("all") })
  }
}
