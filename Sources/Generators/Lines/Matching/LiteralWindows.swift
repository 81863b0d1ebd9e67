internal import CByteScan

/// A table in which the search finds any of many literals by some of their bytes.
final class LiteralWindows {
  private let table: UnsafeMutablePointer<literal_windows>
  private let literals: UnsafeMutablePointer<literal>
  private let present: UnsafeMutablePointer<UInt64>
  private let starts: UnsafeMutablePointer<UInt32>
  private let windows: UnsafeMutablePointer<literal_window>

  /// Up to this many literals are found faster by fingerprints than by a wider stride.
  private static let fingerprintLimit = 48
  /// A common start that is shorter than this is in too many places.
  private static let shortestPrefix = 3
  /// More windows than this are not worth a wider stride: their table leaves the nearest cache.
  private static let windowLimit = 1 << 16
  /// The greatest offset of a literal at which a window is considered.
  fileprivate static let lastConsidered = 48

  /// The start that all literals have in common, where the search looks for it first, and where their windows are then.
  private let prefix: (needle: byte_scan_needle, offset: Int)?

  /// - Parameters:
  ///   - group: The literals, shorter ones first.
  ///   - width: 1 to 4 bytes, and not more than any of the literals has.
  ///   - way: How to find places, which the processor has to be able to do.
  init(_ group: [(PreparedLiteral, literal)], width: Int, ignoringCase: Bool, way: literal_way) {
    let covered = UInt32(truncatingIfNeeded: (UInt64(1) << (8 * UInt64(width))) - 1)
    let mask: UInt32 = ignoringCase ? 0x2020_2020 & covered : 0
    let room = group.lazy.map { prepared, _ in min(prepared.shortest - width, prepared.fixed) }.min() ?? 0
    let hasFingerprints = way != literals_portably && group.count <= Self.fingerprintLimit
    let strides = hasFingerprints ? [] : [8, 4, 2]
    let stride = strides.first { $0 - 1 <= room && $0 * group.count <= Self.windowLimit } ?? 1
    var chooser = WindowChooser(width: width, stride: stride, mask: mask)
    let shared = Self.commonPrefix(of: group)
    let behind = min(shared, room)
    if shared >= Self.shortestPrefix, chooser.add(group, at: behind) {
      let first = group[0].1
      let needle =
        ignoringCase
        ? byte_scan_needle_make_folded(first.bytes, shared) : byte_scan_needle_make(first.bytes, shared)
      prefix = (needle, behind)
    } else {
      prefix = nil
      for (index, (prepared, _)) in group.enumerated() { chooser.add(prepared, index) }
    }

    let bits = UInt32(min(max(Int.bitWidth - chooser.windows.count.leadingZeroBitCount + 4, 10), 22))
    let hashShift = 32 - bits
    let bucketShift: UInt32 = 4
    let buckets = 1 << Int(bits - bucketShift)
    let hashes = chooser.windows.map { literal_window_hash($0.value, hashShift) }

    present = .allocate(capacity: 1 << Int(bits - 6))
    present.initialize(repeating: 0, count: 1 << Int(bits - 6))
    for hash in hashes { present[Int(hash / 64)] |= 1 << UInt64(hash % 64) }
    starts = .allocate(capacity: buckets + 1)
    starts.initialize(repeating: 0, count: buckets + 1)
    for hash in hashes { starts[Int(hash >> bucketShift) + 1] += 1 }
    for bucket in 0..<buckets { starts[bucket + 1] += starts[bucket] }
    windows = .allocate(capacity: max(1, hashes.count))
    var next = Array(UnsafeBufferPointer(start: starts, count: buckets))
    for (hash, window) in zip(hashes, chooser.windows) {
      let bucket = Int(hash >> bucketShift)
      (windows + Int(next[bucket])).initialize(to: window)
      next[bucket] += 1
    }
    literals = .allocate(capacity: group.count)
    for (index, (_, literal)) in group.enumerated() { (literals + index).initialize(to: literal) }
    let noHalves:
      (
        UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8
      ) = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    let noFingerprints = (noHalves, noHalves, noHalves, noHalves)
    table = .allocate(capacity: 1)
    table.initialize(
      to: literal_windows(
        literals: literals,
        present: present,
        starts: starts,
        windows: windows,
        width: UInt32(width),
        covered: covered,
        mask: mask,
        stride: UInt32(stride),
        hash_shift: hashShift,
        bucket_shift: bucketShift,
        way: hasFingerprints ? way : literals_portably,
        lower: noFingerprints,
        upper: noFingerprints
      )
    )
    if hasFingerprints { addFingerprints(of: chooser.windows.map(\.value).sorted(), width: width) }
  }

  deinit {
    table.deallocate()
    literals.deallocate()
    present.deallocate()
    starts.deallocate()
    windows.deallocate()
  }

  func find(in text: literal_text, isWord: literal_is_word?) -> Int {
    guard let prefix else { return literal_windows_find(table, text, isWord) }
    return literal_windows_find_behind(table, prefix.needle, prefix.offset, text, isWord)
  }

  /// How many bytes all of the literals have in common at their start.
  private static func commonPrefix(of group: [(PreparedLiteral, literal)]) -> Int {
    var prefix = group[0].0.bytes[...]
    for (prepared, _) in group {
      guard prepared.kind != literal_alternatives else { return 0 }
      let shared = zip(prefix, prepared.bytes).prefix { $0 == $1 }.count
      prefix = prefix.prefix(shared)
    }
    return prefix.count
  }

  /// Divides the windows into eight groups, neighbours together, because these have halves of bytes in common.
  private func addFingerprints(of values: [UInt32], width: Int) {
    withUnsafeMutableBytes(of: &table.pointee.lower) { lower in
      withUnsafeMutableBytes(of: &table.pointee.upper) { upper in
        for (index, value) in values.enumerated() {
          let group = UInt8(1) << UInt8(index * 8 / values.count)
          for byte in 0..<width {
            let value = Int(value >> (8 * UInt32(byte)) & 0xFF)
            lower[byte * 16 + value & 0xF] |= group
            upper[byte * 16 + value >> 4] |= group
          }
        }
      }
    }
  }
}

/// Chooses which bytes of each literal to look for: those that are rare in logs and that few literals share.
private struct WindowChooser {
  let width: Int
  let stride: Int
  let mask: UInt32
  private static let mostShares = 16
  private(set) var windows: [literal_window] = []
  /// How many literals have a window with these bytes.
  private var shares: [UInt32: Int] = [:]

  init(width: Int, stride: Int, mask: UInt32) {
    (self.width, self.stride, self.mask) = (width, stride, mask)
  }

  mutating func add(_ literal: PreparedLiteral, _ index: Int) {
    let last = min(literal.shortest - width, literal.fixed, LiteralWindows.lastConsidered)
    let values = (0...last).map { literal.windows(at: $0, width: width, mask: mask) }
    let costs = values.map { $0.map(cost(of:)).max() ?? 0 }
    var best = 0
    var least = Int.max
    for offset in 0...(last - stride + 1) {
      let cost = costs[offset..<offset + stride].max() ?? 0
      if cost < least { (best, least) = (offset, cost) }
    }
    for offset in best..<best + stride {
      for value in values[offset] {
        windows.append(literal_window(value: value, literal: UInt32(index), offset: UInt32(offset)))
        shares[value, default: 0] += 1
      }
    }
  }

  /// Gives each literal one window, at the same offset. False, and nothing done, if too many have the same bytes there.
  mutating func add(_ group: [(PreparedLiteral, literal)], at offset: Int) -> Bool {
    var shares: [UInt32: Int] = [:]
    var windows: [literal_window] = []
    for (index, (prepared, _)) in group.enumerated() {
      for value in prepared.windows(at: offset, width: width, mask: mask) {
        shares[value, default: 0] += 1
        windows.append(literal_window(value: value, literal: UInt32(index), offset: UInt32(offset)))
      }
    }
    guard shares.values.max() ?? 0 <= Self.mostShares else { return false }
    self.windows = windows
    return true
  }

  private func cost(of window: UInt32) -> Int {
    var cost = 0
    for byte in 0..<width { cost += Int(byte_scan_commonness(UInt8(truncatingIfNeeded: window >> (8 * UInt32(byte))))) }
    let shared = shares[window] ?? 0
    return cost + 96 * (Int.bitWidth - shared.leadingZeroBitCount)
  }
}
