// What the forms of `fallingBack` share: a call with its errors, its reports and what stands for its result.

extension Callable {
  /// The function with a fallback that throws its errors.
  @inlinable
  func answering<each Argument>(
    _ errors: FallbackErrors,
    _ reports: FallbackReports,
    named name: String?,
    at place: CallPlace,
    with shown: String,
    _ substitute: @escaping @Sendable (Failure, Input) throws(Failure) -> Output
  ) -> Function<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.fallingBack(errors, with: shown, named: name)
    let settings = FallbackSettings(errors, reports, named: identity.name, at: place)
    return Function(
      identity: identity,
      original: original,
      body: FallbackLayer(settings, around: body, to: substitute).wrapped()
    )
  }

  /// The function with a fallback that throws errors of its own. The original keeps the fallback, because its type is
  /// the same.
  @inlinable
  func answeringWithOwnErrors<each Argument, Thrown: Error>(
    _ errors: FallbackErrors,
    _ reports: FallbackReports,
    named name: String?,
    at place: CallPlace,
    with shown: String,
    _ substitute: @escaping @Sendable (Failure, Input) throws(Thrown) -> Output
  ) -> Function<repeat each Argument, Output, Thrown> where Input == Arguments<repeat each Argument> {
    let identity = identity.fallingBack(errors, with: shown, named: name)
    let settings = FallbackSettings(errors, reports, named: identity.name, at: place)
    return Function(
      identity: identity,
      original: FallbackLayer(settings, around: original, to: substitute).wrapped(),
      body: FallbackLayer(settings, around: body, to: substitute).wrapped()
    )
  }
}

extension AsyncCallable {
  /// The function with a fallback that throws its errors.
  @inlinable
  func answering<each Argument: Sendable>(
    _ errors: FallbackErrors,
    _ reports: FallbackReports,
    named name: String?,
    at place: CallPlace,
    with shown: String,
    _ substitute: nonisolated(nonsending) @escaping @Sendable (Failure, Input) async throws(Failure) -> Output
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.fallingBack(errors, with: shown, named: name)
    let settings = FallbackSettings(errors, reports, named: identity.name, at: place)
    return AsyncFunction(
      identity: identity,
      original: original,
      body: AsyncFallbackLayer(settings, around: body, to: substitute).wrapped()
    )
  }

  /// The function with a fallback that throws errors of its own. The original keeps the fallback, because its type is
  /// the same.
  @inlinable
  func answeringWithOwnErrors<each Argument: Sendable, Thrown: Error>(
    _ errors: FallbackErrors,
    _ reports: FallbackReports,
    named name: String?,
    at place: CallPlace,
    with shown: String,
    _ substitute: nonisolated(nonsending) @escaping @Sendable (Failure, Input) async throws(Thrown) -> Output
  ) -> AsyncFunction<repeat each Argument, Output, Thrown> where Input == Arguments<repeat each Argument> {
    let identity = identity.fallingBack(errors, with: shown, named: name)
    let settings = FallbackSettings(errors, reports, named: identity.name, at: place)
    return AsyncFunction(
      identity: identity,
      original: AsyncFallbackLayer(settings, around: original, to: substitute).wrapped(),
      body: AsyncFallbackLayer(settings, around: body, to: substitute).wrapped()
    )
  }
}

extension FunctionIdentity {
  /// The identity of a function with a fallback, with every setting in effect.
  @usableFromInline
  func fallingBack(_ errors: FallbackErrors, with fallback: String, named name: String?) -> FunctionIdentity {
    decorated(
      by: "fallingBack(\((errors.shown + ["to: \(fallback)"]).joined(separator: ", ")))",
      with: DecoratorTraits(.fallingBack),
      named: name
    )
  }
}
