import DecoratorPrimitives

extension Faults {
  /// Gives each call the fault that a closure returns.
  ///
  /// ```swift
  /// let faults = Faults { call in call.number.isMultiple(of: 10) ? .error(ServerDown()) : .pass }
  /// ```
  ///
  /// - Parameters:
  ///   - clock: What delays wait on, and what the time of a call is measured on; the `ContinuousClock` by default.
  ///     A synchronous function needs a `BlockingClock`.
  ///   - enabled: Whether faults happen at all, asked before each call. The default is that they do.
  ///   - choose: Returns the fault of a call. It may run on several threads at once.
  public convenience init(
    clock: any Clock<Duration> = ContinuousClock(),
    enabled: (@Sendable () -> Bool)? = nil,
    _ choose: @escaping @Sendable (FaultedCall) -> Fault
  ) {
    self.init(Plan(description: "a closure", choose: choose), clock: clock, enabled: enabled)
  }

  /// Gives a share of the calls a fault, at random but in the same way in each run.
  ///
  /// ```swift
  /// let faults = Faults.randomly([.error(ServerDown()): 0.02, .delay(.seconds(1)): 0.1], seed: 7)
  /// ```
  ///
  /// One draw decides about each call: here 2 % of all calls fail, 10 % of all calls are slow, and 88 % pass (X2). The
  /// draw of call *n* depends on the seed and on *n*, so the faults of the first *n* calls are the same in every run,
  /// whatever the threads do. With `key:` the draw also depends on the call's key, and *n* counts the calls with that
  /// key, so each argument meets the same faults in every run (X3). The draws are those of ``SeededGenerator``.
  ///
  /// - Parameters:
  ///   - shares: The faults, and the share of all calls that each gets: 0 to 1, together at most 1.
  ///   - seed: Any number.
  ///   - clock: What delays wait on; the `ContinuousClock` by default. A synchronous function needs a `BlockingClock`.
  ///   - enabled: Whether faults happen at all, asked before each call. The default is that they do.
  public static func randomly(
    _ shares: KeyValuePairs<Fault, Double>,
    seed: UInt64,
    clock: any Clock<Duration> = ContinuousClock(),
    enabled: (@Sendable () -> Bool)? = nil
  ) -> Faults {
    for (fault, share) in shares {
      require(share >= 0 && share <= 1, "The share of the fault \(fault) must be from 0 to 1; it was \(share).")
    }
    let sum = shares.reduce(0) { $0 + $1.value }
    require(sum <= 1 + 1e-9, "The shares of faults must not add up to more than 1; they add up to \(sum).")
    let table = shares.map { (fault: $0.key, share: $0.value) }
    let shown = table.map { "\($0.fault): \($0.share)" } + ["seed: \(seed)"]
    let plan = Plan(description: "randomly(\(shown.joined(separator: ", ")))", faults: table.map(\.fault)) { call in
      var draw = uniformDraw(seed: seed, of: call)
      for (fault, share) in table {
        if draw < share { return fault }
        draw -= share
      }
      return .pass
    }
    return Faults(plan, clock: clock, enabled: enabled)
  }

  /// Gives the first call the first fault, the second call the second one, and so on.
  ///
  /// ```swift
  /// let faults = Faults.script([.error(ServerDown()), .pass, .delay(.seconds(1))])
  /// ```
  ///
  /// With `key:`, each key has the script for itself.
  ///
  /// - Parameters:
  ///   - faults: The faults; `.pass` where nothing happens.
  ///   - isRepeating: Whether the script begins again at its end. By default, later calls pass.
  ///   - clock: What delays wait on; the `ContinuousClock` by default. A synchronous function needs a `BlockingClock`.
  ///   - enabled: Whether faults happen at all, asked before each call. The default is that they do.
  public static func script(
    _ faults: [Fault],
    repeating isRepeating: Bool = false,
    clock: any Clock<Duration> = ContinuousClock(),
    enabled: (@Sendable () -> Bool)? = nil
  ) -> Faults {
    let shown = faults.map(\.description).joined(separator: ", ")
    let plan = Plan(
      description: "script([\(shown)]\(isRepeating ? ", repeating: true" : ""))",
      faults: faults
    ) { call in
      let index = call.number - 1
      if index < faults.count { return faults[index] }
      return isRepeating && !faults.isEmpty ? faults[index % faults.count] : .pass
    }
    return Faults(plan, clock: clock, enabled: enabled)
  }

  /// Gives the first few calls a fault: `.first(3, .error(ServerDown()))`. Later calls pass.
  ///
  /// With `key:`, each key has its own first calls.
  ///
  /// - Parameters:
  ///   - count: How many calls, zero or more.
  ///   - fault: What happens to each of them.
  ///   - clock: What delays wait on; the `ContinuousClock` by default. A synchronous function needs a `BlockingClock`.
  ///   - enabled: Whether faults happen at all, asked before each call. The default is that they do.
  public static func first(
    _ count: Int,
    _ fault: Fault,
    clock: any Clock<Duration> = ContinuousClock(),
    enabled: (@Sendable () -> Bool)? = nil
  ) -> Faults {
    require(count >= 0, "The number of calls that get a fault must not be negative; it was \(count).")
    let plan = Plan(description: "first(\(count), \(fault))", faults: [fault]) { $0.number <= count ? fault : .pass }
    return Faults(plan, clock: clock, enabled: enabled)
  }

  /// Gives all calls in an interval of time a fault.
  ///
  /// ```swift
  /// let clock = ManualClock()
  /// let faults = Faults.outage(from: .seconds(10), to: .seconds(40), .error(ServerDown()), clock: clock)
  /// ```
  ///
  /// - Parameters:
  ///   - start: When it begins, counted from the call of this function.
  ///   - end: When it is over: a call at that moment passes.
  ///   - fault: What happens to the calls that begin in the interval.
  ///   - clock: What the interval is measured on, and what delays wait on; the `ContinuousClock` by default. A
  ///     synchronous function needs a `BlockingClock` to be delayed.
  ///   - enabled: Whether faults happen at all, asked before each call. The default is that they do.
  public static func outage(
    from start: Duration,
    to end: Duration,
    _ fault: Fault,
    clock: any Clock<Duration> = ContinuousClock(),
    enabled: (@Sendable () -> Bool)? = nil
  ) -> Faults {
    require(start <= end, "An outage must not end before it begins; it was to last from \(start) to \(end).")
    let plan = Plan(description: "outage(from: \(start), to: \(end), \(fault))", faults: [fault]) { call in
      start <= call.elapsed && call.elapsed < end ? fault : .pass
    }
    return Faults(plan, clock: clock, enabled: enabled)
  }
}

/// A number from 0 up to 1, without 1, that depends on the seed, on the number of the call and on its key.
private func uniformDraw(seed: UInt64, of call: FaultedCall) -> Double {
  var start = seed
  if let key = call.key {
    var mixer = SeededGenerator(seed: seed ^ hash(key))
    start = mixer.next()
  }
  var generator = SeededGenerator(seed: start)
  generator.skip(UInt64(call.number - 1))
  return Double(generator.next() >> 11) * 0x1p-53
}

/// FNV-1a, 64 bits: the same for a text in every run, unlike `Hashable`.
private func hash(_ text: String) -> UInt64 {
  text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
}
