/// The lines of an asynchronous sequence joined by a rule. `records(startingWith:)` and `containerEntries(in:)` make
/// it.
///
/// An error is thrown after what was open. A `CancellationError` is thrown at once, and what was open is not delivered.
/// After the end or an error there is nothing more (rule G1).
public struct AsyncJoinedLines<Base: AsyncSequence, Rule: LineJoining>: AsyncSequence where Base.Element == Line {
  public typealias Element = Rule.Output
  public typealias Failure = Base.Failure

  @usableFromInline let base: Base
  @usableFromInline let rule: Rule

  @inlinable
  init(_ base: Base, _ rule: Rule) {
    self.base = base
    self.rule = rule
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base.makeAsyncIterator(), rule) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    @usableFromInline var base: Base.AsyncIterator
    @usableFromInline var rule: Rule
    @usableFromInline var end = JoiningEnd<Base.Failure>()

    @inlinable
    init(_ base: Base.AsyncIterator, _ rule: Rule) {
      self.base = base
      self.rule = rule
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next(
      isolation actor: isolated (any Actor)? = #isolation
    ) async throws(Base.Failure) -> Rule.Output? {
      while !end.isOver {
        if let output = rule.next() { return output }
        do throws(Base.Failure) {
          if let line = try await base.next(isolation: actor) { rule.add(line) } else { finish(nil) }
        } catch {
          finish(error)
        }
      }
      return try end.rest(of: &rule)
    }

    /// The next element, or nil at the end.
    @inlinable
    public mutating func next() async throws(Base.Failure) -> Rule.Output? { try await next(isolation: nil) }

    @inlinable
    mutating func finish(_ failure: Base.Failure?) {
      rule.finish()
      end.come(failure)
    }
  }
}

extension AsyncJoinedLines: Sendable where Base: Sendable, Rule: Sendable {}

/// The lines of an input, or of a followed file, joined by a rule. `records(startingWith:)` and `containerEntries(in:)`
/// make it.
///
/// With a flush time, what is open is delivered when no line has come for so long. An error is thrown after what was
/// open. A `CancellationError` is thrown at once, and what was open is not delivered. After the end or an error there
/// is nothing more (rule G1).
public struct FlushedLines<Rule: LineJoining & Sendable>: AsyncSequence, Sendable {
  public typealias Element = Rule.Output
  public typealias Failure = any Error

  @usableFromInline let lines: @Sendable () -> any PatientLines
  @usableFromInline let rule: Rule
  @usableFromInline let flushTime: Duration?

  /// - Parameters:
  ///   - flushTime: How long to wait for a further line while something is open; nil waits as long as it takes.
  ///   - lines: Makes the lines for one iterator.
  init(_ rule: Rule, flushAfter flushTime: Duration?, _ lines: @escaping @Sendable () -> any PatientLines) {
    require((flushTime ?? .seconds(1)) > .zero, "A record waits for its next line for more than \(flushTime ?? .zero).")
    self.lines = lines
    self.rule = rule
    self.flushTime = flushTime
  }

  @inlinable
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(lines(), rule, flushTime) }

  public struct AsyncIterator: AsyncIteratorProtocol {
    public typealias Failure = any Error

    @usableFromInline let lines: any PatientLines
    @usableFromInline var rule: Rule
    @usableFromInline let flushTime: Duration?
    @usableFromInline var end = JoiningEnd<any Error>()

    @inlinable
    init(_ lines: any PatientLines, _ rule: Rule, _ flushTime: Duration?) {
      self.lines = lines
      self.rule = rule
      self.flushTime = flushTime
    }

    /// The next element, as soon as it is whole or no line has come for the flush time. Nil at the end.
    @inlinable
    public mutating func next(isolation actor: isolated (any Actor)? = #isolation) async throws -> Rule.Output? {
      while !end.isOver {
        if let output = rule.next() { return output }
        // Lines that have been read are taken without a suspension.
        while let line = lines.ready() {
          rule.add(line)
          if let output = rule.next() { return output }
        }
        var patience: Duration?
        if let flushTime {
          patience = rule.patience(for: flushTime, at: lines.now)
          if let output = rule.next() { return output }
        }
        do {
          switch try await lines.next(within: patience, isolation: actor) {
          case .line(let line): rule.add(line)
          case .late: rule.finishLate()
          case .end: finish(nil)
          }
        } catch {
          finish(error)
        }
      }
      return try end.rest(of: &rule)
    }

    /// The next element, as soon as it is whole or no line has come for the flush time. Nil at the end.
    @inlinable
    public mutating func next() async throws -> Rule.Output? { try await next(isolation: nil) }

    @inlinable
    mutating func finish(_ failure: (any Error)?) {
      rule.finish()
      end.come(failure)
    }
  }
}

/// The end of lines that are joined. What is open is delivered before an error. It is not delivered when the task is
/// cancelled, so that reading on from the last position reads it again.
@usableFromInline
struct JoiningEnd<Failure: Error> {
  @usableFromInline private(set) var isOver = false
  private var isCancelled = false
  private var failure: Failure?

  @usableFromInline
  init() {}

  /// - Parameter failure: The error that ended the lines, or nil at their end.
  @usableFromInline
  mutating func come(_ failure: Failure?) {
    isOver = true
    isCancelled = failure is CancellationError
    self.failure = failure
  }

  /// Gives what `rule` has left, then throws the error, once, and then gives nil.
  @usableFromInline
  mutating func rest<Rule: LineJoining>(of rule: inout Rule) throws(Failure) -> Rule.Output? {
    if !isCancelled, let output = rule.next() { return output }
    if let failure = failure.take() { throw failure }
    return nil
  }
}
