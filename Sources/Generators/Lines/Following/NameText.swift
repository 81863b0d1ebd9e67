import SystemPackage

/// Names as text that tells all of them apart: a scalar up to U+00FF for each byte.
///
/// A name need not be UTF-8, and a string equals another one that has its letters in other scalars.
extension FilePath.Component {
  var name: String {
    withPlatformString { start in
      var name = ""
      var next = start
      while next.pointee != 0 {
        name.unicodeScalars.append(Unicode.Scalar(UInt8(bitPattern: next.pointee)))
        next += 1
      }
      return name
    }
  }

  /// The name without its last extension.
  var nameStem: String { Self.stem(of: name) }

  /// The bytes of a name.
  static func bytes(of name: String) -> [UInt8] { name.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

  /// A name without its last extension.
  static func stem(of name: String) -> String {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }
}

extension FilePath {
  /// The path of an entry whose name is given as ``Component/name`` gives it.
  func appending(name: String) -> FilePath {
    let bytes = name.unicodeScalars.map { CInterop.PlatformChar(truncatingIfNeeded: $0.value) }
    return FilePath.Component(platformString: bytes + [0]).map(appending) ?? self
  }
}
