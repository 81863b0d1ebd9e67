extension Sequence where Element == Line {
  /// What a regular expression captures in the lines, as they come: the first match of each line that has one.
  ///
  /// ```swift
  /// try withLines(at: "app.log") { lines in
  ///   let matches = lines.captures(of: /\[(?<level>[A-Z]+)\] (?<service>\S+)/)
  ///   for match in matches { counts["\(match.level) \(match.service)", default: 0] += 1 }
  ///   print("\(matches.mismatches) lines without a level")
  /// }
  /// ```
  ///
  /// Captures are typed, and named ones had by name: see ``LineMatch``. Lines that do not match are left out, and counted
  /// in ``CapturedLines/mismatches``. So is a line for which a part of the expression throws.
  ///
  /// Each line is decoded and matched, which takes some hundred times as long as looking for a text: let
  /// ``matching(_:)`` through first what has a text in it that every match has. The expression is not anchored; one that
  /// is to hold of the whole line begins with `^` and ends with `$`.
  ///
  /// - Parameters:
  ///   - regex: What to look for in each line.
  ///   - onMismatch: It is told of each line that does not match, before the next line is read.
  public func captures<Output>(
    of regex: Regex<Output>,
    onMismatch: @escaping (Line) -> Void = { _ in }
  ) -> CapturedLines<Self, Output> {
    CapturedLines(base: self, regex: regex, onMismatch: onMismatch, unmatched: SkippedLines())
  }
}

/// What a regular expression captures in the lines of a sequence. `captures(of:onMismatch:)` makes it.
public struct CapturedLines<Base: Sequence, Output>: LazySequenceProtocol where Base.Element == Line {
  let base: Base
  let regex: Regex<Output>
  let onMismatch: (Line) -> Void
  let unmatched: SkippedLines

  /// How many lines have not matched so far, in all iterations.
  public var mismatches: Int { unmatched.count }

  public func makeIterator() -> Iterator { Iterator(lines: self, base: base.makeIterator()) }

  public struct Iterator: IteratorProtocol {
    let lines: CapturedLines
    var base: Base.Iterator
    var isFinished = false

    public mutating func next() -> LineMatch<Output>? {
      guard !isFinished else { return nil }
      while let line = base.next() {
        if let match = lines.regex.match(in: line) { return match }
        lines.unmatched.increment()
        lines.onMismatch(line)
      }
      isFinished = true
      return nil
    }
  }
}

extension CapturedLines: ScopedSequence where Base: ScopedSequence {
  public var scope: ReadingScope { base.scope }
}

extension Regex {
  /// The first match in the line. One that fails by an error of the expression's own is none.
  func match(in line: Line) -> LineMatch<Output>? {
    guard let match = try? firstMatch(in: line.string) else { return nil }
    return LineMatch(line: line, output: match.output)
  }
}
