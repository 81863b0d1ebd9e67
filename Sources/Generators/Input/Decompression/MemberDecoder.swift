/// Decompresses one member of compressed data after the other: a gzip member, a zstd or lz4 frame, an xz or bzip2
/// stream.
protocol MemberDecoder: AnyObject {
  /// Gets ready for a member, the first one or another one.
  func begin()

  /// Decompresses some of a member.
  ///
  /// If it fills `output`, it is called again, even without input. If not, it has used all of the input, or the member
  /// is over.
  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep
}

/// What a decoder has done.
struct DecodingStep {
  enum Outcome {
    case unfinished
    case memberIsOver
    /// What is wrong with the data. What was decoded before is good.
    case damaged(String)
  }

  /// How many bytes of the input were used.
  var consumed: Int
  /// How many bytes were written.
  var written: Int
  var outcome = Outcome.unfinished
}
