/// The first difference between a committed listing and what the sources give.
package struct Drift: Equatable {
  /// The number of the line, from 1.
  package let line: Int
  /// The committed line. Nil if the committed text ends before it.
  package let committed: String?
  /// The line that the sources give. Nil if their text ends before it.
  package let current: String?

  /// Nil if the two texts are equal.
  package init?(from committed: String, to current: String) {
    let old = committed.split(separator: "\n", omittingEmptySubsequences: false)
    let new = current.split(separator: "\n", omittingEmptySubsequences: false)
    let count = max(old.count, new.count)
    guard let index = (0..<count).first(where: { !($0 < old.count && $0 < new.count && old[$0] == new[$0]) }) else {
      return nil
    }
    line = index + 1
    self.committed = index < old.count ? String(old[index]) : nil
    self.current = index < new.count ? String(new[index]) : nil
  }
}
