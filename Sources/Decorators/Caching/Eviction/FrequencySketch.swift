/// How often keys were used, approximately, and with less weight for what is long ago.
///
/// It is a count-min sketch: each hash has four counters of four bits, and the least of them is its count. The counters
/// of a hash are in one block of 64 bytes. After so many uses as ``period`` says, all counters are halved. The sketch
/// grows with the entries: each block becomes two that are equal at first. Halving and growing go on a few blocks with
/// each use that is added, so that no call takes long. It takes 8 to 16 bytes for each entry.
///
/// An unmanaged handle, whose owner calls ``free()``.
@frozen
@usableFromInline
struct FrequencySketch {
  @usableFromInline typealias Words = UnsafeMutablePointer<UInt64>

  /// Sixteen counters in each word, eight words in each block.
  @usableFromInline var words: Words
  @usableFromInline var blocks: Int
  /// How many uses are added before all counters are halved.
  @usableFromInline var period: Int
  @usableFromInline var additions = 0
  /// The blocks that are still to be halved.
  @usableFromInline var unhalved = 0
  /// The smaller sketch that this one has grown from, and its blocks that are not in this one yet.
  @usableFromInline var former: Words?
  @usableFromInline var uncopied = 0

  /// The most that is counted of a hash.
  static var most: Int { 15 }

  /// Creates a sketch for eight entries.
  @usableFromInline
  init() {
    words = .allocate(capacity: 8)
    words.initialize(repeating: 0, count: 8)
    blocks = 1
    period = 80
  }

  @usableFromInline
  func free() {
    words.deallocate()
    former?.deallocate()
  }

  /// How many entries the sketch is large enough for.
  @usableFromInline
  var entries: Int { blocks * 8 }

  /// How often the hash was used.
  @usableFromInline
  func frequency(of hash: UInt32) -> Int {
    let (block, counters) = place(of: hash)
    var least = Self.most
    for row in 0..<4 {
      let (word, shift) = position(row, counters)
      least = min(least, Int(block[word] >> shift & 0xF))
    }
    return least
  }

  @usableFromInline
  mutating func add(_ hash: UInt32, uses: Int = 1) {
    let (block, counters) = place(of: hash)
    var added = 0
    for row in 0..<4 {
      let (word, shift) = position(row, counters)
      let more = min(uses, Self.most - Int(block[word] >> shift & 0xF))
      block[word] += UInt64(more) << shift
      added = max(added, more)
    }
    additions += added
    if former != nil { copy() }
    if unhalved > 0 { halve() }
    if additions >= period, former == nil {
      additions /= 2
      unhalved = blocks
    }
  }

  private mutating func halve() {
    for _ in 0..<min(8, unhalved) {
      unhalved -= 1
      for word in unhalved * 8..<unhalved * 8 + 8 { words[word] = words[word] >> 1 & 0x7777_7777_7777_7777 }
    }
  }

  /// Makes the sketch large enough for twice as many entries.
  @usableFromInline
  mutating func grow() {
    while former != nil { copy() }
    while unhalved > 0 { halve() }
    (former, uncopied) = (words, blocks)
    blocks *= 2
    words = .allocate(capacity: blocks * 8)
    period = entries * 10
  }

  private mutating func copy() {
    guard let former else { return }
    for _ in 0..<min(8, uncopied) {
      uncopied -= 1
      (words + uncopied * 8).initialize(from: former + uncopied * 8, count: 8)
      (words + (uncopied + blocks / 2) * 8).initialize(from: former + uncopied * 8, count: 8)
    }
    guard uncopied == 0 else { return }
    former.deallocate()
    self.former = nil
  }

  /// The block of the hash, and bits that choose the counters in it. The chain of the entry depends on the same hash,
  /// so its bits are mixed once more.
  private func place(of hash: UInt32) -> (block: Words, counters: UInt64) {
    let mixed = (UInt64(hash) &+ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    let bits = mixed ^ mixed >> 32
    let counters = (bits &* 0x94D0_49BB_1331_11EB) >> 32
    let block = Int(truncatingIfNeeded: bits >> 20)
    if let former, block & (blocks / 2 - 1) < uncopied { return (former + (block & (blocks / 2 - 1)) * 8, counters) }
    return (words + (block & (blocks - 1)) * 8, counters)
  }

  /// The word in the block and the first bit of a counter. Each row has two words of its own.
  private func position(_ row: Int, _ counters: UInt64) -> (word: Int, shift: UInt64) {
    let bits = counters >> UInt64(row * 8)
    return (row * 2 + Int(bits & 1), (bits >> 1 & 0xF) * 4)
  }
}
