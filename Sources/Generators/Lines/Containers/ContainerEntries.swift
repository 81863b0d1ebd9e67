extension Sequence where Element == Line {
  /// The lines that programs in containers printed: without what the container runtime wrote before them, and with the
  /// parts of long lines joined.
  ///
  /// ```swift
  /// for entry in lines.containerEntries(in: .cri) where entry.stream == .stderr { print(entry.line.string) }
  ///
  /// let errors = lines.containerEntries(in: .docker).lazy.filter { $0.stream == .stderr }.map(\.line)
  /// for record in errors.records(startingWith: "[") { … }
  /// ```
  ///
  /// Runtimes write lines of over 16 KiB in parts, and those of standard output and standard error in turn. Parts are
  /// joined for each stream, and a line is delivered when its last part comes. A line of the file that is not written
  /// in the format is delivered as it is, without a stream. No line goes on from one file to another.
  ///
  /// - Parameters:
  ///   - format: What writes the file: `.cri` or `.docker`.
  ///   - limit: The most bytes that a joined line has; by default 1 MiB, at least 1. The rest is dropped, and
  ///     ``Line/isTruncated`` is true.
  /// - Complexity: Memory is that of one line for each stream. Whole lines of `.cri` are not copied.
  public func containerEntries(in format: ContainerFormat, limit: Int = 1_048_576) -> TransformedSequence<
    Self, ContainerJoining
  > {
    TransformedSequence(base: self, transform: ContainerJoining(format, limit: limit))
  }
}

extension AsyncSequence where Element == Line {
  /// The lines that programs in containers printed, by the same rules as those of a sequence.
  ///
  /// A line is delivered when its last part comes. An error is thrown after the lines that were not whole, except a
  /// `CancellationError`, which is thrown at once.
  public func containerEntries(
    in format: ContainerFormat,
    limit: Int = 1_048_576
  ) -> AsyncJoinedLines<Self, ContainerJoining> {
    AsyncJoinedLines(self, ContainerJoining(format, limit: limit))
  }
}

extension AsyncLines {
  /// The lines that programs in containers printed, by the same rules as those of a sequence.
  ///
  /// - Parameters:
  ///   - format: What writes the file: `.cri` or `.docker`.
  ///   - limit: The most bytes that a joined line has; by default 1 MiB, at least 1. The rest is dropped, and
  ///     ``Line/isTruncated`` is true.
  ///   - flushTime: How long a line waits for its further parts before it is delivered as it is, with
  ///     ``ContainerEntry/hasEnd`` false. More than zero; by default it waits as long as it takes.
  ///   - clock: What measures the time; `ContinuousClock` unless you give another.
  public func containerEntries<C: Clock>(
    in format: ContainerFormat,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration? = nil,
    clock: C = ContinuousClock()
  ) -> FlushedLines<ContainerJoining> where C.Duration == Duration {
    let clock = ElapsingClock(clock)
    return FlushedLines(ContainerJoining(format, limit: limit), flushAfter: flushTime) { PatientReader(self, clock) }
  }
}

extension FollowedLines {
  /// The lines that programs in containers print, while they are written, by the same rules as those of a sequence.
  ///
  /// ```swift
  /// for try await entry in FollowedLines(at: "/var/log/containers/app.log").containerEntries(in: .cri) { … }
  /// ```
  ///
  /// With several files, the parts of each are joined, whatever lines of other files come between them. Going on from the
  /// ``Line/nextPosition`` of the last ``ContainerEntry/line`` of each file loses nothing.
  ///
  /// - Parameters:
  ///   - format: What writes the file: `.cri` or `.docker`.
  ///   - limit: The most bytes that a joined line has; by default 1 MiB, at least 1. The rest is dropped, and
  ///     ``Line/isTruncated`` is true.
  ///   - flushTime: How long a line waits for its further parts before it is delivered as it is, with
  ///     ``ContainerEntry/hasEnd`` false, on the clock of the followed lines; by default 1 s. More than zero.
  public func containerEntries(
    in format: ContainerFormat,
    limit: Int = 1_048_576,
    flushAfter flushTime: Duration = .seconds(1)
  ) -> FlushedLines<JoiningBySource<ContainerJoining>> {
    FlushedLines(JoiningBySource(ContainerJoining(format, limit: limit)), flushAfter: flushTime) { reader() }
  }
}
