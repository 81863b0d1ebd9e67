import PlatformC

/// A library of the system that is looked up when it is first needed and stays loaded.
///
/// Nothing is linked against it, so the package builds and runs where it is not installed.
package struct SystemLibrary {
  private let handle: UnsafeMutableRawPointer

  /// - Parameter names: The names of the library. The first one that is there is taken.
  package init?(names: [String]) {
    guard let handle = names.lazy.compactMap({ dlopen($0, RTLD_NOW | RTLD_LOCAL) }).first else { return nil }
    self.handle = handle
  }

  /// A function of the library. The type has to be that of its C declaration.
  ///
  /// - Throws: ``MissingFunction`` if the library has none of that name.
  package func function<Function>(_ name: String, as type: Function.Type = Function.self) throws -> Function {
    guard let address = dlsym(handle, name) else { throw MissingFunction(name: name) }
    return unsafeBitCast(address, to: type)
  }

  /// The library is there, but too old or too new.
  struct MissingFunction: Error {
    let name: String
  }

  /// The names that a library of a format has on this system.
  package static func names(for format: CompressedFormat) -> [String] {
    #if canImport(Darwin)
      let file = darwinNames[format]!
      return [file, "/opt/homebrew/lib/" + file, "/usr/local/lib/" + file]
    #else
      return linuxNames[format]!
    #endif
  }

  private static let linuxNames: [CompressedFormat: [String]] = [
    .gzip: [], .zstd: ["libzstd.so.1"], .xz: ["liblzma.so.5"], .bzip2: ["libbz2.so.1.0", "libbz2.so.1"],
    .lz4: ["liblz4.so.1"], .skippableFrame: [],
  ]

  private static let darwinNames: [CompressedFormat: String] = [
    .gzip: "", .zstd: "libzstd.1.dylib", .xz: "liblzma.5.dylib", .bzip2: "libbz2.1.0.dylib", .lz4: "liblz4.1.dylib",
    .skippableFrame: "",
  ]
}

extension ReadingError {
  /// The error for data whose library is not installed.
  package static func missingLibrary(for format: CompressedFormat, source: String) -> ReadingError {
    let (packages, command) = missingParts[format]!
    let library = SystemLibrary.names(for: format).first ?? "library"
    return ReadingError(
      .missingLibrary,
      source: source,
      "it is \(format.rawValue) data, and there is no \(library) on this system to decompress it. Install the package "
        + "\(packages), or decompress it first: \(command)."
    )
  }

  private static let missingParts: [CompressedFormat: (packages: String, command: String)] = [
    .zstd: ("libzstd1 (Debian, Ubuntu) or libzstd (Fedora, Arch) or zstd (Homebrew)", "zstd -dc"),
    .xz: ("liblzma5 (Debian, Ubuntu) or xz-libs (Fedora) or xz (Arch, Homebrew)", "xz -dc"),
    .bzip2: ("libbz2-1.0 (Debian, Ubuntu) or bzip2-libs (Fedora) or bzip2 (Arch, Homebrew)", "bzip2 -dc"),
    .lz4: ("liblz4-1 (Debian, Ubuntu) or lz4-libs (Fedora) or lz4 (Arch, Homebrew)", "lz4 -dc"),
  ]

  static func unsupported(_ format: UnsupportedFormat, source: String) -> ReadingError {
    ReadingError(.unsupportedFormat, source: source, "it is \(format.name), which cannot be read. \(format.advice)")
  }

  static func truncated(_ format: CompressedFormat, source: String) -> ReadingError {
    ReadingError(
      .truncatedData,
      source: source,
      "its \(format.rawValue) data ends too early. What came before the cut was read; get a whole copy of it for the rest."
    )
  }

  static func corrupt(_ format: CompressedFormat, source: String, _ reason: String) -> ReadingError {
    ReadingError(
      .corruptData,
      source: source,
      "its \(format.rawValue) data is corrupt: \(reason). What was decoded before was read; get an undamaged copy of it "
        + "for the rest."
    )
  }
}
