import PlatformC
package import SystemPackage

/// The system calls by which a followed file is opened and read. Tests put others in their place.
package struct FileCalls: Sendable {
  /// Opens the file at a path for reading without waiting for anything, as `open` does.
  package var open: @Sendable (_ path: FilePath) -> Int32
  /// Reads bytes of an open file at a place, as `pread` does.
  package var read: @Sendable (_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer, _ offset: Int) -> Int

  package static let system = FileCalls(
    open: { path in path.withPlatformString { openSystemFile($0) } },
    read: { descriptor, buffer, offset in pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
  )
}

private func openSystemFile(_ path: UnsafePointer<CChar>) -> Int32 { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
