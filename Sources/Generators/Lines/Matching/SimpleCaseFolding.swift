/// The cases of letters by Unicode's simple case folding (CaseFolding.txt, statuses C and S), where ASCII letters and
/// others are kept apart: `k` and the Kelvin sign are different letters.
enum SimpleCaseFolding {
  /// The scalars that fold to the same as `scalar`, itself first.
  static func cases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII {
      guard scalar.properties.isAlphabetic else { return [scalar] }
      return [scalar, Unicode.Scalar(UInt8(scalar.value) ^ 0x20)]
    }
    return [scalar] + (classes[folded(scalar)] ?? []).filter { $0 != scalar }
  }

  /// All scalars outside ASCII that have cases, by what they fold to.
  private static let classes: [Unicode.Scalar: [Unicode.Scalar]] = {
    var classes: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    // The blocks that have letters with cases.
    let blocks: [ClosedRange<UInt32>] = [
      0x80...0x58F, 0x10A0...0x13FF, 0x1C80...0x218F, 0x24B0...0x24EF, 0x2C00...0x2DFF, 0xA640...0xABFF,
      0xFB00...0xFF5F,
      0x10400...0x105FF, 0x10C80...0x10D9F, 0x118A0...0x118DF, 0x16E40...0x16EFF, 0x1E900...0x1E95F,
    ]
    for block in blocks {
      for scalar in block.lazy.compactMap(Unicode.Scalar.init) where scalar.properties.isCased {
        classes[folded(scalar), default: []].append(scalar)
      }
    }
    return classes
  }()

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let upper = single(scalar.properties.uppercaseMapping) ?? scalar
    return single(upper.properties.lowercaseMapping) ?? upper
  }

  /// The only scalar of a mapping, unless it is ASCII.
  private static func single(_ mapping: String) -> Unicode.Scalar? {
    let scalars = mapping.unicodeScalars
    guard let scalar = scalars.first, scalars.count == 1, !scalar.isASCII else { return nil }
    return scalar
  }
}
