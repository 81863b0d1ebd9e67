/// How many U+FFFD stand for what is not UTF-8: one for each maximal part of a sequence (Unicode 16, section 3.9,
/// table 3-7).
func invalidSequences(in bytes: ArraySlice<UInt8>) -> Int {
  var bytes = bytes
  var count = 0
  while let first = bytes.popFirst() {
    let following: [ClosedRange<UInt8>]
    let any: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0x00...0x7F: following = []
    case 0xC2...0xDF: following = [any]
    case 0xE0: following = [0xA0...0xBF, any]
    case 0xE1...0xEC, 0xEE, 0xEF: following = [any, any]
    case 0xED: following = [0x80...0x9F, any]
    case 0xF0: following = [0x90...0xBF, any, any]
    case 0xF1...0xF3: following = [any, any, any]
    case 0xF4: following = [0x80...0x8F, any, any]
    default:
      count += 1
      continue
    }
    for range in following {
      guard let next = bytes.first, range.contains(next) else {
        count += 1
        break
      }
      bytes.removeFirst()
    }
  }
  return count
}
