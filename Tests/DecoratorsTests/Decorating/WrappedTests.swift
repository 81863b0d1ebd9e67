import Decorators
import DecoratorsTesting
import Testing

/// Notes when it wraps a function in its own way.
private struct Wrapping: TransparentDecorator {
  let name: String
  let wraps: ValueRecorder<String>
  var description: String { name }

  func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    try next(input)
  }

  nonisolated(nonsending) func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    try await next(input)
  }

  func wrapped<Input, Output, Failure: Error>(
    _ next: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    at site: CallSite
  ) -> nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output {
    wraps.append("\(name) wraps \(site.name)")
    return next
  }
}

@Suite struct WrappedTests {
  @Test func asynchronousFunction_isWrappedAsEachLayerOfAStackDoes() async {
    let wraps = ValueRecorder<String>()
    let stack = DecoratorStack(Wrapping(name: "outer", wraps: wraps), Wrapping(name: "inner", wraps: wraps))
    let one = AsyncFunction(named: "one") { () async in 1 }.decorated(by: stack)
    #expect(await one() == 1)
    #expect(wraps.values == ["inner wraps one", "outer wraps one"])
  }
}
