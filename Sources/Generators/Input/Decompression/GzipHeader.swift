import CZlib

/// The header of a gzip member (RFC 1952, section 2.3), read a byte at a time.
struct GzipHeader {
  enum Verdict { case incomplete, complete, invalid }

  static let magic: [UInt8] = [0x1F, 0x8B, 8]

  private enum Part { case fixed, extraLength, extra, name, comment, checksum, done }

  private struct Flags: OptionSet {
    let rawValue: UInt8
    static let checksum = Flags(rawValue: 2)
    static let extra = Flags(rawValue: 4)
    static let name = Flags(rawValue: 8)
    static let comment = Flags(rawValue: 16)
    static let reserved = Flags(rawValue: 0xE0)
  }

  private var part = Part.fixed
  private var position = 0
  private var extraLength = 0
  private var flags: Flags = []
  /// The CRC-32 of the header so far, of whose low half the header may hold a copy (RFC 1952, section 2.3.1).
  private var checksum: UInt = 0
  private var storedChecksum = 0

  mutating func consume(_ byte: UInt8) -> Verdict {
    if part != .checksum { checksum = withUnsafePointer(to: byte) { crc32(checksum, $0, 1) } }
    switch part {
    case .fixed:
      if position < 3, byte != Self.magic[position] { return .invalid }
      if position == 3 { flags = Flags(rawValue: byte) }
      if position == 3, !flags.isDisjoint(with: .reserved) { return .invalid }
      position += 1
      if position == 10 { proceed(to: .extraLength) }
    case .extraLength:
      extraLength |= Int(byte) << (8 * position)
      position += 1
      if position == 2 { proceed(to: .extra) }
    case .extra:
      position += 1
      if position == extraLength { proceed(to: .name) }
    case .name:
      if byte == 0 { proceed(to: .comment) }
    case .comment:
      if byte == 0 { proceed(to: .checksum) }
    case .checksum:
      storedChecksum |= Int(byte) << (8 * position)
      position += 1
      if position == 2, storedChecksum != Int(checksum & 0xFFFF) { return .invalid }
      if position == 2 { proceed(to: .done) }
    case .done: break
    }
    return part == .done ? .complete : .incomplete
  }

  /// Goes to `next`, or past it where the flags say that it is absent.
  private mutating func proceed(to next: Part) {
    position = 0
    part = next
    switch next {
    case .extraLength where !flags.contains(.extra): proceed(to: .name)
    case .extra where extraLength == 0: proceed(to: .name)
    case .name where !flags.contains(.name): proceed(to: .comment)
    case .comment where !flags.contains(.comment): proceed(to: .checksum)
    case .checksum where !flags.contains(.checksum): proceed(to: .done)
    default: break
    }
  }
}
