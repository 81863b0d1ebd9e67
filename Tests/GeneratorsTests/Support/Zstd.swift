import Generators
import Glibc
import Testing

/// The system's libzstd, to make data for tests.
enum Zstd {
  private typealias Create = @convention(c) () -> OpaquePointer?
  private typealias Free = @convention(c) (OpaquePointer?) -> Int
  private typealias SetParameter = @convention(c) (OpaquePointer?, Int32, Int32) -> Int
  private typealias Compress =
    @convention(c) (OpaquePointer?, UnsafeMutableRawPointer, Int, UnsafeRawPointer, Int) -> Int

  private static let checksumFlag: Int32 = 201

  static var isThere: Bool { dlopen(SystemLibrary.names(for: .zstd)[0], RTLD_NOW) != nil }

  static let absence: Comment = "There is no libzstd.so.1 (Debian: libzstd1) on this system: these tests need it."

  /// These bytes as one frame with a checksum, as the command `zstd` makes it.
  static func compress(_ bytes: [UInt8]) -> [UInt8] {
    let library = dlopen(SystemLibrary.names(for: .zstd)[0], RTLD_NOW)
    let context = unsafeBitCast(dlsym(library, "ZSTD_createCCtx"), to: Create.self)()
    defer { _ = unsafeBitCast(dlsym(library, "ZSTD_freeCCtx"), to: Free.self)(context) }
    _ = unsafeBitCast(dlsym(library, "ZSTD_CCtx_setParameter"), to: SetParameter.self)(context, checksumFlag, 1)
    let compress = unsafeBitCast(dlsym(library, "ZSTD_compress2"), to: Compress.self)
    return [UInt8](unsafeUninitializedCapacity: bytes.count + 1_024) { buffer, count in
      count = compress(context, buffer.baseAddress!, buffer.count, bytes + [0], bytes.count)
      precondition(count <= buffer.count)
    }
  }
}
