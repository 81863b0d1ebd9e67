/// The first difference between a committed listing and what the sources give. Line ends of Windows are no difference.
package struct Drift: Equatable {
  /// The number of the line, from 1.
  package let line: Int
  /// The committed line. Nil if the committed text ends before it.
  package let committed: String?
  /// The line that the sources give. Nil if their text ends before it.
  package let current: String?

  /// Nil if the two texts are equal.
  package init?(from committed: String, to current: String) {
    let old = committed.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd)
    let new = current.split(omittingEmptySubsequences: false, whereSeparator: \.isLineEnd)
    let count = max(old.count, new.count)
    guard let index = (0..<count).first(where: { !($0 < old.count && $0 < new.count && old[$0] == new[$0]) }) else {
      return nil
    }
    line = index + 1
    self.committed = index < old.count ? String(old[index]) : nil
    self.current = index < new.count ? String(new[index]) : nil
  }

  /// A sentence on the difference, with as much of long lines as shows it.
  package var sentence: String {
    guard let committed else {
      let isOnlyLineFeed = current?.isEmpty ?? true
      return isOnlyLineFeed
        ? "the last line has no line feed" : "the file ends, the sources give '\((current ?? "").shortened(from: 0))'"
    }
    guard let current else {
      return "the file has '\(committed.shortened(from: 0))', the sources give nothing more"
    }
    let start = zip(committed, current).prefix { $0 == $1 }.count
    return "the file has '\(committed.shortened(from: start))', the sources give '\(current.shortened(from: start))'"
  }
}

extension Character {
  fileprivate var isLineEnd: Bool { self == "\n" || self == "\r\n" }
}

extension String {
  /// The part of a line around a place, with an ellipsis for what is left out.
  fileprivate func shortened(from place: Int) -> String {
    let (before, most) = (24, 100)
    let start = max(0, place - before)
    let part = dropFirst(start).prefix(most)
    return (start > 0 ? "…" : "") + part + (start + part.count < count ? "…" : "")
  }
}
