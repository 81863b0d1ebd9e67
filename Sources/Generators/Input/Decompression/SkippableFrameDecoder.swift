/// Passes over a frame that holds no text (RFC 8878, section 3.1.2): a signature, the length of the rest in four bytes,
/// the low one first, and the rest.
final class SkippableFrameDecoder: MemberDecoder {
  private static let headerLength = 8

  private var header: [UInt8] = []
  private var left = 0

  func begin() { (header, left) = ([], 0) }

  func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> DecodingStep {
    let start = input.prefix(Self.headerLength - header.count)
    header += start
    guard header.count == Self.headerLength else { return DecodingStep(consumed: start.count, written: 0) }
    if !start.isEmpty { left = header[4...].reversed().reduce(0) { $0 << 8 | Int($1) } }
    let passed = min(left, input.count - start.count)
    left -= passed
    return DecodingStep(
      consumed: start.count + passed,
      written: 0,
      outcome: left == 0 ? .memberIsOver : .unfinished
    )
  }
}
