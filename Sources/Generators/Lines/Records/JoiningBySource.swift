internal import DequeModule

/// A rule for lines of several sources that come mixed: it joins those of each source by a rule of its own.
///
/// What has had no further line of its source for the flush time is ended, also while lines of other sources come.
public struct JoiningBySource<Rule: LineJoining & Sendable>: LineJoining, Sendable where Rule.Output: Sendable {
  /// The rule of a source, and since when no line of the source has come; nil if some came since the last pause.
  @usableFromInline
  struct Member: Sendable {
    @usableFromInline var rule: Rule
    @usableFromInline var idleSince: Duration?
  }

  private struct IdleSource {
    let name: SourceName
    let since: Duration
  }

  private let blank: Rule
  /// That of the last line, and what its block says of it.
  @usableFromInline var current: Member
  private var name: SourceName?
  @usableFromInline private(set) var origin: BlockOrigin?
  /// Those of other sources, as far as they have to remember something.
  private var others: [SourceName: Member] = [:]
  /// The sources of which lines came since the last pause, except that of the last line.
  private var touched: Set<SourceName> = []
  /// In the order of their times. Those of which lines came again are out of date.
  private var idle: Deque<IdleSource> = []
  private var ready: Deque<Rule.Output> = []
  @usableFromInline private(set) var hasReady = false

  init(_ rule: Rule) {
    blank = rule
    current = Member(rule: rule)
  }

  public var isOpen: Bool { current.rule.isOpen || others.values.contains { $0.rule.isOpen } }

  public var isBlank: Bool { current.rule.isBlank && others.isEmpty }

  @inlinable
  public mutating func add(_ line: Line) {
    if line.block.origin !== origin || origin == nil { change(to: line.block.origin) }
    current.idleSince = nil
    current.rule.add(line)
  }

  @inlinable
  public mutating func next() -> Rule.Output? { hasReady ? takeReady() : current.rule.next() }

  @usableFromInline
  mutating func takeReady() -> Rule.Output? {
    defer { hasReady = !ready.isEmpty }
    return ready.popFirst()
  }

  public mutating func finish() {
    for name in others.keys.sorted() { finish(name) }
    current.rule.finish()
  }

  public mutating func compact() {
    current.rule.compact()
    for name in others.keys { others[name]?.rule.compact() }
  }

  // MARK: Sources

  @usableFromInline
  mutating func change(to origin: BlockOrigin?) {
    self.origin = origin
    let name = SourceName(origin?.name ?? "")
    guard name != self.name else { return }
    leave()
    self.name = name
    touched.remove(name)
    current = others.removeValue(forKey: name) ?? Member(rule: blank)
  }

  /// Keeps the rule of the last line for further lines of its source.
  private mutating func leave() {
    guard let name else { return }
    while let output = current.rule.next() { put(output) }
    guard !current.rule.isBlank else { return }
    // Blocks that are read ahead are large. Each source would keep one.
    current.rule.compact()
    if current.idleSince == nil { touched.insert(name) }
    others[name] = current
  }

  private mutating func put(_ output: Rule.Output) {
    ready.append(output)
    hasReady = true
  }

  private mutating func finish(_ name: SourceName) {
    if name == self.name {
      current.idleSince = nil
      return current.rule.finish()
    }
    guard var member = others.removeValue(forKey: name) else { return }
    member.rule.finish()
    while let output = member.rule.next() { put(output) }
    member.idleSince = nil
    if !member.rule.isBlank { others[name] = member }
  }

  // MARK: Time

  /// Ends what no line has come for, and says when to look again.
  public mutating func patience(for flushTime: Duration, at now: Duration) -> Duration? {
    noteIdle(at: now)
    while let first = idle.first {
      if idleSince(first.name) == first.since {
        let left = flushTime - (now - first.since)
        guard left <= .zero else { return left }
        finish(first.name)
      }
      idle.removeFirst()
    }
    return nil
  }

  /// The next call of ``patience(for:at:)`` ends what is late.
  public mutating func finishLate() {}

  private func idleSince(_ name: SourceName) -> Duration? {
    name == self.name ? current.idleSince : others[name]?.idleSince
  }

  private mutating func noteIdle(at now: Duration) {
    for name in touched {
      guard others[name]?.rule.isOpen == true else { continue }
      others[name]?.idleSince = now
      idle.append(IdleSource(name: name, since: now))
    }
    touched = []
    if let name, current.idleSince == nil, current.rule.isOpen {
      current.idleSince = now
      idle.append(IdleSource(name: name, since: now))
    }
    if idle.count > 2 * (others.count + 32) {
      idle = Deque(idle.filter { idleSince($0.name) == $0.since })
    }
  }
}
