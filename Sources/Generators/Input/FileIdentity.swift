import PlatformC

/// What tells one file from another that has come to its path: device and inode, and how the file begins, because a
/// system gives the inode of a deleted file to a new one.
public struct FileIdentity: Hashable, Sendable, Codable {
  /// How much of a file's start is compared.
  static let headSize = 64

  /// The number of the device that the file is on.
  public let device: UInt64
  /// The number of the file on its device.
  public let inode: UInt64
  /// How many of its first bytes are known, and their hash (FNV-1a).
  let headCount: Int
  let headHash: UInt64

  init(_ status: stat, head: some Collection<UInt8>) {
    let head = head.prefix(Self.headSize)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    headCount = head.count
    headHash = Self.hash(head)
  }

  /// Whether `status` is of this very file, as far as device and inode tell.
  func isPlace(of status: stat) -> Bool {
    device == UInt64(truncatingIfNeeded: status.st_dev) && inode == UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// Whether a file that begins with `head` may be this one.
  func isBegun(by head: some Collection<UInt8>) -> Bool {
    head.count >= headCount && (headCount == 0 || Self.hash(head.prefix(headCount)) == headHash)
  }

  private static func hash(_ bytes: some Collection<UInt8>) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
