/// Something that a thread can open and read.
struct BlockingInput: Sendable {
  let name: String
  /// Whether a read that waits can be ended from outside.
  let isInterruptible: Bool
  let open: @Sendable (Interruption) throws -> any ByteSource

  static func file(_ path: String) -> BlockingInput {
    BlockingInput(name: path, isInterruptible: true) { try FileSource(path: path, interruption: $0) }
  }

  static func source(_ source: some ByteSource & Sendable) -> BlockingInput {
    guard let descriptor = source as? DescriptorSource else {
      return BlockingInput(name: source.name, isInterruptible: false) { _ in source }
    }
    return BlockingInput(name: source.name, isInterruptible: true) { interruption in
      var descriptor = descriptor
      descriptor.interruption = interruption
      return descriptor
    }
  }
}
