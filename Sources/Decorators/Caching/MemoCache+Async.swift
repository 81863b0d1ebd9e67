extension MemoCache {
  /// The value for the key: the one that is kept, or else what one load, shared by all who ask meanwhile, gives.
  ///
  /// ```swift
  /// let user = try await users.value(for: id) { try await database.user(id) }
  /// ```
  ///
  /// A hit neither suspends nor hops. On a miss `load` runs in a task of the cache's own, where it is isolated: on its
  /// actor, if the closure is written in one. Who asks for the key until it ends waits for the same result, error
  /// included (M4, M6); the next call after an error loads again. The task inherits task-locals of the call that started
  /// it, whoever waits later (M5), and its priority, which rises when a call of higher priority joins.
  ///
  /// **Cancellation.** A cancelled call throws `CancellationError` at once if its failure type is `any Error`, and does not
  /// start a load; where the failure type is a type of its own or `Never`, it waits for the result. When every call that
  /// waits is cancelled, the load's task is; what it still gives is not stored, and new calls start a fresh load (M4).
  ///
  /// - Parameters:
  ///   - key: What the value is kept under.
  ///   - load: Computes the value. It escapes to a task, so what it captures is `Sendable` or isolated to its actor.
  /// - Returns: The value.
  /// - Throws: What the load throws, unchanged; nothing is kept then. `CancellationError` as said above.
  ///   ``RecursiveLoadError`` if `load`, directly or not, asks for the same key and would wait for itself (M8), and also
  ///   if a `Task` that it starts does so while it runs, awaited or not: it cannot be told apart, `Task.detached` can.
  ///   Where the failure type cannot hold the error, the program stops with a sentence naming cache and key.
  /// - Complexity: O(1) for a hit.
  @_disfavoredOverload
  @inlinable
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    @_inheritActorContext @_implicitSelfCapture
    _ load: @escaping @isolated(any) @Sendable () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let hash = keys(key)
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
        case .failure: continue  // The load of a call with another failure type: this one loads for itself.
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
    /// Wait for the load; at this priority start it first, if there is one.
    case wait(Load, Load.Waiter, inside: LoadScope?, startingAt: TaskPriority?)
  }

  /// Joins the load of the key that runs, or notes one that the caller must start.
  private func join(_ key: Key, hash: UInt32) -> Joining {
    dropExpired(key, hash: hash)
    let now = lifetime?.now() ?? .min
    let priority = Task.currentPriority
    let thread = currentThread()
    let scope = LoadScope.innermostRunning
    typealias Joined = (joining: Joining, escalating: Task<Void, Never>?)
    let joined: Joined = state.withLock { state in
      if let value = state.hit(key, hash: hash, by: keys, now: now) { return (.kept(value), nil) }
      if let index = state.loads.index(of: key, hash: hash, by: keys) {
        let loads = state.loads.nodes[index].value
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
      state.begin(load, by: keys)
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
    // Who joined before the task was there to be escalated has left that to be done here.
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
      let released = state.end(shared)
      let waiters = shared.complete(with: outcome)
      guard shared.isCurrent, case .success(let value) = outcome else { return (waiters, nil, released) }
      state.supersedeLoads(of: shared.key, hash: shared.hash, by: keys)
      let eviction = state.store(
        value,
        for: shared.key,
        hash: shared.hash,
        by: keys,
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
