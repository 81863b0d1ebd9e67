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
    // All planes with letters that have cases; the scripts of the ideographs between have none.
    for range: ClosedRange<UInt32> in [0x80...0x33FF, 0xA000...0xABFF, 0xFB00...0xFFFF, 0x10000...0x1FFFF] {
      for scalar in range.lazy.compactMap(Unicode.Scalar.init) where scalar.properties.isCased {
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
