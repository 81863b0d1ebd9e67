import PlatformC

/// What distinguishes a file from another one that takes its path: device and inode. Because systems give the inode of a
/// deleted file to a new one, the inode's generation and the start of the file are part of it too.
public struct FileIdentity: Hashable, Sendable, Codable {
  /// How many bytes of a file's start are compared.
  static let headSize = 1_024

  /// The number of the device that the file is on.
  public let device: UInt64
  /// The number of the file on its device.
  public let inode: UInt64
  /// The generation of the inode, if the file system keeps one.
  let generation: UInt32?
  /// The first bytes of the file, up to ``headSize``.
  let head: Fingerprint

  init(_ place: FilePlace, generation: UInt32?, head: some Collection<UInt8>) {
    (device, inode) = (place.device, place.inode)
    self.generation = generation
    self.head = Fingerprint(head.prefix(Self.headSize))
  }

  /// The identity of an open file that begins with `head`.
  init(_ status: stat, _ descriptor: Int32, head: some Collection<UInt8>) {
    self.init(FilePlace(status), generation: inodeGeneration(of: descriptor), head: head)
  }

  var place: FilePlace { FilePlace(device: device, inode: inode) }

  /// Whether a file at `place` can be this one, as far as its inode tells.
  func isAt(_ place: FilePlace, generation other: UInt32?) -> Bool {
    guard self.place == place else { return false }
    guard let generation, let other else { return true }
    return generation == other
  }
}
