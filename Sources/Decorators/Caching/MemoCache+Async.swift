extension MemoCache {
  /// Returns the fresh value for the key. If there is none, runs `load` once for all concurrent callers and stores its
  /// result.
  ///
  /// ```swift
  /// let user = try await users.value(for: id) { try await database.user(id) }
  /// ```
  ///
  /// A hit neither suspends nor changes the executor. On a miss, `load` runs in a new task that belongs to the cache.
  /// It keeps its isolation: a closure that is written in an actor runs on that actor. All calls for the key that come
  /// before the load ends wait for its result or its error (M4, M6). After an error, the next call loads again.
  /// A waiter whose failure type cannot hold the error of the load starts its own load (M6).
  ///
  /// The task inherits the task-local values and the priority of the call that started it (M5), but not what belongs to
  /// that call alone, such as its ``CallDeadline``. If a call of higher priority joins, the priority of the task rises.
  ///
  /// **Cancellation.** If the failure type can hold `CancellationError`, as `any Error` can, a cancelled call throws
  /// `CancellationError` at once and starts no load. With any other failure type, a cancelled call waits for the
  /// result. Cancelling the last waiter cancels the load, because nobody needs its result. The cache does not store the
  /// result of a cancelled load, and new calls start a new load (M4). With `abandoned: .keep`, the load continues
  /// instead, new calls join it, and the cache stores its value.
  /// A load that begins on the caller's thread learns of the cancellation when it first suspends.
  ///
  /// - Parameters:
  ///   - key: The key of the value.
  ///   - load: Computes the value. It escapes to a task, so its captures must be `Sendable` or isolated to its actor.
  ///     For a caller that is on no actor, it begins on the caller's thread, up to its first suspension.
  /// - Returns: The value.
  /// - Throws: What the load throws, unchanged. Then the cache stores nothing. `CancellationError` as described above.
  ///   ``RecursiveLoadError`` if `load` asks for the same key, directly or through other calls, and would wait for
  ///   itself (M8). The error is also thrown in a `Task` that `load` starts, as long as the load runs, even if `load`
  ///   does not await that task. The cache cannot tell the two cases apart. `Task.detached` does not count as part of
  ///   the load. If the failure type cannot hold the error, the inner call runs `load` without the cache, as the
  ///   function does without memoizing.
  /// - Complexity: O(1) for a hit.
  @_disfavoredOverload
  @inlinable
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    @_inheritActorContext @_implicitSelfCapture
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let hash = keyHash(key)
    if let value = hit(key, hash: hash) { return value }
    return try await shared(key, hash: hash, load)
  }

  @inlinable
  nonisolated(nonsending) func shared<Failure: Error>(
    _ key: Key,
    hash: UInt32,
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let leavesWhenCancelled = Failure.self == (any Error).self || Failure.self == CancellationError.self
    var ignoresErrors = false
    while true {
      if leavesWhenCancelled && Task.isCancelled { throw CancellationError() as! Failure }
      let scope = LoadScope.innermostRunning
      let shared: Load
      let waiter: Load.Waiter?
      switch join(key, hash: hash, inside: scope, ignoringErrors: ignoresErrors) {
      case .kept(let value): return value
      case .error(let error):
        if let error = error as? Failure { throw error }
        ignoresErrors = true  // The failure type cannot hold the error, so this call loads for itself.
        continue
      case .renewal(let renewal):
        if renewal.isNew { startRenewing(renewal.load, load) }
        return try await value(of: renewal, leaves: leavesWhenCancelled, as: Failure.self)
      case .recursion:
        try reportRecursion(key, as: Failure.self)
        return try await load()
      case .wait(let joined): (shared, waiter) = (joined.load, joined)
      case .start(let started):
        // Swift 6.3 crashes if `#isolation` is compared in place.
        let actor: (any Actor)? = #isolation
        (shared, waiter) = (started, start(started, onActor: actor != nil, load))
      }
      let outcome = if let waiter { await outcome(for: waiter, leaves: leavesWhenCancelled) } else { shared.outcome! }
      scope?.endWaiting(for: shared.scope)
      switch outcome {
      case .success(let value): return value
      case .failure(is NotLoaded): continue  // It was a load of several keys, and left this one out.
      case .failure(let error as Failure):
        shared.scope.handOnEffect()
        throw error
      case .failure: continue  // The load has another failure type, so this call loads again.
      }
    }
  }
}

// MARK: - Joining

extension MemoCache {
  @usableFromInline typealias Load = SharedLoad<Key, Value>

  @frozen
  @usableFromInline
  enum Joining {
    case kept(Value)
    /// The error is kept.
    case error(any Error)
    /// There is a value, which a load renews.
    case renewal(Renewal)
    /// The call would wait for itself.
    case recursion
    case wait(Load.Waiter)
    /// The call must start the load.
    case start(Load)

    /// The load that the call will wait for.
    @inlinable
    var load: Load? {
      switch self {
      case .kept, .error, .renewal, .recursion: nil
      case .wait(let waiter): waiter.load
      case .start(let load): load
      }
    }
  }

  /// What a call from inside a load has found out before it joins another load.
  @frozen
  @usableFromInline
  struct Checked {
    /// The entry of loads that do not run around the caller.
    @usableFromInline var id: UInt64 = 0
    /// The load that the caller has recorded to wait for.
    @usableFromInline var awaited: Load?

    @inlinable
    init(id: UInt64 = 0, awaited: Load? = nil) {
      self.id = id
      self.awaited = awaited
    }
  }

  /// Joins the load of the key that is in flight. If there is none, registers a new load, which the caller must start.
  ///
  /// A call from inside a load looks for a cycle outside the lock, and only if its key has a load in flight. Then it
  /// tries again, because the load may have ended meanwhile.
  @inlinable
  func join(
    _ key: Key,
    hash: UInt32,
    inside scope: LoadScope?,
    ignoringErrors: Bool = false,
    in groups: LoadGroups? = nil
  ) -> Joining {
    let now = lifetime?.now() ?? rules?.now() ?? .min
    let priority = Task.currentPriority
    let thread = currentThread()
    var checked = Checked()
    while true {
      var unclear = Checked()
      var escalating: Task<Void, Never>?
      let joining: Joining? = state.withLock { state in
        if let value = state.hit(key, hash: hash, by: keyHash, now: now) { return .kept(value) }
        if let ledger = state.ledger,
          let joining = renew(
            key,
            hash: hash,
            in: ledger,
            &state,
            now: now,
            at: priority,
            ignoringErrors,
            groups?.renewed
          )
        {
          return joining
        }
        if let index = state.loads.index(of: key, hash: hash, by: keyHash) {
          let loads = state.loads[index]
          if loads.isLoaded(on: thread) { return .recursion }
          let running = loads.joinable
          if scope != nil, loads.id != checked.id || running !== checked.awaited {
            unclear = Checked(id: loads.id, awaited: running)
            return nil
          }
          if let running {
            state.hits &+= 1
            if running.priority < priority { escalating = running.raisePriority(to: priority) }
            return .wait(running.addWaiter())
          }
        }
        state.misses &+= 1
        let expired = state.takeExpired(key, hash: hash, by: keyHash, now: now)
        let load = state.begin(
          key,
          hash: hash,
          by: keyHash,
          in: ObjectIdentifier(self),
          inside: scope,
          at: priority,
          with: groups?.missing
        )
        load.expired = expired.map(Box.init)
        return .start(load)
      }
      escalating?.raisePriority(to: priority)
      guard let scope else { return joining! }
      if let awaited = checked.awaited, awaited !== joining?.load { scope.endWaiting(for: awaited.scope) }
      if let joining {
        if let load = joining.load, load !== checked.awaited { scope.beginWaiting(forNew: load.scope) }
        return joining
      }
      if isAroundCaller(unclear.id) { return .recursion }
      if let awaited = unclear.awaited, !scope.beginWaiting(for: awaited.scope) { return .recursion }
      checked = unclear
    }
  }
}

extension MemoState {
  /// Registers an asynchronous load of the key.
  @inlinable
  mutating func begin(
    _ key: Key,
    hash: UInt32,
    by keys: KeyHash<Key>,
    in cache: ObjectIdentifier,
    inside scope: LoadScope?,
    at priority: TaskPriority,
    with group: LoadGroup<Key, Value>? = nil
  ) -> SharedLoad<Key, Value> {
    let index = loadsIndex(of: key, hash: hash, by: keys)
    let ticket = LoadTicket(id: loads[index].id, generation: loads[index].generation)
    let scope = group?.scope ?? LoadScope(cache: cache, id: ticket.id, inside: scope)
    let load = SharedLoad<Key, Value>(key: key, hash: hash, ticket: ticket, scope: scope, priority: priority)
    group?.add(load)
    loads[index].shared = load
    loads[index].sharedCount &+= 1
    return load
  }
}

// MARK: - Loading

extension MemoCache {
  /// Starts the task of a load.
  ///
  /// For a caller that is on no actor, the load begins at once on the caller's thread. If it never suspends, no other
  /// thread has to wake up. Nested loads do that only to a small depth, because each one needs room on the stack.
  ///
  /// - Returns: What the caller waits with. Nil if the load has already ended.
  @inlinable
  func start<Failure: Error>(
    _ shared: Load,
    onActor: Bool,
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) -> Load.Waiter? {
    let task: Task<Void, Never>
    if #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *), !onActor, shared.scope.depth <= 8,
      withUnsafeCurrentTask(body: { $0?.unownedTaskExecutor }) == nil
    {
      task = shared.scope.starting { Task.immediate { await run(shared, isImmediate: true, load) } }
      if shared.scope.isFinished { return nil }
    } else {
      task = shared.scope.starting { loadTask { await self.run(shared, isImmediate: false, load) } }
    }
    let waiter = Load.Waiter(load: shared)
    let started = shared.startPriority
    let priority = state.withLock { _ in
      if shared.outcome == nil { shared.task = task }
      return shared.priority
    }
    if priority > started { task.raisePriority(to: priority) }
    return waiter
  }

  /// Waits for the outcome of a load.
  @inlinable
  nonisolated(nonsending) func outcome(for waiter: Load.Waiter, leaves: Bool) async -> Load.Outcome {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let ready = state.withLock { _ in waiter.load.suspend(waiter, leavesWhenCancelled: leaves, continuation) }
        if let ready { continuation.resume(returning: ready) }
      }
    } onCancel: {
      let (unwanted, leaving) = state.withLock { _ in
        waiter.load.cancel(waiter, leaves: leaves, abandoned: abandoned)
      }
      unwanted?.cancel()
      leaving?.resume(returning: .failure(CancellationError()))
    }
  }

  @inlinable
  nonisolated(nonsending) func run<Failure: Error>(
    _ shared: Load,
    isImmediate: Bool,
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async {
    let start = rules?.loadClock?()
    let outcome: Load.Outcome
    do {
      outcome = .success(try await load())
    } catch {
      outcome = .failure(error)
    }
    if let rules { return await finish(shared, outcome, isImmediate: isImmediate, by: rules, since: start) }
    let (expired, evicted) = finish(shared, outcome)
    guard onEviction != nil, expired != nil || evicted != nil else { return }
    // The caller whose thread began this task goes on here, so a slow listener does not hold it up.
    if isImmediate { await Task.yield() }
    notify(expired?.contents)
    notify(evicted)
  }

  /// Stores the value, resumes the waiters, and returns the entries that have left the cache.
  @inlinable
  func finish(
    _ shared: Load,
    _ outcome: Load.Outcome
  ) -> (expired: Box<Eviction<Key, Value>>?, evicted: Eviction<Key, Value>?) {
    let (now, deadline) = lifespan()
    let ended = Box(outcome)
    let counted = outcome.callOutcome
    var waiters: [Load.Waiter] = []
    var expired: Box<Eviction<Key, Value>>?
    var evicted: Eviction<Key, Value>?
    // The key is the result, so that it is released outside the lock.
    _ = state.withLock { state in
      state.ended.add(counted, taking: nil)
      let (isCurrent, released) = state.end(shared, by: keyHash)
      waiters = shared.complete(with: ended)
      expired = shared.expired.take()
      guard isCurrent, !shared.isCancelled, case .success(let value) = outcome else { return released }
      state.supersedeLoads(of: shared.key, hash: shared.hash, by: keyHash)
      evicted = state.store(
        value,
        for: shared.key,
        hash: shared.hash,
        by: keyHash,
        now: now,
        deadline: deadline
      )
      return released
    }
    shared.scope.finish()
    for waiter in waiters { waiter.resume(returning: outcome) }
    return (expired, evicted)
  }
}

extension Result where Failure == any Error {
  /// How the load ended whose outcome this is, in the task of the load.
  @inlinable
  var callOutcome: CallOutcome {
    switch self {
    case .success: .success
    case .failure(let error): CallOutcome(throwing: error)
    }
  }
}

extension Task where Success == Void, Failure == Never {
  @inlinable
  func raisePriority(to priority: TaskPriority) {
    if #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) { escalatePriority(to: priority) }
  }
}
