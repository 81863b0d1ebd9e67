/// What is wrong with an input, where, and what to do about it.
package struct ScannerError: Error, Hashable, CustomStringConvertible {
  /// Where it is wrong, if it is a place in a file.
  package let place: SourcePlace?
  package let message: String

  package init(_ message: String, at place: SourcePlace? = nil) {
    self.place = place
    self.message = message
  }

  package var description: String { place.map { "\($0): error: \(message)" } ?? "error: \(message)" }
}

/// A place in a file: lines and columns count from 1.
package struct SourcePlace: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  package var description: String { "\(file):\(line):\(column)" }

  /// The file without its folders, and the line: `zlib.h:1200`.
  package var short: String { "\(fileName):\(line)" }

  /// The file without its folders.
  package var fileName: String { String(file[(file.lastIndex(of: "/").map(file.index(after:)) ?? file.startIndex)...]) }
}
