/// Somewhere bytes come from, a piece at a time: a file, a pipe, a socket, a decoder, memory.
///
/// ```swift
/// struct Zeros: ByteSource {
///   var left: Int
///   mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
///     let count = min(left, buffer.count)
///     buffer[..<count].initializeMemory(as: UInt8.self, repeating: 0)
///     left -= count
///     return count
///   }
/// }
/// try withLines(of: Zeros(left: 10)) { lines in … }
/// ```
///
/// Files, standard input, arrays and sequences of chunks need no source of your own: see
/// ``withLines(at:from:encoding:longLines:_:)``.
public protocol ByteSource {
  /// What errors call this source, such as a path. The name of the type unless you say otherwise.
  var name: String { get }

  /// Puts the next bytes at the start of `buffer` and returns how many they are: 0 at the end, and only there.
  ///
  /// The call may block until there is at least one byte, and should not wait for more than it has.
  /// `buffer` is never empty. After 0 or an error there are no further calls. A number below 0 or over `buffer.count`
  /// stops the program.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
  public var name: String { String(describing: Self.self) }

  /// Reads, and stops the program if the source claims to have written what does not fit into `buffer`.
  mutating func readChecked(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try read(into: buffer)
    require(
      (0...buffer.count).contains(count),
      "The source \"\(name)\" says that it has put \(count) bytes into a buffer of \(buffer.count). Return how many "
        + "bytes were put there, and keep what does not fit for the next read."
    )
    return count
  }
}
