/// Faults whose plan looks at the arguments of a call.
struct KeyedFaults<Keyed>: TransparentDecorator {
  /// The faults; `nil` for those of the task.
  let faults: Faults?
  let key: @Sendable (Keyed) -> String

  var description: String { faults?.description ?? TaskFaults().description }

  var traits: DecoratorTraits { DecoratorTraits(.faulty, object: faults.map { ObjectIdentifier($0) }) }

  func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws(Failure) -> Output
  ) throws(Failure) -> Output {
    guard let faults = faults ?? Faults.ofTask else { return try next(input) }
    return try faults.inject(key: key(input as! Keyed), input, at: site, next)
  }

  nonisolated(nonsending) func call<Input, Output, Failure: Error>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    guard let faults = faults ?? Faults.ofTask else { return try await next(input) }
    return try await faults.inject(key: key(input as! Keyed), input, at: site, next)
  }
}
