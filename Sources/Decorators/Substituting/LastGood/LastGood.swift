public import CoreMetrics
import DecoratorPrimitives
public import Logging

/// The last value of each key that a function returned, for the time when it fails.
///
/// ```swift
/// let rates = LastGood<String, Double>(named: "rates", upTo: .seconds(3_600))
/// let rate = try await rates.value(for: "EUR") { try await bank.rate("EUR") }
/// ```
///
/// Each call runs the function. If it fails, the caller gets the last value of the key instead, if that is not older
/// than the bound. Using a value never renews its age (F7). It differs from a cache, which does not call while it has a
/// value, and from a constant fallback, which knows nothing.
///
/// A cancelled call and a ``RecursiveLoadError`` are thrown on (F1). Each use counts in the metric `fallbacks` and is
/// logged, at most once a minute (F5).
///
/// **Cost.** It keeps at most `capacity` values, and drops the least recently used one for a new key: about a hundred
/// bytes each, with the key and the value. There is no timer: a value that is too old stays until its place is needed.
/// A call that succeeds reads the clock and takes a lock.
public final class LastGood<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  @usableFromInline
  struct Kept: Sendable {
    let value: Value
    let stored: Duration
  }

  private struct State {
    var values: LRUCache<Key, Kept>
    /// Rises when values are removed, so that a call in flight does not bring back what was declared wrong.
    var removals = 0
  }

  /// The name of the object. It labels the metric and the log lines.
  public let name: String
  /// How old a value may be.
  public let bound: Duration
  /// The most values that are kept.
  public let capacity: Int
  private let timeline: Timeline
  private let settings: FallbackSettings
  private let errors: FallbackErrors
  private let state: Locked<State>

  /// Makes an object without values.
  ///
  /// - Parameters:
  ///   - name: The name, which becomes the dimension `function` of the metric. It must not be empty.
  ///   - bound: How old a value may be, more than zero. At this age it is not used any more.
  ///   - capacity: The most values that are kept, at least 1; 128 by default.
  ///   - types: The errors that the last value answers: types, protocols and arrays of them. Not given, all errors. A
  ///     ``Rejection`` is answered in any case.
  ///   - condition: Returns whether the last value answers one of these errors.
  ///   - logger: Gets a warning for a use, at most once a minute, with the count since the last one; by default
  ///     `Logger.current`.
  ///   - didFallBack: Called after each use, with the error that it answered.
  ///   - factory: The backend of the metric `fallbacks`; by default the current one at the first use.
  ///   - clock: What the age of values is measured on; by default the `ContinuousClock`.
  ///   - fileID: The module and file that log lines name (L9).
  ///   - function: The function that log lines name.
  ///   - line: The line that log lines name.
  public convenience init(
    named name: String,
    upTo bound: Duration,
    capacity: Int = 128,
    on types: Any...,
    when condition: (@Sendable (any Error) -> Bool)? = nil,
    logger: Logger? = nil,
    didFallBack: (@Sendable (FallbackEvent) -> Void)? = nil,
    metricsFactory factory: (any MetricsFactory)? = nil,
    clock: any Clock<Duration> = ContinuousClock(),
    fileID: StaticString = #fileID,
    function: StaticString = #function,
    line: UInt = #line
  ) {
    self.init(
      upTo: bound,
      capacity: capacity,
      FallbackErrors(types, when: condition),
      FallbackReports(logger, didFallBack, factory, clock),
      named: name,
      at: CallPlace(fileID: fileID, function: function, line: line)
    )
  }

  @usableFromInline
  init(
    upTo bound: Duration,
    capacity: Int,
    _ errors: FallbackErrors,
    _ reports: FallbackReports,
    named name: String,
    at place: CallPlace
  ) {
    require(!name.isEmpty, "The name of last good values must not be empty, because it labels a metric.")
    require(bound > .zero, "The age of a last good value must be more than zero; that of '\(name)' was \(bound).")
    require(
      capacity >= 1,
      "The capacity of last good values must be at least 1; that of '\(name)' was \(capacity)."
    )
    self.name = name
    self.bound = bound
    self.capacity = capacity
    self.errors = errors
    timeline = Timeline(reports.clock)
    settings = FallbackSettings(errors, reports, named: name, at: place)
    state = Locked(State(values: LRUCache(capacity: capacity)))
  }
}

// MARK: Calling

extension LastGood {
  /// Runs a body, and returns the last value of the key if the body fails.
  ///
  /// The body does not escape and may capture anything.
  ///
  /// - Parameters:
  ///   - key: The key of the value.
  ///   - body: What to run, at each call.
  /// - Returns: What the body returns, or the last value.
  /// - Throws: What the body throws, if there is no value that is young enough, or the error is not answered.
  @inlinable
  public func value<Failure: Error>(for key: Key, _ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    let removals = removals
    do throws(Failure) {
      let value = try body()
      keep(value, for: key, since: removals)
      return value
    } catch {
      guard let value = lastValue(for: key, after: error) else { throw error }
      return value
    }
  }

  /// Runs an asynchronous body on the caller's actor, and returns the last value of the key if the body fails.
  ///
  /// The parameters are those of the synchronous form.
  @_disfavoredOverload
  @inlinable
  nonisolated(nonsending) public func value<Failure: Error>(
    for key: Key,
    _ body: nonisolated(nonsending) () async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let removals = removals
    do throws(Failure) {
      let value = try await body()
      keep(value, for: key, since: removals)
      return value
    } catch {
      guard let value = lastValue(for: key, after: error) else { throw error }
      return value
    }
  }

  @usableFromInline
  var removals: Int { state.withLock { $0.removals } }

  @usableFromInline
  func keep(_ value: Value, for key: Key, since removals: Int) {
    let kept = Kept(value: value, stored: timeline.now)
    // What leaves is the result, so that it is released outside the lock.
    _ = state.withLock { state in
      state.removals == removals ? state.values.insert(kept, for: key) : nil
    }
  }

  /// The value that answers an error, after it was counted and logged.
  @usableFromInline
  func lastValue<Failure: Error>(for key: Key, after error: Failure) -> Value? {
    guard settings.thrown(error, as: Failure.self) == nil else { return nil }
    let kept = state.withLock { $0.values.value(for: key) }
    guard let kept, timeline.now - kept.stored < bound else { return nil }
    settings.report(error, replacedBy: nil)
    return kept.value
  }
}

// MARK: Looking and removing

extension LastGood {
  /// The last value of the key and its age, if it is young enough to be used. Looking changes nothing.
  public func peek(_ key: Key) -> (value: Value, age: Duration)? {
    let kept = state.withLock { $0.values.peek(key) }
    guard let kept else { return nil }
    let age = max(.zero, timeline.now - kept.stored)
    return age < bound ? (kept.value, age) : nil
  }

  /// How many values are kept, those that are too old included.
  public var count: Int { state.withLock { $0.values.count } }

  /// Removes the last value of the key, because it is known to be wrong. Calls in flight, of any key, do not keep what
  /// they return.
  public func remove(_ key: Key) {
    _ = state.withLock { state in
      state.removals += 1
      return state.values.remove(key)
    }
  }

  /// Removes all values. Calls in flight do not keep what they return.
  public func removeAll() {
    _ = state.withLock { state in
      defer { state.values = LRUCache(capacity: capacity) }
      state.removals += 1
      return state.values
    }
  }
}

extension LastGood: CustomStringConvertible {
  /// Every setting in effect, as it reads in source: `LastGood(named: "rates", upTo: 3600.0 seconds, capacity: 128)`.
  public var description: String {
    "LastGood(\((["named: \"\(name)\""] + shown(hasKey: false)).joined(separator: ", ")))"
  }

  /// Every setting in effect but the name.
  @usableFromInline
  func shown(hasKey: Bool) -> [String] {
    let key = hasKey ? ["key: a closure"] : []
    return ["upTo: \(bound)", "capacity: \(capacity)"] + key + errors.shown + timeline.clock.setting
  }
}
