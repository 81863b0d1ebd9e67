/// What a file must not begin with to be followed: a followed file is read as it is.
package enum FollowableText {
  /// The error for a file that begins with `head` and cannot be followed, because it is compressed or in UTF-16 or UTF-32.
  /// Nil where it can, or where there are too few bytes yet to tell.
  package static func obstacle(in head: some Collection<UInt8>, of source: String) -> ReadingError? {
    switch CompressedFormat.recognise(head, isWhole: false) {
    case .compressed(let format): error("\(format.rawValue) data", "decompresses", source)
    case .unsupported(let format): ReadingError.unsupported(format, source: source)
    case .neither, .undecided:
      switch TextEncoding.recognise(head, isWhole: false) {
      case .encoding(.utf8), .undecided: nil
      case .encoding(let encoding): error("\(encoding) text", "converts", source)
      }
    }
  }

  private static func error(_ content: String, _ verb: String, _ source: String) -> ReadingError {
    ReadingError(
      .unsupportedFormat,
      source: source,
      "it is \(content), which cannot be followed. Read it with AsyncLines(at:), which \(verb) it."
    )
  }
}
