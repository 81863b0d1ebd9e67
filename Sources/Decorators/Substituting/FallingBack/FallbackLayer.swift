/// A function with a fallback: what every call of it shares, in one object without packs.
@usableFromInline
final class FallbackLayer<Input, Output, Failure: Error, Thrown: Error>: Sendable {
  @usableFromInline let settings: FallbackSettings
  @usableFromInline let next: @Sendable (Input) throws(Failure) -> Output
  @usableFromInline let fallback: @Sendable (Failure, Input) throws(Thrown) -> Output

  @inlinable
  init(
    _ settings: FallbackSettings,
    around next: @escaping @Sendable (Input) throws(Failure) -> Output,
    to fallback: @escaping @Sendable (Failure, Input) throws(Thrown) -> Output
  ) {
    self.settings = settings
    self.next = next
    self.fallback = fallback
  }

  @inlinable
  func wrapped() -> @Sendable (Input) throws(Thrown) -> Output {
    @Sendable
    func run(_ input: Input) throws(Thrown) -> Output {
      do throws(Failure) {
        return try self.next(input)
      } catch {
        return try self.settings.replace(error) { (error: Failure) throws(Thrown) in try self.fallback(error, input) }
      }
    }
    return run
  }
}

/// The same for an asynchronous function.
@usableFromInline
final class AsyncFallbackLayer<Input, Output, Failure: Error, Thrown: Error>: Sendable {
  @usableFromInline let settings: FallbackSettings
  @usableFromInline let next: nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output
  @usableFromInline let fallback: nonisolated(nonsending) @Sendable (Failure, Input) async throws(Thrown) -> Output

  @inlinable
  init(
    _ settings: FallbackSettings,
    around next: nonisolated(nonsending) @escaping @Sendable (Input) async throws(Failure) -> Output,
    to fallback: nonisolated(nonsending) @escaping @Sendable (Failure, Input) async throws(Thrown) -> Output
  ) {
    self.settings = settings
    self.next = next
    self.fallback = fallback
  }

  @inlinable
  func wrapped() -> nonisolated(nonsending) @Sendable (Input) async throws(Thrown) -> Output {
    @Sendable
    nonisolated(nonsending)
      func run(_ input: Input) async throws(Thrown) -> Output
    {
      do throws(Failure) {
        return try await self.next(input)
      } catch {
        return try await self.settings.replace(error) { (error: Failure) async throws(Thrown) in
          try await self.fallback(error, input)
        }
      }
    }
    return run
  }
}

extension FallbackSettings {
  /// Runs the fallback, unless it does not answer the error.
  @inlinable
  func replace<Output, Failure: Error, Thrown: Error>(
    _ error: Failure,
    _ fallback: (Failure) throws(Thrown) -> Output
  ) throws(Thrown) -> Output {
    if let thrown = thrown(error, as: Thrown.self) { throw thrown }
    do throws(Thrown) {
      let output = try fallback(error)
      report(error, replacedBy: nil)
      return output
    } catch let fallbackError {
      report(error, replacedBy: fallbackError)
      throw fallbackError
    }
  }

  @inlinable
  nonisolated(nonsending) func replace<Output, Failure: Error, Thrown: Error>(
    _ error: Failure,
    _ fallback: nonisolated(nonsending) (Failure) async throws(Thrown) -> Output
  ) async throws(Thrown) -> Output {
    if let thrown = thrown(error, as: Thrown.self) { throw thrown }
    do throws(Thrown) {
      let output = try await fallback(error)
      report(error, replacedBy: nil)
      return output
    } catch let fallbackError {
      report(error, replacedBy: fallbackError)
      throw fallbackError
    }
  }
}
