extension MemoCache {
  /// Returns the fresh values for the keys, and loads all that are missing at once.
  ///
  /// ```swift
  /// let users = try await cache.values(for: ids) { missing in try await database.users(missing) }
  /// ```
  ///
  /// `load` gets the keys that have no fresh value and that no other call is loading, each once and in the order of
  /// `keys`. It runs in one new task of the cache, as that of ``value(for:_:)`` does. Other calls that need one of these
  /// keys join the load, and this call joins their loads, so that no key is loaded twice at a time (M4). `load` need not
  /// return all keys: a key without a value is not in the result, and the next call asks for it again. A call of
  /// `value(for:)` that waited for such a key loads it for itself.
  ///
  /// With ``Freshness``, values that are stale, or that should be refreshed, are returned at once. `load` runs for them
  /// in the background, in a task of their own. Such a call ignores `patience:`. Errors of these loads are not kept,
  /// because they belong to no single key.
  ///
  /// **Cancellation.** As in ``value(for:_:)``. A load of several keys is cancelled when nobody waits for any of its keys.
  ///
  /// - Parameters:
  ///   - keys: The keys. Equal keys count once.
  ///   - load: Returns the values of the missing keys. Values for other keys are ignored. It escapes to a task, so its
  ///     captures must be `Sendable` or isolated to its actor.
  /// - Returns: The values that there are.
  /// - Throws: What `load`, or a load that this call joined, throws, unchanged. `CancellationError` and
  ///   ``RecursiveLoadError`` as in ``value(for:_:)``.
  /// - Complexity: O(n) for n keys.
  @_disfavoredOverload
  nonisolated(nonsending) public func values<Failure: Error>(
    for keys: some Sequence<Key>,
    @_inheritActorContext @_implicitSelfCapture
    _ load: @escaping @isolated(any) @Sendable (_ missing: [Key]) async throws(Failure) -> [Key: Value]
  ) async throws(Failure) -> [Key: Value] {
    let leavesWhenCancelled = Failure.self == (any Error).self || Failure.self == CancellationError.self
    var result: [Key: Value] = [:]
    var remaining: [Key] = []
    for key in keys.withoutRepetitions() {
      if let value = hit(key, hash: keyHash(key)) { result[key] = value } else { remaining.append(key) }
    }
    while !remaining.isEmpty {
      if leavesWhenCancelled && Task.isCancelled { throw CancellationError() as! Failure }
      let round = Round(in: self)
      var uncached: [Key] = []
      for key in remaining {
        switch join(key, hash: keyHash(key), inside: round.scope, ignoringErrors: true, in: round.groups) {
        case .kept(let value): result[key] = value
        case .renewal(let renewal): result[key] = renewal.value
        case .wait(let waiter): round.waiters.append((waiter, isOwn: false))
        case .start(let started): round.waiters.append((Load.Waiter(load: started), isOwn: true))
        case .error: break  // Such calls ignore kept errors.
        case .recursion:
          do throws(Failure) {
            try reportRecursion(key, as: Failure.self)
          } catch {
            for load in round.groups.missing.loads + round.groups.renewed.loads { end(load) }
            leave(round.waiters[...], inside: round.scope)
            throw error
          }
          uncached.append(key)
        }
      }
      remaining = []
      start(round.groups.missing, load)
      start(round.groups.renewed, load)
      if !uncached.isEmpty {
        do throws(Failure) {
          result.merge(try await load(uncached)) { _, new in new }
        } catch {
          leave(round.waiters[...], inside: round.scope)
          throw error
        }
      }
      for (index, (waiter, isOwn)) in round.waiters.enumerated() {
        let outcome = await outcome(for: waiter, leaves: leavesWhenCancelled)
        round.scope?.endWaiting(for: waiter.load.scope)
        switch outcome {
        case .success(let value): result[waiter.load.key] = value
        case .failure(is NotLoaded):
          if !isOwn { remaining.append(waiter.load.key) }
        case .failure(let error as Failure):
          leave(round.waiters[(index + 1)...], inside: round.scope)
          waiter.load.scope.handOnEffect()
          throw error
        case .failure: remaining.append(waiter.load.key)  // The load has another failure type.
        }
      }
    }
    return result
  }

  /// The loads that a call for several keys starts and joins.
  private final class Round {
    let scope: LoadScope?
    let groups: LoadGroups
    var waiters: [(waiter: Load.Waiter, isOwn: Bool)] = []

    init(in cache: MemoCache) {
      scope = LoadScope.innermostRunning
      let id = ObjectIdentifier(cache)
      groups = LoadGroups(
        missing: LoadGroup(scope: LoadScope(ofSeveralIn: id, inside: scope), priority: Task.currentPriority),
        renewed: LoadGroup(scope: LoadScope(ofSeveralIn: id, inside: nil), priority: Task.currentPriority)
      )
    }
  }

  /// The loads of several keys that a call has to wait for, and those that renew values.
  @usableFromInline
  struct LoadGroups {
    @usableFromInline let missing: LoadGroup<Key, Value>
    @usableFromInline let renewed: LoadGroup<Key, Value>
  }

  /// Starts the task of a load of several keys, if there are any.
  private func start<Failure: Error>(
    _ group: LoadGroup<Key, Value>,
    _ load: @escaping @isolated(any) @Sendable ([Key]) async throws(Failure) -> [Key: Value]
  ) {
    guard let first = group.loads.first else { return }
    let started = first.startPriority
    let task = group.scope.starting { loadTask { await self.run(group, load) } }
    let priority = state.withLock { _ in
      if !group.loads.isEmpty { group.task = task }
      return group.priority
    }
    if priority > started { task.raisePriority(to: priority) }
  }

  nonisolated(nonsending) private func run<Failure: Error>(
    _ group: LoadGroup<Key, Value>,
    _ load: @escaping @isolated(any) @Sendable ([Key]) async throws(Failure) -> [Key: Value]
  ) async {
    let start = rules?.loadClock?()
    let outcome: Result<[Key: Value], any Error>
    do {
      outcome = .success(try await load(group.loads.map(\.key)))
    } catch {
      outcome = .failure(error)
    }
    count(outcome.callOutcome, since: start)
    var ends: [Ended] = []
    for load in group.loads { ends.append(end(load, with: outcome.map { $0[load.key] })) }
    state.withLock { _ in (group.loads, group.task) = ([], nil) }
    group.scope.finish()
    for end in ends {
      for waiter in end.waiters { waiter.resume(returning: end.outcome) }
    }
    guard onEviction != nil else { return }
    for end in ends {
      notify(end.expired?.contents)
      notify(end.departures)
    }
  }

  /// What the end of the load of one key has brought about.
  private struct Ended {
    let outcome: Load.Outcome
    let waiters: [Load.Waiter]
    let expired: Box<Eviction<Key, Value>>?
    let departures: MemoState<Key, Value>.Departures
  }

  /// Ends the load of one key of several, and stores its value.
  private func end(_ load: Load, with outcome: Result<Value?, any Error>) -> Ended {
    let value = try? outcome.get()
    let ended = Box(outcome.flatMap { value in value.map(Result.success) ?? .failure(NotLoaded()) })
    let terms = value.map { self.terms(of: $0, for: load.key) }
    let now = terms?.now ?? rules?.now() ?? .min
    return state.withLock { state in
      let (isCurrent, _) = state.end(load, by: keyHash)
      let waiters = load.complete(with: ended)
      let expired = load.expired.take()
      var departures = MemoState<Key, Value>.Departures()
      if isCurrent, !load.isCancelled {
        if let value, let terms {
          state.supersedeLoads(of: load.key, hash: load.hash, by: keyHash)
          departures = state.store(value, for: load.key, hash: load.hash, by: keyHash, on: terms)
        } else if let ledger = state.ledger, let rules {
          departures.error = state.noteFailure(
            of: load.key,
            hash: load.hash,
            by: keyHash,
            in: ledger,
            now: now,
            retryAt: rules.retryTime(from: now),
            keeping: nil
          )
        }
      }
      return Ended(outcome: ended.contents, waiters: waiters, expired: expired, departures: departures)
    }
  }

  /// Ends a load that does not begin after all. Calls that have joined it load again.
  private func end(_ load: Load) {
    let ended = end(load, with: .success(nil))
    for waiter in ended.waiters { waiter.resume(returning: ended.outcome) }
    notify(ended.expired?.contents)
  }

  /// Leaves loads that the call waits for no longer.
  private func leave(_ waiters: ArraySlice<(waiter: Load.Waiter, isOwn: Bool)>, inside scope: LoadScope?) {
    for (waiter, _) in waiters {
      scope?.endWaiting(for: waiter.load.scope)
      let (unwanted, _) = state.withLock { _ in waiter.load.cancel(waiter, leaves: true, abandoned: abandoned) }
      unwanted?.cancel()
    }
  }
}
