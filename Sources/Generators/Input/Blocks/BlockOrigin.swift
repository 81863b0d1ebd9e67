/// Where the bytes of a block were read.
@usableFromInline
final class BlockOrigin: Sendable {
  @usableFromInline let name: String
  /// The file, where it is a regular one read as it is.
  let file: FileIdentity?
  /// When the file had last been written to when it was read, in nanoseconds since 1970, where it is followed.
  let modified: Int64?

  /// The first bytes of the file, for blocks near its start where it is followed.
  let head: [UInt8]

  init(name: String, file: FileIdentity? = nil, modified: Int64? = nil, head: [UInt8] = []) {
    self.name = name
    self.file = file
    self.modified = modified
    self.head = head
  }
}
