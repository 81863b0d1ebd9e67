extension Line {
  /// The line in a block that holds little more, so that it does not keep a large one.
  var compact: Line { [self].compact[0] }

  /// Where it ends in its block, with its line end.
  fileprivate var endInBlock: Int { nextPosition.offset - block.offset }

  fileprivate func moved(to block: Block, by distance: Int) -> Line {
    Line(
      block: block,
      start: Int(start) - distance,
      count: bytes.count,
      number: number,
      lineEnd: numberAndEnd & 3,
      isTruncated: isTruncated
    )
  }
}

extension Collection where Element == Line, SubSequence == ArraySlice<Line> {
  /// Lines in the order of an input, in blocks that hold little more.
  var compact: [Line] {
    var lines: [Line] = []
    var rest = self[...]
    while let block = rest.first?.block {
      let group = rest.prefix { $0.block === block }
      rest = rest.dropFirst(group.count)
      lines += group.moved(from: block)
    }
    return lines
  }
}

extension ArraySlice<Line> {
  /// Lines that follow each other in a block, in a block of their own if that is much smaller.
  fileprivate func moved(from block: Block) -> [Line] {
    guard let first, let last, !block.hasPlaces else { return Array(self) }
    // Positions know the bytes before them.
    let kept = Swift.max(0, Int(first.start) - LinePosition.precedingSize)..<last.endInBlock
    guard 2 * kept.count < block.capacity else { return Array(self) }
    let copy = Block(capacity: Swift.max(1, kept.count), offset: block.offset + kept.lowerBound)
    copy.origin = block.origin
    copy.base.update(from: block.base + kept.lowerBound, count: kept.count)
    return map { $0.moved(to: copy, by: kept.lowerBound) }
  }
}
