internal import CByteScan

/// Looks for the next of several texts in one piece of bytes after the other, and looks at no byte twice for any of them.
struct LiteralSearch {
  let set: LiteralSet
  /// The next place in the piece for each way of searching, at or after the place where the search was last; the piece's
  /// end where there is none.
  private var nextPlaces: [Int]

  init(_ set: LiteralSet) {
    self.set = set
    nextPlaces = Array(repeating: -1, count: set.searchers.count)
  }

  /// Forgets the piece.
  mutating func begin() {
    for index in nextPlaces.indices { nextPlaces[index] = -1 }
  }

  /// A place at or after `place` in the piece at which a match begins, in the first line that has one. Places never go
  /// back.
  ///
  /// - Parameters:
  ///   - isOpenAtStart: Whether `place` is inside a line, whose first bytes are not in the piece.
  ///   - isOpenAtEnd: Whether the piece ends inside a line.
  mutating func first(
    in piece: UnsafeBufferPointer<UInt8>,
    from place: Int,
    isOpenAtStart: Bool = false,
    isOpenAtEnd: Bool = false
  ) -> Int? {
    var first = piece.count
    for index in nextPlaces.indices {
      if nextPlaces[index] < place {
        let rest = literal_text(
          bytes: piece.baseAddress! + place,
          count: piece.count - place,
          is_open_at_start: isOpenAtStart,
          is_open_at_end: isOpenAtEnd
        )
        let distance = set.find(set.searchers[index], in: rest)
        nextPlaces[index] = distance < 0 ? piece.count : place + distance
      }
      first = min(first, nextPlaces[index])
    }
    return first < piece.count ? first : nil
  }
}
