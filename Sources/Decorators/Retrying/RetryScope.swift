/// Marks the attempts after the first, so that a retry inside one of them can say that it multiplies attempts (R12).
@usableFromInline
enum RetryScope {
  @usableFromInline static let local = TaskLocal(wrappedValue: false)

  @inlinable static var isRetrying: Bool { local.get() }

  @inlinable
  static func mark<Output, Failure: Error>(_ attempt: () throws(Failure) -> Output) throws(Failure) -> Output {
    try local.withValue(true) {
      Result { () throws(Failure) in try attempt() }
    }.get()
  }

  @inlinable
  nonisolated(nonsending) static func mark<Output, Failure: Error>(
    _ attempt: nonisolated(nonsending) () async throws(Failure) -> Output
  ) async throws(Failure) -> Output {
    try await local.withValue(true) { () async -> Result<Output, Failure> in
      do throws(Failure) { return .success(try await attempt()) } catch { return .failure(error) }
    }.get()
  }
}
