extension Bulkhead: Decorator {
  /// The place of a call that runs. It cannot be copied, so it is given back once (A2).
  @frozen
  @usableFromInline
  struct Permit: ~Copyable, Sendable {
    @usableFromInline let cost: Int
    /// When the call began, if it is measured.
    @usableFromInline let start: Duration?

    @usableFromInline
    init(cost: Int, start: Duration?) {
      self.cost = cost
      self.start = start
    }
  }

  /// Runs a synchronous call. A wait for a place blocks the thread.
  @inlinable @inline(__always)
  public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    try call(input, cost: 1, at: site, next)
  }

  /// Runs an asynchronous call on the caller's actor.
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    try await call(input, cost: 1, at: site, next)
  }
}

extension Bulkhead {
  @inlinable @inline(__always)
  func call<Input, Output>(
    _ input: Input,
    cost: Int,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    let permit = try admit(cost: cost, at: site)
    do {
      let output = try next(input)
      leave(permit)
      return output
    } catch {
      leave(permit, throwing: error)
      throw error
    }
  }

  /// A call that does not wait makes one asynchronous call less.
  @inlinable @inline(__always)
  nonisolated(nonsending) func call<Input, Output>(
    _ input: Input,
    cost: Int,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    let permit: Permit
    if let atOnce = try admitAtOnce(cost: cost) {
      permit = atOnce
    } else {
      permit = try await admitInTime(cost: cost, at: site)
    }
    do {
      let output = try await next(input)
      leave(permit)
      return output
    } catch {
      leave(permit, throwing: error)
      throw error
    }
  }
}
