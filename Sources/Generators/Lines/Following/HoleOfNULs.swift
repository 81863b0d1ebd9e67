import PlatformC

/// The NULs at the start of a file that was truncated while its writer kept its place in it: what is not written is NUL.
enum HoleOfNULs {
  private static let chunkSize = 64 * 1_024

  /// Where the first byte of the file is that is no NUL: 0 if there is no hole, nil where there are only NULs yet.
  ///
  /// - Complexity: O(*n*) in the NULs that are stored. Those that the file system knows about cost nothing.
  static func end(in file: OpenFile) throws(OpenFile.Failure) -> Int? {
    guard try file.bytes(in: 0..<1) == [0] else { return 0 }
    #if os(Linux)
      let seekData: Int32 = 3
      var offset = max(0, Int(lseek(file.descriptor, 0, seekData)))
    #else
      var offset = 0
    #endif
    while true {
      let bytes = try file.bytes(in: offset..<offset + chunkSize)
      guard !bytes.isEmpty else { return nil }
      if let index = bytes.firstIndex(where: { $0 != 0 }) { return offset + index }
      offset += bytes.count
    }
  }
}
