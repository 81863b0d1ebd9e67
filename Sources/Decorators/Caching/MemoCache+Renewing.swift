import DecoratorPrimitives

// Asynchronous calls that find a value which a load renews (F8, F9).

extension MemoCache {
  /// A value that a call can return, and the load that renews it.
  @frozen
  @usableFromInline
  struct Renewal {
    @usableFromInline let value: Value
    @usableFromInline let load: Load
    /// Whether the call must start the load.
    @usableFromInline let isNew: Bool
    /// What the call waits with for the new value. Nil if it does not wait.
    @usableFromInline let waiter: Load.Waiter?
    /// The task of the load, if its priority is lower than that of the call that waits.
    @usableFromInline let escalating: Task<Void, Never>?

    @inlinable
    init(value: Value, load: Load, isNew: Bool, waiter: Load.Waiter?, escalating: Task<Void, Never>? = nil) {
      self.value = value
      self.load = load
      self.isNew = isNew
      self.waiter = waiter
      self.escalating = escalating
    }
  }

  /// Finds what a call can return without a new value: a value, perhaps with a load to start or to wait for, or an error
  /// that is kept.
  ///
  /// Such a call never waits for itself: it does not wait, or only for a time. So nothing here looks for a cycle, and
  /// the load does not count as part of the load around the call.
  ///
  /// - Returns: Nil if the call has to wait for a load.
  @inlinable
  @inline(never)
  func renew(
    _ key: Key,
    hash: UInt32,
    in ledger: EntryLedger<Key>,
    _ state: inout MemoState<Key, Value>,
    now: Int64,
    at priority: TaskPriority,
    _ ignoringErrors: Bool,
    _ group: LoadGroup<Key, Value>?
  ) -> Joining? {
    let value: Value
    let isDue: Bool
    let isPatient: Bool
    switch state.find(key, hash: hash, by: keyHash, in: ledger, now: now) {
    case .nothing: return nil
    case .error(let error):
      if ignoringErrors { return nil }
      state.hits &+= 1
      return .error(error)
    case .fresh(let found, let due): (value, isDue, isPatient) = (found, due, false)
    case .stale(let found, let due):
      (value, isDue, isPatient) = (found, due, group == nil && rules?.timeline != nil)
    }
    state.hits &+= 1
    if let index = state.loads.index(of: key, hash: hash, by: keyHash) {
      let loads = state.loads[index]
      if let running = loads.joinable {
        guard isPatient else { return .kept(value) }
        let escalating = running.priority < priority ? running.raisePriority(to: priority) : nil
        let waiter = running.addWaiter()
        return .renewal(Renewal(value: value, load: running, isNew: false, waiter: waiter, escalating: escalating))
      }
      // A thread renews it.
      if loads.thread != 0 { return .kept(value) }
    }
    guard isDue else { return .kept(value) }
    let load = state.begin(
      key,
      hash: hash,
      by: keyHash,
      in: ObjectIdentifier(self),
      inside: nil,
      at: priority,
      with: group
    )
    return .renewal(Renewal(value: value, load: load, isNew: true, waiter: isPatient ? load.addWaiter() : nil))
  }

  /// Starts a load that goes on whether or not somebody waits for it: the cache itself counts as one that does.
  @inlinable
  @inline(never)
  func startRenewing<Failure: Error>(
    _ shared: Load,
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) {
    let task = shared.scope.starting { loadTask { await self.run(shared, isImmediate: false, load) } }
    state.withLock { _ in
      if shared.outcome == nil { shared.task = task }
    }
  }

  /// The value of a call that finds one which is being renewed.
  @inlinable
  @inline(never)
  nonisolated(nonsending) func value<Failure: Error>(
    of renewal: Renewal,
    leaves: Bool,
    as type: Failure.Type
  ) async throws(Failure) -> Value {
    guard let waiter = renewal.waiter, let rules else { return renewal.value }
    renewal.escalating?.raisePriority(to: Task.currentPriority)
    switch await outcome(for: waiter, within: rules, leaves: leaves) {
    case .success(let value): return value
    case .failure(let error):
      if leaves, Task.isCancelled, let error = CancellationError() as? Failure { throw error }
      if !CacheRules<Key, Value>.canReplace(error), let error = error as? Failure {
        renewal.load.scope.handOnEffect()
        throw error
      }
      return renewal.value
    }
  }

  /// Waits for a load as long as the callers of this cache are patient.
  @usableFromInline
  nonisolated(nonsending) func outcome(
    for waiter: Load.Waiter,
    within rules: CacheRules<Key, Value>,
    leaves: Bool
  ) async -> Load.Outcome {
    guard !Waits.areSkipped, let timeline = rules.timeline, let patience = rules.freshness?.patience else {
      return .failure(PatienceEnded())
    }
    let alarm = timeline.alarm(at: timeline.now + patience) { [state] in
      state.withLock { _ in waiter.load.losePatience(waiter) }?.resume(returning: .failure(PatienceEnded()))
    }
    let outcome = await outcome(for: waiter, leaves: leaves)
    alarm.cancel()
    return outcome
  }

  /// Ends an asynchronous load of a cache with rules: stores the value, resumes the waiters, and tells the listener.
  @inlinable
  @inline(never)
  nonisolated(nonsending) func finish(
    _ shared: Load,
    _ outcome: Load.Outcome,
    isImmediate: Bool,
    by rules: CacheRules<Key, Value>,
    since start: Int64?
  ) async {
    let (expired, departures) = finish(shared, outcome, by: rules, since: start)
    guard onEviction != nil, expired != nil || !departures.entries.isEmpty else { return }
    if isImmediate { await Task.yield() }
    notify(expired?.contents)
    notify(departures)
  }

  /// Stores the value or notes the failure, resumes the waiters, and returns what has left the cache.
  @inlinable
  @inline(never)
  func finish(
    _ shared: Load,
    _ outcome: Load.Outcome,
    by rules: CacheRules<Key, Value>,
    since start: Int64?
  ) -> (expired: Box<Eviction<Key, Value>>?, departures: MemoState<Key, Value>.Departures) {
    let time = start.flatMap { start in rules.loadClock.map { $0() - start } }
    let counted = outcome.callOutcome
    var terms: StoredTerms?
    var kept: KeptError?
    switch outcome {
    case .success(let value): terms = self.terms(of: value, for: shared.key, by: rules)
    case .failure(let error): kept = counted == .cancelled ? nil : rules.kept(error, at: rules.now())
    }
    let now = terms?.now ?? rules.now()
    let retryAt = rules.retryTime(from: now)
    let ended = Box(outcome)
    var waiters: [Load.Waiter] = []
    var expired: Box<Eviction<Key, Value>>?
    var departures = MemoState<Key, Value>.Departures()
    // The key is the result, so that it is released outside the lock.
    _ = state.withLock { state in
      state.ended.add(counted, taking: time)
      let (isCurrent, released) = state.end(shared, by: keyHash)
      waiters = shared.complete(with: ended)
      expired = shared.expired.take()
      guard isCurrent, !shared.isCancelled else { return released }
      if case .success(let value) = outcome, let terms {
        state.supersedeLoads(of: shared.key, hash: shared.hash, by: keyHash)
        departures = state.store(value, for: shared.key, hash: shared.hash, by: keyHash, on: terms)
      } else if let ledger = state.ledger {
        departures.error = state.noteFailure(
          of: shared.key,
          hash: shared.hash,
          by: keyHash,
          in: ledger,
          now: now,
          retryAt: retryAt,
          keeping: kept
        )
      }
      return released
    }
    shared.scope.finish()
    for waiter in waiters { waiter.resume(returning: outcome) }
    return (expired, departures)
  }
}
