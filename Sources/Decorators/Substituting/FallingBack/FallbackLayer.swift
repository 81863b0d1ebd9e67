/// A function with a fallback: what every call of it shares, in one object without packs.
@usableFromInline
final class FallbackLayer<Next: Sendable, Fallback: Sendable>: Sendable {
  @usableFromInline let settings: FallbackSettings
  @usableFromInline let next: Next
  @usableFromInline let fallback: Fallback

  @inlinable
  init(_ settings: FallbackSettings, around next: Next, to fallback: Fallback) {
    self.settings = settings
    self.next = next
    self.fallback = fallback
  }

  @inlinable
  func synchronous<Input, Output, Failure: Error, Thrown: Error>() -> @Sendable (Input) throws(Thrown) -> Output
  where
    Next == @Sendable (Input) throws(Failure) -> Output,
    Fallback == @Sendable (Failure, Input) throws(Thrown) -> Output
  {
    @Sendable
    func run(_ input: Input) throws(Thrown) -> Output {
      let failure: Failure
      do throws(Failure) { return try self.next(input) } catch { failure = error }
      return try self.settings.replace(failure) { (error: Failure) throws(Thrown) in try self.fallback(error, input) }
    }
    return run
  }

  @inlinable
  func asynchronous<Input, Output, Failure: Error, Thrown: Error>()
    -> nonisolated(nonsending) @Sendable (Input) async throws(Thrown) -> Output
  where
    Next == nonisolated(nonsending) @Sendable (Input) async throws(Failure) -> Output,
    Fallback == nonisolated(nonsending) @Sendable (Failure, Input) async throws(Thrown) -> Output
  {
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
