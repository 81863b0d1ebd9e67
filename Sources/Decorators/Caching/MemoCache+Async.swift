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
  /// The task inherits the task-local values and the priority of the call that started it (M5). If a call of higher
  /// priority joins, the priority of the task rises.
  ///
  /// **Cancellation.** If the failure type can hold `CancellationError`, as `any Error` can, a cancelled call throws
  /// `CancellationError` at once and starts no load. With any other failure type, a cancelled call waits for the
  /// result. Cancelling the last waiter cancels the load, because nobody needs its result. The cache does not store the
  /// result of a cancelled load, and new calls start a new load (M4).
  ///
  /// - Parameters:
  ///   - key: The key of the value.
  ///   - load: Computes the value. It escapes to a task, so its captures must be `Sendable` or isolated to its actor.
  /// - Returns: The value.
  /// - Throws: What the load throws, unchanged. Then the cache stores nothing. `CancellationError` as described above.
  ///   ``RecursiveLoadError`` if `load` asks for the same key, directly or through other calls, and would wait for
  ///   itself (M8). The error is also thrown in a `Task` that `load` starts, as long as the load runs, even if `load`
  ///   does not await that task. The cache cannot tell the two cases apart. `Task.detached` does not count as part of
  ///   the load. If the failure type cannot hold the error, the program stops with a message that names the cache and
  ///   the key.
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

  @usableFromInline
  nonisolated(nonsending) func shared<Failure: Error>(
    _ key: Key,
    hash: UInt32,
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let leavesWhenCancelled = CancellationError() is Failure
    while true {
      if leavesWhenCancelled && Task.isCancelled { throw CancellationError() as! Failure }
      switch join(key, hash: hash) {
      case .kept(let value): return value
      case .recursion: throw RecursiveLoadError(cache: name, key: key).thrown(as: Failure.self)
      case .wait(let shared, let waiter, let scope, let startingPriority):
        defer { scope?.endWaiting(for: shared.scope) }
        if let startingPriority { start(shared, at: startingPriority, load) }
        switch await outcome(of: shared, for: waiter, leavesWhenCancelled: leavesWhenCancelled) {
        case .success(let value): return value
        case .failure(let error as Failure): throw error
        case .failure: continue  // The load has another failure type, so this call loads again.
        }
      }
    }
  }
}

extension MemoCache {
  typealias Load = SharedLoad<Key, Value>

  private enum Joining {
    case kept(Value)
    case recursion
    /// Wait for the load. If there is a priority, start the load with it first.
    case wait(Load, Load.Waiter, inside: LoadScope?, startingAt: TaskPriority?)
  }

  /// Joins the load of the key that is in flight. If there is none, registers a new load, which the caller must start.
  private func join(_ key: Key, hash: UInt32) -> Joining {
    dropExpired(key, hash: hash)
    let now = lifetime?.now() ?? .min
    let priority = Task.currentPriority
    let thread = currentThread()
    let scope = LoadScope.innermostRunning
    typealias Joined = (joining: Joining, escalating: Task<Void, Never>?)
    let joined: Joined = state.withLock { state in
      if let value = state.hit(key, hash: hash, by: keyHash, now: now) { return (.kept(value), nil) }
      if let index = state.loads.index(of: key, hash: hash, by: keyHash) {
        let loads = state.loads[index]
        if loads.areAroundCaller(on: thread) { return (.recursion, nil) }
        if let running = loads.shared, running.isCurrent {
          if let scope, !scope.beginWaiting(for: running.scope) { return (.recursion, nil) }
          state.hits &+= 1
          let escalating = running.priority < priority ? running.task : nil
          running.priority = max(running.priority, priority)
          return (.wait(running, running.addWaiter(), inside: scope, startingAt: nil), escalating)
        }
      }
      state.misses &+= 1
      let load = Load(key: key, hash: hash, priority: priority, inside: scope)
      _ = scope?.beginWaiting(for: load.scope)
      state.begin(load, by: keyHash)
      return (.wait(load, load.addWaiter(), inside: scope, startingAt: priority), nil)
    }
    joined.escalating?.escalate(to: priority)
    return joined.joining
  }

  private func start<Failure: Error>(
    _ shared: Load,
    at startingPriority: TaskPriority,
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) {
    let task = Task {
      let outcome: Load.Outcome
      do {
        outcome = .success(try await LoadScope.current.withValue(shared.scope) { try await load() })
      } catch {
        outcome = .failure(error)
      }
      finish(shared, outcome)
    }
    let (isCancelled, priority) = state.withLock { _ in
      if !shared.isFinished { shared.task = task }
      return (shared.isCancelled, shared.priority)
    }
    if isCancelled { task.cancel() }
    // A call that joined before the task existed could not raise its priority, so it is raised here.
    if priority > startingPriority { task.escalate(to: priority) }
  }

  private nonisolated(nonsending) func outcome(
    of shared: Load,
    for waiter: Load.Waiter,
    leavesWhenCancelled: Bool
  ) async -> Load.Outcome {
    await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let ready = state.withLock { _ in
          shared.suspend(waiter, leavesWhenCancelled: leavesWhenCancelled, continuation)
        }
        if let ready { continuation.resume(returning: ready) }
      }
    } onCancel: {
      let (unwanted, leaving) = state.withLock { _ in shared.cancel(waiter, leaves: leavesWhenCancelled) }
      unwanted?.cancel()
      leaving?.resume(returning: .failure(CancellationError()))
    }
  }

  private func finish(_ shared: Load, _ outcome: Load.Outcome) {
    shared.scope.finish()
    let (now, deadline) = lifespan()
    typealias Finished = (waiters: [UnsafeContinuation<Load.Outcome, Never>], eviction: Eviction<Key, Value>?, Key?)
    let finished: Finished = state.withLock { state in
      let released = state.end(shared, by: keyHash)
      let waiters = shared.complete(with: outcome)
      guard shared.isCurrent, case .success(let value) = outcome else { return (waiters, nil, released) }
      state.supersedeLoads(of: shared.key, hash: shared.hash, by: keyHash)
      let eviction = state.store(
        value,
        for: shared.key,
        hash: shared.hash,
        by: keyHash,
        capacity: capacity,
        now: now,
        deadline: deadline
      )
      return (waiters, eviction, released)
    }
    notify(finished.eviction)
    for waiter in finished.waiters { waiter.resume(returning: outcome) }
  }
}

extension Task where Success == Void, Failure == Never {
  fileprivate func escalate(to priority: TaskPriority) {
    if #available(macOS 26, iOS 26, watchOS 26, tvOS 26, visionOS 26, *) {
      escalatePriority(to: priority)
    }
  }
}
