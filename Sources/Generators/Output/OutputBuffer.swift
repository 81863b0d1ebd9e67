internal import CByteScan

/// Bytes that are to be written: whole records, and the one that is being made.
///
/// One writer at a time uses it, and hands it to the thread that writes.
final class OutputBuffer: @unchecked Sendable {
  /// Above this many bytes, they are written before the next record is made.
  static let standardSize = 64 * 1024

  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 2 * Self.standardSize
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  var isFull: Bool { count >= Self.standardSize }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Removes the bytes from `count` on.
  func truncate(to count: Int) { self.count = count }

  /// Removes all bytes, and frees the memory that a long record needed.
  func removeAll() {
    count = 0
    guard capacity > 16 * Self.standardSize else { return }
    base.deallocate()
    capacity = 2 * Self.standardSize
    base = .allocate(capacity: capacity)
  }

  @inline(__always)
  func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count += 1
  }

  @inline(__always)
  func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let start = bytes.baseAddress else { return }
    reserve(bytes.count)
    (base + count).update(from: start, count: bytes.count)
    count += bytes.count
  }

  func append(_ text: StaticString) {
    append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// Calls `body` with a place that has room for `size` bytes, and appends as many as it returns. Nil appends nothing.
  @inline(__always)
  func append(atMost size: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int?) -> Bool {
    reserve(size)
    guard let written = body(base + count) else { return false }
    count += written
    return true
  }

  /// Puts bytes at `place`, before those that are there.
  func insert(_ bytes: UnsafeRawBufferPointer, at place: Int) {
    reserve(bytes.count)
    let start = UnsafeMutableRawPointer(base + place)
    start.advanced(by: bytes.count).copyMemory(from: start, byteCount: count - place)
    if let source = bytes.baseAddress { start.copyMemory(from: source, byteCount: bytes.count) }
    count += bytes.count
  }

  @inline(__always)
  private func reserve(_ size: Int) {
    if capacity - count < size { grow(by: size) }
  }

  @inline(never)
  private func grow(by size: Int) {
    let larger = max(2 * capacity, count + size)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    memory.update(from: base, count: count)
    base.deallocate()
    (base, capacity) = (memory, larger)
  }
}

extension OutputBuffer {
  /// Appends a number in decimal digits.
  func append(digitsOf number: some BinaryInteger) {
    guard let number = Int64(exactly: number) else { return append(String(number)) }
    _ = append(atMost: 20) { place in
      var magnitude = number.magnitude
      var end = 20
      // The digits are made from the last one on, and then moved to the start.
      repeat {
        end -= 1
        let (quotient, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
        place[end] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
        magnitude = quotient
      } while magnitude > 0
      if number < 0 {
        end -= 1
        place[end] = UInt8(ascii: "-")
      }
      if end > 0 { place.update(from: place + end, count: 20 - end) }
      return 20 - end
    }
  }
}
