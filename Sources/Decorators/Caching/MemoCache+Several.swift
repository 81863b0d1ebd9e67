extension MemoCache {
  /// Returns the fresh values for the keys, and loads all that are missing at once.
  ///
  /// ```swift
  /// let users = cache.values(for: ids) { missing in database.users(missing) }
  /// ```
  ///
  /// `load` runs on the calling thread, at most once, with the keys that have no fresh value, each once and in the order
  /// of `keys`. The cache stores the values that it returns for them. It need not return all: a key without a value is
  /// not in the result, and the next call asks for it again.
  ///
  /// If the load fails or leaves a key out, a value that can still be used replaces its result: see ``Freshness``. Errors
  /// of such a load are not kept, because they belong to no single key.
  ///
  /// - Parameters:
  ///   - keys: The keys. Equal keys count once.
  ///   - load: Returns the values of the missing keys. Values for other keys are ignored.
  /// - Returns: The values that there are.
  /// - Throws: What `load` throws, unchanged. Then the cache stores nothing. ``RecursiveLoadError`` if `load` asks for
  ///   one of its keys (M8).
  /// - Complexity: O(n) for n keys.
  public func values<Failure: Error>(
    for keys: some Sequence<Key>,
    _ load: (_ missing: [Key]) throws(Failure) -> [Key: Value]
  ) throws(Failure) -> [Key: Value] {
    var result: [Key: Value] = [:]
    var missing: [Missing] = []
    for key in keys.withoutRepetitions() {
      let hash = keyHash(key)
      if let value = hit(key, hash: hash) {
        result[key] = value
        continue
      }
      switch beginOneOfSeveral(key, hash: hash) {
      case .kept(let value): result[key] = value
      case .load(let ticket, let stale): missing.append(Missing(key: key, hash: hash, ticket: ticket, stale: stale))
      case .recursive:
        do throws(Failure) {
          try reportRecursion(key, as: Failure.self)
        } catch {
          for one in missing { end(one, after: nil) }
          throw error
        }
        missing.append(Missing(key: key, hash: hash, ticket: nil, stale: nil))
      case .error: break  // Such calls ignore kept errors.
      }
    }
    if missing.isEmpty { return result }
    let start = rules?.loadClock?()
    let loaded: [Key: Value]
    do throws(Failure) {
      loaded = try load(missing.map(\.key))
    } catch {
      count(CallOutcome(throwing: error), since: start)
      for one in missing { end(one, after: error) }
      guard CacheRules<Key, Value>.canReplace(error), missing.allSatisfy({ $0.stale != nil }) else { throw error }
      for one in missing { result[one.key] = one.stale }
      return result
    }
    count(.success, since: start)
    for one in missing {
      if let value = loaded[one.key] {
        store(value, for: one)
        result[one.key] = value
      } else {
        end(one, after: NotLoaded())
        if let stale = one.stale { result[one.key] = stale }
      }
    }
    return result
  }

  /// A key that a synchronous call loads together with others.
  private struct Missing {
    let key: Key
    let hash: UInt32
    /// Nil if the call runs inside a load of this key, so that its result is not stored.
    let ticket: LoadTicket?
    let stale: Value?
  }

  private func beginOneOfSeveral(_ key: Key, hash: UInt32) -> RuledStart {
    if let rules { return begin(key, hash: hash, by: rules, ignoringErrors: true) }
    return switch begin(key, hash: hash) {
    case .kept(let value): .kept(value)
    case .load(let ticket): .load(ticket, stale: nil)
    case .recursive: .recursive
    }
  }

  /// Counts a load that has ended.
  func count(_ outcome: CallOutcome, since start: Int64?) {
    let time = start.flatMap { start in rules?.loadClock.map { $0() - start } }
    state.withLock { $0.ended.add(outcome, taking: time) }
  }

  /// Ends the load of a key that got no value.
  private func end(_ missing: Missing, after error: (any Error)?) {
    guard let ticket = missing.ticket else { return }
    let now = rules?.now() ?? .min
    let isFailure = error.map { !isCancellation($0) } ?? false
    _ = state.withLock { state -> Key? in
      let (isCurrent, released) = state.end(
        ticket,
        of: missing.key,
        hash: missing.hash,
        by: keyHash,
        on: currentThread()
      )
      if isCurrent, isFailure, let ledger = state.ledger, let rules {
        _ = state.noteFailure(
          of: missing.key,
          hash: missing.hash,
          by: keyHash,
          in: ledger,
          now: now,
          retryAt: rules.retryTime(from: now),
          keeping: nil
        )
      }
      return released
    }
  }

  private func store(_ value: Value, for missing: Missing) {
    guard let ticket = missing.ticket else { return }
    let terms = terms(of: value, for: missing.key)
    let (departures, _): (MemoState<Key, Value>.Departures, Key?) = state.withLock { state in
      let (isCurrent, released) = state.end(
        ticket,
        of: missing.key,
        hash: missing.hash,
        by: keyHash,
        on: currentThread()
      )
      guard isCurrent else { return (.init(), released) }
      state.supersedeLoads(of: missing.key, hash: missing.hash, by: keyHash)
      return (state.store(value, for: missing.key, hash: missing.hash, by: keyHash, on: terms), released)
    }
    notify(departures)
  }

  /// The terms of a value that is stored now, whatever the settings of the cache.
  func terms(of value: Value, for key: Key) -> StoredTerms {
    if let rules { return terms(of: value, for: key, by: rules) }
    let (now, deadline) = lifespan()
    return StoredTerms(now: now, freshUntil: deadline)
  }
}

extension Sequence where Element: Hashable {
  /// The elements in the order in which they first appear.
  func withoutRepetitions() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
