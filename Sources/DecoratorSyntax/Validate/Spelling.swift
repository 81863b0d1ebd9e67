/// Finds the name that a misspelled name probably stands for.
package enum Spelling {
  /// The name with the fewest edits from `name`, if the edits are few enough for a typing mistake.
  package static func nearest(to name: String, among names: [String]) -> String? {
    let scored = names.map { (name: $0, distance: distance(Array(name.lowercased()), Array($0.lowercased()))) }
    guard let best = scored.min(by: { $0.distance < $1.distance }), best.distance <= max(1, name.count / 3) else {
      return nil
    }
    return best.name
  }

  /// The number of insertions, deletions and replacements that turn one name into the other.
  private static func distance(_ one: [Character], _ other: [Character]) -> Int {
    var row = Array(0...other.count)
    for (i, left) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, right) in other.enumerated() {
        let replaced = diagonal + (left == right ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
      }
    }
    return row[other.count]
  }
}
