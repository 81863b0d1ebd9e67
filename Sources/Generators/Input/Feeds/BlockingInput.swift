/// Something that a thread can open and read: one source, or several.
struct BlockingInput: Sendable {
  let name: String
  /// Whether another thread can end a read that waits.
  let isInterruptible: Bool
  /// Whether it can be read anew.
  let isRepeatable: Bool
  let openings: [@Sendable (WakePipe) throws -> DecodedSource?]

  static func file(
    _ path: some FilePathConvertible,
    from position: LinePosition,
    encoding: TextEncoding
  ) -> BlockingInput {
    let opening: @Sendable (WakePipe) throws -> DecodedSource? = {
      try DecodedSource(at: path, from: position, encoding: encoding, interruption: $0)
    }
    return BlockingInput(name: path.displayName, isInterruptible: true, isRepeatable: true, openings: [opening])
  }

  static func files(
    _ paths: [some FilePathConvertible],
    encoding: TextEncoding,
    onUnreadable: (@Sendable (ReadingError) throws -> Void)?
  ) -> BlockingInput {
    let openings = paths.map { path -> @Sendable (WakePipe) throws -> DecodedSource? in
      { try DecodedSource.opening(path, encoding: encoding, interruption: $0, onUnreadable: onUnreadable) }
    }
    return BlockingInput(name: "several files", isInterruptible: true, isRepeatable: true, openings: openings)
  }

  static func source(_ source: some ByteSource & Sendable, encoding: TextEncoding) -> BlockingInput {
    guard let descriptor = source as? DescriptorSource else {
      return BlockingInput(
        name: source.name,
        isInterruptible: false,
        isRepeatable: false,
        openings: [{ _ in DecodedSource(source, encoding: encoding) }]
      )
    }
    let opening: @Sendable (WakePipe) -> DecodedSource = { interruption in
      var descriptor = descriptor
      descriptor.interruption = interruption
      return DecodedSource(descriptor, encoding: encoding)
    }
    return BlockingInput(name: source.name, isInterruptible: true, isRepeatable: false, openings: [opening])
  }

  func sources(_ interruption: WakePipe) -> DecodedSources {
    DecodedSources(openings.map { open in { try open(interruption) } })
  }
}
