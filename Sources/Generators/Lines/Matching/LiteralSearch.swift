internal import CByteScan

/// Looks for the next of several texts in one piece of bytes after the other, and passes over no byte twice for any of them.
struct LiteralSearch {
  let needles: Needles
  /// Where each text stands next in the piece: at or after the place where the search was last, or nowhere.
  private var nextPlaces: [Int]

  init(_ needles: Needles) {
    self.needles = needles
    nextPlaces = Array(repeating: -1, count: needles.all.count)
  }

  /// Forgets the piece.
  mutating func begin() {
    for index in nextPlaces.indices { nextPlaces[index] = -1 }
  }

  /// The first place at or after `place` in the piece at which one of the texts stands. Places never go back.
  mutating func first(in piece: UnsafeBufferPointer<UInt8>, from place: Int) -> Int? {
    var first = piece.count
    for index in nextPlaces.indices {
      if nextPlaces[index] < place {
        let rest = piece.count - place
        let distance = byte_scan_find(piece.baseAddress! + place, rest, needles.all[index])
        nextPlaces[index] = distance < 0 ? piece.count : place + distance
      }
      first = min(first, nextPlaces[index])
    }
    return first < piece.count ? first : nil
  }
}
