/// Something that a thread can open and read: one stream, or several that follow each other.
struct BlockingInput: Sendable {
  let name: String
  /// Whether a read that waits can be ended from outside.
  let isInterruptible: Bool
  let openings: [@Sendable (WakePipe) throws -> ByteStream?]

  static func file(
    _ path: some FilePathConvertible,
    from position: LinePosition,
    encoding: TextEncoding
  ) -> BlockingInput {
    let opening: @Sendable (WakePipe) throws -> ByteStream? = {
      try ByteStream(at: path, from: position, encoding: encoding, interruption: $0)
    }
    return BlockingInput(name: path.displayName, isInterruptible: true, openings: [opening])
  }

  static func files(
    _ paths: [some FilePathConvertible],
    encoding: TextEncoding,
    onUnreadable: (@Sendable (ReadingError) throws -> Void)?
  ) -> BlockingInput {
    let openings = paths.map { path -> @Sendable (WakePipe) throws -> ByteStream? in
      { try ByteStream.opening(path, encoding: encoding, interruption: $0, onUnreadable: onUnreadable) }
    }
    return BlockingInput(name: "several files", isInterruptible: true, openings: openings)
  }

  static func source(_ source: some ByteSource & Sendable, encoding: TextEncoding) -> BlockingInput {
    guard let descriptor = source as? DescriptorSource else {
      return BlockingInput(
        name: source.name,
        isInterruptible: false,
        openings: [{ _ in ByteStream(source, encoding: encoding) }]
      )
    }
    let opening: @Sendable (WakePipe) -> ByteStream = { interruption in
      var descriptor = descriptor
      descriptor.interruption = interruption
      return ByteStream(descriptor, encoding: encoding)
    }
    return BlockingInput(name: source.name, isInterruptible: true, openings: [opening])
  }

  func streams(_ interruption: WakePipe) -> ByteStreams {
    ByteStreams(openings.map { open in { try open(interruption) } })
  }
}
