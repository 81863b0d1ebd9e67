import DecoratorPrimitives

/// What happens to one call instead of the call, before it or after it.
///
/// ```swift
/// let faults = Faults.script([.error(ServerDown()), .delay(.seconds(5)), .lostAnswer(TimeoutError())])
/// ```
///
/// | fault | what the caller sees | does the function run? |
/// |---|---|---|
/// | ``pass`` | what the function does | yes |
/// | ``error(_:)`` | the error | no |
/// | ``lostAnswer(_:)`` | the error, although the work was done | yes |
/// | ``delay(_:then:)`` | a slow start | as the next fault says |
/// | ``lateAnswer(by:)`` | a slow answer | yes |
/// | ``result(_:)`` | the value | no |
/// | ``hang`` | nothing, until the task is cancelled | no |
/// | ``ignoringCancellation(for:then:)`` | a call that cannot be cancelled for a while | as the next fault says |
public struct Fault: Sendable {
  enum Kind: Sendable {
    case pass
    case error(any Error)
    case lostAnswer(any Error)
    case lateAnswer(Duration)
    case result(any Sendable)
    case hang
    indirect case wait(Duration, isDeaf: Bool, then: Fault)
  }

  let kind: Kind

  /// Nothing: the call goes on as it would without faults.
  public static let pass = Fault(kind: .pass)

  /// The call throws the error, and the function does not run.
  ///
  /// - Parameter error: What the caller gets. Its type must be one that the function can throw.
  public static func error(_ error: any Error) -> Fault { Fault(kind: .error(error)) }

  /// The function runs, and what it returns is lost: the call throws the error instead.
  ///
  /// This is what a client sees if the connection breaks after the server did the work. It is the test of whether
  /// repeating the call is safe. If the function itself throws, the caller gets that error.
  ///
  /// - Parameter error: What the caller gets. Its type must be one that the function can throw.
  public static func lostAnswer(_ error: any Error) -> Fault { Fault(kind: .lostAnswer(error)) }

  /// The call waits on the clock of the faults, and then another fault happens; by default, the function runs.
  ///
  /// - Parameters:
  ///   - duration: How long to wait, zero or more. Cancelling the task ends the wait.
  ///   - fault: What happens after the wait.
  public static func delay(_ duration: Duration, then fault: Fault = .pass) -> Fault {
    wait(duration, isDeaf: false, then: fault)
  }

  /// The function runs, and the caller waits for its answer for a while longer, on the clock of the faults.
  ///
  /// - Parameter duration: How long to wait, zero or more. Cancelling the task ends the wait.
  public static func lateAnswer(by duration: Duration) -> Fault {
    checkNotNegative(duration)
    return Fault(kind: .lateAnswer(duration))
  }

  /// The call returns the value, and the function does not run.
  ///
  /// - Parameter value: What the caller gets. It must be what the function returns.
  public static func result(_ value: some Sendable) -> Fault { Fault(kind: .result(value)) }

  /// The call does not return until its task is cancelled, on no clock. Then it throws `CancellationError`.
  ///
  /// A function whose error type cannot hold `CancellationError` runs when the task is cancelled. A synchronous call
  /// blocks its thread. If that thread runs no task, it blocks forever.
  public static let hang = Fault(kind: .hang)

  /// The call waits on the clock of the faults, whether or not its task is cancelled, and then another fault happens.
  ///
  /// It is the dependency that does not listen: what a time limit or a hedge has to wait for. A synchronous call starts
  /// a thread for it.
  ///
  /// - Parameters:
  ///   - duration: How long to wait, zero or more.
  ///   - fault: What happens after the wait; by default, the function runs.
  public static func ignoringCancellation(for duration: Duration, then fault: Fault = .pass) -> Fault {
    wait(duration, isDeaf: true, then: fault)
  }

  private static func wait(_ duration: Duration, isDeaf: Bool, then fault: Fault) -> Fault {
    checkNotNegative(duration)
    return Fault(kind: .wait(duration, isDeaf: isDeaf, then: fault))
  }

  private static func checkNotNegative(_ duration: Duration) {
    require(duration >= .zero, "The duration of a fault must not be negative; it was \(duration).")
  }
}

extension Fault: CustomStringConvertible {
  /// The fault as it reads in source: `error(ServerDown())`, `delay(5.0 seconds)`.
  public var description: String {
    switch kind {
    case .pass: "pass"
    case .error(let error): "error(\(error))"
    case .lostAnswer(let error): "lostAnswer(\(error))"
    case .lateAnswer(let duration): "lateAnswer(by: \(duration))"
    case .result(let value): "result(\(value))"
    case .hang: "hang"
    case .wait(let duration, let isDeaf, let then):
      (isDeaf ? "ignoringCancellation(for: " : "delay(") + "\(duration)" + (then.isPass ? ")" : ", then: \(then))")
    }
  }

  var isPass: Bool { if case .pass = kind { true } else { false } }
}

// MARK: What fits a function

extension Fault {
  /// Why a function of these types cannot have the fault; `nil` if it can.
  func misfit<Output, Failure: Error>(for name: String, _: Output.Type, _: Failure.Type) -> String? {
    switch kind {
    case .error(let error), .lostAnswer(let error):
      if error is Failure { return nil }
      let throwing = Failure.self == Never.self ? "does not throw" : "throws \(Failure.self)"
      return """
        The fault \(self) does not fit \(name), which \(throwing): give an error that the function can throw, or \
        put the faults around a function that throws any Error.
        """
    case .result(let value):
      if value is Output { return nil }
      return """
        The fault \(self) does not fit \(name), which returns \(Output.self) and not \(type(of: value)): give a \
        value that the function can return.
        """
    case .wait(_, _, let then): return then.misfit(for: name, Output.self, Failure.self)
    case .pass, .lateAnswer, .hang: return nil
    }
  }
}
