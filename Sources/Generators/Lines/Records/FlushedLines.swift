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
        do {
          switch try await lines.next(within: rule.isOpen ? flushTime : nil, isolation: actor) {
          case .line(let line): rule.add(line)
          case .late: rule.finish()
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
