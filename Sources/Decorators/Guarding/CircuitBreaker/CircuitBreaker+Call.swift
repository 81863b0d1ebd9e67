public import Synchronization

extension CircuitBreaker: Decorator {
  /// What a call needs to be counted when it ends. It cannot be copied, so it ends once (A2).
  @frozen
  @usableFromInline
  struct Permit: ~Copyable, Sendable {
    /// The generation, as the word of the breaker has it.
    @usableFromInline let admission: UInt64
    /// The number of the probe, or 0.
    @usableFromInline let ticket: UInt64
    /// When the call began, if it is measured.
    @usableFromInline let began: Duration

    @inlinable @inline(__always)
    init(admission: UInt64, ticket: UInt64 = 0, began: Duration = .zero) {
      self.admission = admission
      self.ticket = ticket
      self.began = began
    }
  }

  /// Runs a synchronous call, or refuses it.
  @inlinable @inline(__always)
  public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: (Input) throws -> Output
  ) throws -> Output {
    let permit = try admit(at: site)
    do {
      let output = try next(input)
      end(permit, from: site.place)
      return output
    } catch {
      end(permit, throwing: error, from: site.place)
      throw error
    }
  }

  /// Runs an asynchronous call on the caller's actor, or refuses it.
  @inlinable @inline(__always)
  nonisolated(nonsending) public func call<Input, Output>(
    _ input: Input,
    at site: CallSite,
    _ next: nonisolated(nonsending) (Input) async throws -> Output
  ) async throws -> Output {
    let permit = try admit(at: site)
    do {
      let output = try await next(input)
      end(permit, from: site.place)
      return output
    } catch {
      end(permit, throwing: error, from: site.place)
      throw error
    }
  }
}

extension CircuitBreaker {
  /// Lets a call in, or refuses it.
  ///
  /// - Throws: ``CircuitOpenError``, or `CancellationError` if the circuit is not closed and the task is cancelled.
  @inlinable @inline(__always)
  func admit(at site: CallSite) throws -> Permit {
    let admission = admission.load(ordering: .relaxed)
    if admission & 3 == 3 { return Permit(admission: admission) }
    return try ask(from: site.place)
  }

  @usableFromInline
  func ask(from place: CallPlace) throws -> Permit {
    let admission = admission.load(ordering: .relaxed)
    let now = timeline.now
    if admission & 1 == 1 { return Permit(admission: admission, began: now) }
    let (isLogged, isCancelled) = (settings.log != nil, Task.isCancelled)
    let (answer, generation, line) = try turn { circuit throws(CancellationError) in
      if isCancelled, circuit.state(at: now) != .closed { throw CancellationError() }
      let answer = circuit.ask(at: now, from: place)
      guard isLogged, case .refused = answer else { return (answer, circuit.generation, nil as Int?) }
      return (answer, circuit.generation, circuit.refusalsToLog(at: now))
    }
    switch answer {
    case .admitted(let ticket): return Permit(admission: generation << 2, ticket: ticket, began: now)
    case .refused(let error):
      metrics.count(.refused)
      if let line { settings.log?.write(refusing: line, error, at: place) }
      CallEvents.post(.rejected(error))
      throw error
    }
  }

  @usableFromInline
  func end(_ permit: consuming Permit, from place: CallPlace) {
    end(permit, CircuitOutcome(kind: .success), from: place)
  }

  @usableFromInline @inline(never)
  func end(_ permit: consuming Permit, throwing error: any Error, from place: CallPlace) {
    if isCancellation(error) { return end(permit, CircuitOutcome(kind: .cancelled), from: place) }
    if isRejection(error) { return end(permit, CircuitOutcome(kind: .ignored), from: place) }
    end(permit, settings.counting?(error) ?? .standard(for: error), of: error, from: place)
  }

  @usableFromInline
  func end(_ permit: consuming Permit, _ verdict: CircuitVerdict, of error: (any Error)? = nil, from place: CallPlace) {
    let outcome =
      switch verdict {
      case .success: CircuitOutcome(kind: .success)
      case .slow: CircuitOutcome(kind: .success, isSlow: true)
      case .ignored: CircuitOutcome(kind: .ignored)
      case .failure:
        CircuitOutcome(
          kind: .failure,
          error: error.map { Swift.type(of: $0) },
          retryAfter: error.flatMap { delayAskedFor(by: $0) }
        )
      }
    end(permit, outcome, from: place)
  }

  @inline(__always)
  private func end(_ permit: consuming Permit, _ outcome: CircuitOutcome, from place: CallPlace) {
    let now = timeline.now
    var outcome = outcome
    if let limit = settings.slowLimit, now - permit.began > limit { outcome.isSlow = true }
    let kind = turn {
      $0.record(outcome, of: permit.admission >> 2, ticket: permit.ticket, at: now, from: place)
    }
    metrics.count(kind)
  }
}

/// The delay that an error asks for.
private func delayAskedFor(by error: any Error) -> Duration? {
  if let rejection = error as? any Rejection { return rejection.retryAfter }
  guard case .retryAfter(let delay) = (error as? any RetryClassifiable)?.retryDecision.kind else { return nil }
  return delay
}
