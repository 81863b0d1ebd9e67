// MARK: A closure last

/// Wraps an asynchronous function so that calls with equal arguments at the same time share one run of it.
///
/// ```swift
/// let getUser = coalesced(named: "get_user") { (id: String) async throws -> User in
///   try await database.user(id)
/// }
/// let user = try await getUser("42")
/// ```
///
/// Nothing is kept: a call after the run has ended begins a new one (H10). The function runs in a task of its own, and
/// a cancelled caller leaves at once: see ``Coalescer``.
///
/// - Parameters:
///   - name: The function's name; by default module, file and line of this call (L7).
///   - abandoned: What happens to a run when all of its callers are cancelled. The default cancels it (M4).
///   - fileID: The module and file of this call.
///   - line: The line of this call.
///   - function: What to wrap. Its arguments are `Hashable`; to leave some out, use `key:`.
/// - Returns: The function as a value, with its error type.
@_disfavoredOverload
@inlinable @inline(__always)
public func coalesced<each Argument: Hashable & Sendable, Output: Sendable, Failure: Error>(
  named name: String? = nil,
  abandoned: AbandonedLoads = .cancel,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function).coalesced(abandoned: abandoned)
}

/// Wraps an asynchronous function so that calls with equal keys at the same time share one run of it.
///
/// ```swift
/// let getUser = coalesced(key: { id, _ in id }) { (id: String, trace: TraceID) async throws -> User in
///   try await database.user(id)
/// }
/// ```
///
/// The arguments need not be `Hashable`, only the key. The run has the arguments of the call that started it. The other
/// parameters are those of the form without `key:`.
@_disfavoredOverload
@inlinable @inline(__always)
public func coalesced<each Argument: Sendable, Key: Hashable & Sendable, Output: Sendable, Failure: Error>(
  key: @escaping @Sendable (repeat each Argument) -> Key,
  named name: String? = nil,
  abandoned: AbandonedLoads = .cancel,
  fileID: StaticString = #fileID,
  line: UInt = #line,
  _ function: @escaping @Sendable (repeat each Argument) async throws(Failure) -> Output
) -> AsyncFunction<repeat each Argument, Output, Failure> {
  AsyncFunction(named: name, fileID: fileID, line: line, function).coalesced(key: key, abandoned: abandoned)
}

// MARK: Methods

extension AsyncCallable {
  /// Lets calls with equal arguments at the same time share one run of the function: `fetch.coalesced()`.
  ///
  /// The parameters are those of the form with a closure last. To leave arguments out of the key, use `key:`.
  @inlinable
  public func coalesced<each Argument: Hashable & Sendable>(
    named name: String? = nil,
    abandoned: AbandonedLoads = .cancel
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.coalesced(named: name, hasKey: false, abandoned: abandoned)
    let coalescer = Coalescer<Arguments<repeat each Argument>, Output>(named: identity.name, abandoned: abandoned)
    let body = body
    return AsyncFunction(identity: identity, original: original) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      try await coalescer.value(for: call) { () async throws(Failure) in try await body(call) }
    }
  }

  /// Lets calls with equal keys at the same time share one run of the function.
  ///
  /// ```swift
  /// let report = AsyncFunction(makeReport).coalesced(key: { month, _ in month })
  /// ```
  ///
  /// The run has the arguments of the call that started it.
  @inlinable
  public func coalesced<each Argument: Sendable, Key: Hashable & Sendable>(
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil,
    abandoned: AbandonedLoads = .cancel
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let identity = identity.coalesced(named: name, hasKey: true, abandoned: abandoned)
    let coalescer = Coalescer<Key, Output>(named: identity.name, abandoned: abandoned)
    return sharing(coalescer, key: key, as: identity)
  }

  /// Lets calls with equal keys share one run, together with all other users of a coalescer of your own.
  ///
  /// ```swift
  /// let users = Coalescer<String, User>(named: "users")
  /// let getUser = AsyncFunction(fetchUser).coalesced(by: users, key: { $0 })
  /// ```
  ///
  /// - Parameters:
  ///   - coalescer: What shares the loads.
  ///   - key: Makes the key; calls with equal keys share a run. The arguments need not be `Hashable`.
  ///   - name: A new name for the function; by default it keeps its own.
  @inlinable
  public func coalesced<each Argument: Sendable, Key: Hashable & Sendable>(
    by coalescer: Coalescer<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    named name: String? = nil
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    sharing(
      coalescer,
      key: key,
      as: identity.decorated(
        by: "coalesced(by: \(coalescer.name))",
        with: DecoratorTraits(.coalesced, object: ObjectIdentifier(coalescer), name: coalescer.name),
        named: name
      )
    )
  }

  @inlinable
  func sharing<each Argument: Sendable, Key: Hashable & Sendable>(
    _ coalescer: Coalescer<Key, Output>,
    key: @escaping @Sendable (repeat each Argument) -> Key,
    as identity: FunctionIdentity
  ) -> AsyncFunction<repeat each Argument, Output, Failure> where Input == Arguments<repeat each Argument> {
    let body = body
    return AsyncFunction(identity: identity, original: original) {
      (call: Arguments<repeat each Argument>) async throws(Failure) in
      let key = key(repeat each call.values)
      return try await coalescer.value(for: key) { () async throws(Failure) in try await body(call) }
    }
  }
}

extension FunctionIdentity {
  /// The identity of a coalesced function, with every setting in effect.
  @usableFromInline
  func coalesced(named name: String?, hasKey: Bool, abandoned: AbandonedLoads) -> FunctionIdentity {
    var shown: [String] = []
    if hasKey { shown.append("key: a closure") }
    if abandoned == .keep { shown.append("abandoned: .keep") }
    return decorated(
      by: shown.isEmpty ? "coalesced" : "coalesced(\(shown.joined(separator: ", ")))",
      with: DecoratorTraits(.coalesced),
      named: name
    )
  }
}
