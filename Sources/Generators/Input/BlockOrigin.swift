/// Where the bytes of a block were read.
@usableFromInline
final class BlockOrigin: Sendable {
  @usableFromInline let name: String
  /// The file, where it is a regular one read as it lies there.
  let file: FileIdentity?

  init(name: String, file: FileIdentity? = nil) {
    self.name = name
    self.file = file
  }
}
