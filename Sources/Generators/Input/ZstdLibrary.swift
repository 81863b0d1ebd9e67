import PlatformC

/// The functions of libzstd that decompress (zstd.h, "Streaming decompression"), looked up when they are first needed.
///
/// Nothing is linked against it, so that the package builds and runs where it is not installed.
package struct ZstdLibrary: Sendable {
  typealias Create = @Sendable @convention(c) () -> OpaquePointer?
  typealias Free = @Sendable @convention(c) (OpaquePointer?) -> Int
  typealias Decompress =
    @Sendable @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
  typealias IsError = @Sendable @convention(c) (Int) -> UInt32
  typealias ErrorName = @Sendable @convention(c) (Int) -> UnsafePointer<CChar>?

  let create: Create
  let free: Free
  let decompress: Decompress
  let isError: IsError
  let errorName: ErrorName

  #if canImport(Darwin)
    package static let names = [
      "libzstd.1.dylib", "/opt/homebrew/lib/libzstd.1.dylib", "/usr/local/lib/libzstd.1.dylib",
    ]
  #else
    package static let names = ["libzstd.so.1"]
  #endif

  /// The system's library, or nil where it is not installed.
  static let installed = ZstdLibrary(names: names)

  /// The first of the libraries that is there; it stays loaded.
  package init?(names: [String]) {
    guard let library = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else { return nil }
    guard
      let create = dlsym(library, "ZSTD_createDStream"),
      let free = dlsym(library, "ZSTD_freeDStream"),
      let decompress = dlsym(library, "ZSTD_decompressStream"),
      let isError = dlsym(library, "ZSTD_isError"),
      let errorName = dlsym(library, "ZSTD_getErrorName")
    else { return nil }
    self.create = unsafeBitCast(create, to: Create.self)
    self.free = unsafeBitCast(free, to: Free.self)
    self.decompress = unsafeBitCast(decompress, to: Decompress.self)
    self.isError = unsafeBitCast(isError, to: IsError.self)
    self.errorName = unsafeBitCast(errorName, to: ErrorName.self)
  }
}
