import PlatformC

/// An encoding that the C library's `iconv` converts (POSIX.1-2017).
///
/// A byte that begins nothing valid becomes U+FFFD, and reading goes on with the byte after it.
final class IconvDecoder: TextDecoder {
  private let conversion: iconv_t

  /// - Throws: ``ReadingError`` of code `unknownEncoding` if the system does not know the encoding.
  init(_ name: String, source: String) throws {
    // To some systems, no name is the encoding of the locale.
    let conversion = name.isEmpty || name.utf8.contains(0) ? nil : iconv_open("UTF-8", name)
    guard let conversion, Int(bitPattern: conversion) != -1 else {
      throw ReadingError(
        .unknownEncoding,
        source: source,
        "this system cannot convert from the encoding \(ReadingError.quoted(name)). The names that it knows are listed by "
          + "iconv -l."
      )
    }
    self.conversion = conversion
  }

  deinit { iconv_close(conversion) }

  func decode(
    _ input: UnsafeRawBufferPointer,
    isLast: Bool,
    into output: UnsafeMutableRawBufferPointer
  ) -> (consumed: Int, written: Int) {
    // iconv does not write to its input.
    var next = input.baseAddress.map { UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: CChar.self)) }
    var left = input.count
    var room = output.baseAddress.map { $0.assumingMemoryBound(to: CChar.self) }
    var roomLeft = output.count
    while left > 0 {
      let result = iconv(conversion, &next, &left, &room, &roomLeft)
      guard result == -1 else { break }
      let isInvalid = errno == EILSEQ || errno == EINVAL && isLast
      guard isInvalid, roomLeft >= minimumRoomForDecoding else { break }
      var written = output.count - roomLeft
      output.put(replacementScalar, at: &written)
      room = room.map { $0 + (written - (output.count - roomLeft)) }
      roomLeft = output.count - written
      next = next.map { $0 + 1 }
      left -= 1
    }
    // Some encodings keep back a character, to see whether an accent follows.
    if isLast, left == 0, roomLeft >= minimumRoomForDecoding { _ = iconv(conversion, nil, nil, &room, &roomLeft) }
    return (input.count - left, output.count - roomLeft)
  }
}
