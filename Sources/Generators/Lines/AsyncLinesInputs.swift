extension AsyncLines {
  /// The lines of the file at a path, which is opened by each iteration.
  ///
  /// - Parameters:
  ///   - path: The file. It can be a FIFO or a device.
  ///   - position: Where to begin, by default at the start: ``Line/nextPosition`` of a line, or an offset in bytes
  ///     after decompression. One inside a line stands for the next line, one past the end for the end.
  ///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
  ///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
  public init(
    at path: some FilePathConvertible,
    from position: LinePosition = .start,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) {
    self.init(.file(path, from: position, encoding: encoding), isRepeatable: true, longLines, .none)
  }

  /// The lines of several files, one file after the other, which are opened by each iteration.
  ///
  /// As for ``withLines(atPaths:encoding:longLines:_:)`` each file has its own numbers, offsets and ``Line/source``.
  ///
  /// - Parameters:
  ///   - paths: The files, in the order in which they are read. With none there are no lines.
  ///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
  ///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
  public init(
    atPaths paths: [some FilePathConvertible],
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) {
    self.init(.files(paths, encoding: encoding, onUnreadable: nil), isRepeatable: true, longLines, .none)
  }

  /// The lines of several files, one file after the other, without those that cannot be opened.
  ///
  /// ```swift
  /// let lines = AsyncLines(atPaths: paths, onUnreadable: { error in logger.warning("\(error)") })
  /// ```
  ///
  /// - Parameters:
  ///   - paths: The files, in the order in which they are read. With none there are no lines.
  ///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
  ///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
  ///   - onUnreadable: As for ``withLines(atPaths:encoding:longLines:onUnreadable:_:)``, on the thread that reads. It
  ///     is called when the file's turn comes, in each iteration.
  public init(
    atPaths paths: [some FilePathConvertible],
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard,
    onUnreadable: @escaping @Sendable (ReadingError) throws -> Void
  ) {
    self.init(.files(paths, encoding: encoding, onUnreadable: onUnreadable), isRepeatable: true, longLines, .none)
  }

  /// The lines of a byte source, such as `.standardInput`, once.
  ///
  /// - Parameters:
  ///   - source: Where the bytes come from: `.standardInput`, `.fileDescriptor(3)`, or a type of your own.
  ///   - encoding: How the text is written; by default UTF-8, or UTF-16 or UTF-32 where a byte-order mark says so.
  ///   - longLines: What to do with lines over a limit; by default they are truncated to 1 MiB.
  public init(
    of source: some ByteSource & Sendable,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) {
    self.init(.source(source, encoding: encoding), isRepeatable: false, longLines, .none)
  }

  /// The lines of an asynchronous sequence of bytes, once.
  ///
  /// It is read in the task that iterates, a line at a time.
  public init<Bytes: AsyncSequence & Sendable>(
    of bytes: Bytes,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) where Bytes.Element == UInt8 {
    input = AsyncInput(name: "an asynchronous sequence", isRepeatable: false, longLines: longLines) { make in
      SequenceBlocks(GatheredBytes(bytes.makeAsyncIterator()), encoding: encoding, make)
    }
  }

  /// The lines of an asynchronous sequence of chunks of bytes, such as the body of a response, once.
  ///
  /// It is read in the task that iterates, a chunk at a time.
  public init<Chunks: AsyncSequence & Sendable>(
    of chunks: Chunks,
    encoding: TextEncoding = .detected,
    longLines: LongLines = .standard
  ) where Chunks.Element: Collection<UInt8> {
    input = AsyncInput(name: "an asynchronous sequence", isRepeatable: false, longLines: longLines) { make in
      SequenceBlocks(ChunkArrays(chunks.makeAsyncIterator()), encoding: encoding, make)
    }
  }

  init(_ blocking: BlockingInput, isRepeatable: Bool, _ longLines: LongLines, _ scope: FeedScope) {
    input = AsyncInput(blocking, isRepeatable: isRepeatable, longLines: longLines, in: scope)
  }
}
