/// The bytes of a source as its reader wants them: decompressed where they are gzip.
///
/// Gzip is recognised by its first bytes, not by a name (RFC 1952, section 2.3.1).
final class ByteStream {
  private enum Format {
    case undecided
    case plain
    case gzip(GzipDecoder)
    case ended
  }

  let name: String
  private var source: any ByteSource
  private var format = Format.undecided
  /// What has been read to decide on the format, where that is not enough yet.
  private var start: [UInt8] = []

  init(_ source: any ByteSource) {
    self.name = source.name
    self.source = source
  }

  /// Puts the next bytes at the start of `buffer`, of at least ``GzipHeader/magic``'s length, and returns how many they
  /// are: 0 at the end, after an error and after ``close()``.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    do {
      let count =
        switch format {
        case .undecided: try readFirst(into: buffer)
        case .plain: try source.readChecked(into: buffer)
        case .gzip(let decoder): try decoder.read(into: buffer, from: &source)
        case .ended: 0
        }
      if count == 0 { close() }
      return count
    } catch let starved as Starved {
      throw starved
    } catch {
      close()
      throw error
    }
  }

  /// Lets go of the source: a file is closed.
  func close() {
    format = .ended
    (source as? FileSource)?.close()
  }

  private func readFirst(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    buffer.copyBytes(from: start)
    var read = buffer[..<start.count]
    while read.count < GzipHeader.magic.count, GzipHeader.magic.starts(with: read) {
      let count = try source.readChecked(into: UnsafeMutableRawBufferPointer(rebasing: buffer[read.count...]))
      guard count > 0 else { break }
      read = buffer[..<(read.count + count)]
      start = Array(read.prefix(GzipHeader.magic.count))
    }
    start = []
    guard GzipHeader.isGzip(read) else {
      format = .plain
      return read.count
    }
    let decoder = try GzipDecoder(name: name, start: read)
    format = .gzip(decoder)
    return try decoder.read(into: buffer, from: &source)
  }
}
