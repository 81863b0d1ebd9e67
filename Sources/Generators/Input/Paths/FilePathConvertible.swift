public import SystemPackage

/// What can name a file: a `String`, a `Substring`, or a `FilePath` of swift-system.
///
/// ```swift
/// try withLines(at: "app.log") { lines in … }
/// try withLines(at: FilePath("/var/log").appending("app.log")) { lines in … }
/// ```
///
/// A `FilePath` holds any bytes that the system allows in a path, so it can name files whose names are not UTF-8. Make
/// your own path types conform by giving their `FilePath`.
public protocol FilePathConvertible: Sendable {
  /// The path.
  ///
  /// - Throws: ``ReadingError`` of code `invalidPath` if the value is no path.
  var filePath: FilePath { get throws }
}

extension FilePathConvertible {
  /// What errors and lines call the file: a string as it is, other paths with what is not UTF-8 escaped.
  var displayName: String {
    switch self {
    case let text as String: text
    case let text as Substring: String(text)
    default: (try? filePath)?.printable ?? String(describing: self)
    }
  }

  /// Whether it is written with a slash at its end, which a `FilePath` does not keep.
  var endsInSlash: Bool {
    switch self {
    case let text as String: text.utf8.last == UInt8(ascii: "/")
    case let text as Substring: text.utf8.last == UInt8(ascii: "/")
    default: false
    }
  }
}

extension FilePath: FilePathConvertible {
  /// The path itself.
  public var filePath: FilePath { self }
}

extension String: FilePathConvertible {
  /// The path that the string spells.
  ///
  /// - Throws: ``ReadingError`` of code `invalidPath` if the string contains a NUL, at which the system would cut it
  ///   off.
  public var filePath: FilePath {
    get throws {
      guard !utf8.contains(0) else {
        throw ReadingError(.invalidPath, source: self, "a path cannot contain a NUL. Check where the path comes from.")
      }
      return FilePath(self)
    }
  }
}

extension Substring: FilePathConvertible {
  /// The path that the string spells.
  ///
  /// - Throws: ``ReadingError`` of code `invalidPath` if the string contains a NUL.
  public var filePath: FilePath { get throws { try String(self).filePath } }
}

extension FilePath {
  init(bytes: [UInt8]) { self.init(platformString: bytes.map { CInterop.PlatformChar(bitPattern: $0) } + [0]) }

  /// The bytes of the path.
  var bytes: [UInt8] {
    withPlatformString { start in
      var end = start
      while end.pointee != 0 { end += 1 }
      return UnsafeBufferPointer(start: start, count: end - start).map { UInt8(bitPattern: $0) }
    }
  }

  /// The path as text: what is not UTF-8 in it is shown as `\xE9`.
  fileprivate var printable: String {
    withPlatformString { String(validatingCString: $0) } ?? Self.escaped(bytes)
  }

  private static func escaped(_ bytes: [UInt8]) -> String {
    var text = ""
    var rest = bytes[...]
    while !rest.isEmpty {
      var decoder = Unicode.UTF8()
      var next = rest.prefix(4).makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&next) {
        text.unicodeScalars.append(scalar)
        rest = rest.dropFirst(UTF8.width(scalar))
      } else {
        let digits = String(rest.removeFirst(), radix: 16, uppercase: true)
        text += "\\x" + digits
      }
    }
    return text
  }
}

extension [UInt8] {
  /// Appends a name to a path, with a slash between them where it needs one.
  mutating func appendName(_ name: some Sequence<UInt8>) {
    if let last, last != UInt8(ascii: "/") { append(UInt8(ascii: "/")) }
    append(contentsOf: name)
  }
}
