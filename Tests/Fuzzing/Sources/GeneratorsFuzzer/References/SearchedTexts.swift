import Generators

/// Texts to look for, and how: none, several, empty ones, with line feeds.
struct SearchedTexts {
  var texts: [[UInt8]]
  var ignoringCase = false
  var wholeWords = false

  init(_ random: inout Randomness) {
    let count = random.oneIn(12) ? random.number(4...70) : random.element(of: [0, 1, 1, 1, 2, 3])
    texts = (0..<count).map { _ in
      switch random.below(24) {
      case 0 where count < 4: []
      case 1: Array("a\nERROR".utf8)
      case 2 where count < 4: Array("x\n".utf8)
      case 3..<12: random.element(of: linePieces)
      default: (0..<random.number(1...6)).map { _ in random.element(of: Array("abERO\r \0".utf8)) }
      }
    }
    wholeWords = random.oneIn(3)
    // The plain search folds ASCII letters only.
    ignoringCase = random.oneIn(3) && texts.joined().allSatisfy { $0 < 0x80 }
  }

  var literals: Literals { Literals(bytes: texts, ignoringCase: ignoringCase, wholeWords: wholeWords) }

  /// Whether one of the texts between line feeds is somewhere in the bytes.
  func areFound(in bytes: ArraySlice<UInt8>) -> Bool {
    let parts = texts.flatMap { $0.split(separator: 10, omittingEmptySubsequences: false).map(folded) }
    let text = folded(bytes)
    return parts.contains { part in
      guard !part.isEmpty else { return true }
      guard part.count <= text.count else { return false }
      return (0...text.count - part.count).contains { place in
        text[place..<place + part.count].elementsEqual(part)
          && (!wholeWords || isWord(bytes.dropFirst(place).prefix(part.count), in: bytes))
      }
    }
  }

  private func folded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.map { ignoringCase && 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
  }

  private func isWord(_ part: ArraySlice<UInt8>, in bytes: ArraySlice<UInt8>) -> Bool {
    // No scalar has more than four bytes, and the lines can be long.
    let before = String(decoding: bytes[..<part.startIndex].suffix(4), as: UTF8.self).unicodeScalars.last
    let behind = String(decoding: bytes[part.endIndex...].prefix(4), as: UTF8.self).unicodeScalars.first
    return ![before, behind].contains { scalar in
      guard let properties = scalar?.properties else { return false }
      let categories: [Unicode.GeneralCategory] = [
        .decimalNumber, .connectorPunctuation, .nonspacingMark, .spacingMark, .enclosingMark,
      ]
      return properties.isAlphabetic || properties.isJoinControl || categories.contains(properties.generalCategory)
    }
  }
}
