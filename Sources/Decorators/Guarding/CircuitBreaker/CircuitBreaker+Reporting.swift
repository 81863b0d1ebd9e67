import Synchronization

extension CircuitBreaker {
  /// Changes the circuit, then reports what has happened, without the lock.
  @inline(__always)
  func turn<R, E: Error>(_ body: (inout Circuit) throws(E) -> R) throws(E) -> R {
    let (result, mustReport) = try locked.withLock { state throws(E) in
      let result = try body(&state.circuit)
      let admission = settings.admission(to: state.circuit)
      if admission != self.admission.load(ordering: .relaxed) { self.admission.store(admission, ordering: .relaxed) }
      return (result, state.beginsReporting())
    }
    if mustReport { report() }
    return result
  }

  /// Reports events until there are none.
  @inline(never)
  private func report() {
    while let events = locked.withLock({ $0.takeEvents() }) {
      for event in events { report(event) }
      let draw = Double.random(in: 0...1, using: &generator)
      locked.withLock { $0.circuit.jitterDraw = draw }
    }
  }

  private func report(_ event: CircuitEvent) {
    switch event {
    case .made:
      metrics.show(.closed)
    case .changed(let change):
      metrics.countChange(to: change.to)
      metrics.show(change.to)
      settings.log?.write(change)
      settings.didChange?(change)
    case .lostProbe(let loss):
      settings.log?.write(loss)
      settings.didLoseProbe?(loss)
    }
  }
}

extension CircuitBreaker.State {
  /// Whether this thread is to report what has happened. If another one reports now, it goes on with that.
  @inline(__always)
  fileprivate mutating func beginsReporting() -> Bool {
    if circuit.events.isEmpty || isReporting { return false }
    isReporting = true
    return true
  }

  /// What the thread that reports goes on with; without any, it has ended.
  fileprivate mutating func takeEvents() -> [CircuitEvent]? {
    let events = circuit.takeEvents()
    isReporting = !events.isEmpty
    return events.isEmpty ? nil : events
  }
}
