import DequeModule
import PlatformC
package import SystemPackage

/// The entries of directories, for one thread. A directory is listed again only when something in it may have changed, so
/// that looking for the rotated files of each of many logs in it does not take the square of their number.
package final class DirectoryListings {
  /// How many directories are remembered.
  private static let limit = 16

  /// An entry of a directory.
  private struct Entry {
    /// The bytes of the name, and a NUL.
    let name: [CChar]
    let inode: UInt64

    var component: FilePath.Component? { Self.component(name) }

    /// The name of an entry, except `.` and `..`.
    static func component(_ name: UnsafePointer<CChar>) -> FilePath.Component? {
      FilePath.Component(platformString: name).flatMap { $0.kind == .regular ? $0 : nil }
    }
  }

  private struct Listing {
    let status: FileStatus
    /// Sorted by name.
    let entries: [Entry]
  }

  /// How many times a directory has been listed.
  package private(set) var count = 0
  private var listings: [FilePath: Listing] = [:]
  private var order: Deque<FilePath> = []

  package init() {}

  /// Calls `body` with each entry whose name begins with one of some texts. A directory that cannot be listed has none.
  package func forEach(
    of directory: FilePath,
    beginningWith starts: [[UInt8]],
    _ body: (_ name: FilePath.Component, _ inode: UInt64) -> Void
  ) {
    let status = fileStatus(at: directory)
    if let status, let listing = listings[directory], listing.status == status {
      return Self.forEach(in: listing.entries, beginningWith: starts, body)
    }
    guard let stream = directory.withPlatformString({ opendir($0) }) else { return }
    defer { closedir(stream) }
    count += 1
    let mayBeKept = status?.isSettled ?? false
    var entries: [Entry] = []
    while let entry = readdir(stream) {
      let inode = UInt64(truncatingIfNeeded: entry.pointee.d_ino)
      let text = entry.name
      if mayBeKept {
        entries.append(Entry(name: Array(UnsafeBufferPointer(start: text, count: strlen(text) + 1)), inode: inode))
      } else if starts.contains(where: { $0.isBeginning(of: text) }) {
        if let component = Entry.component(text) { body(component, inode) }
      }
    }
    guard mayBeKept, let status else { return }
    entries.sort { strcmp($0.name, $1.name) < 0 }
    if fileStatus(at: directory) == status { keep(Listing(status: status, entries: entries), of: directory) }
    Self.forEach(in: entries, beginningWith: starts, body)
  }

  private func keep(_ listing: Listing, of directory: FilePath) {
    if listings.updateValue(listing, forKey: directory) == nil { order.append(directory) }
    if order.count > Self.limit { listings[order.removeFirst()] = nil }
  }

  private static func forEach(
    in entries: [Entry],
    beginningWith starts: [[UInt8]],
    _ body: (_ name: FilePath.Component, _ inode: UInt64) -> Void
  ) {
    // Of two texts of which one begins with the other, the shorter one has the entries of both.
    var last: [UInt8]?
    for start in starts.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      if let last, start.starts(with: last) { continue }
      last = start
      var index = place(of: start, in: entries)
      while index < entries.count, start.isBeginning(of: entries[index].name) {
        if let component = entries[index].component { body(component, entries[index].inode) }
        index += 1
      }
    }
  }

  /// The place of the first entry that is not before a text.
  private static func place(of start: [UInt8], in entries: [Entry]) -> Int {
    let text = start.map { CChar(bitPattern: $0) } + [0]
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if strcmp(entries[middle].name, text) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension [UInt8] {
  fileprivate func isBeginning(of name: UnsafePointer<CChar>) -> Bool {
    // A name that is shorter has its NUL where these bytes have another one.
    indices.allSatisfy { UInt8(bitPattern: name[$0]) == self[$0] }
  }
}

extension FileStatus {
  /// Whether whatever is changed from now on gives it another time of modification.
  fileprivate var isSettled: Bool {
    // Some file systems keep whole seconds or pairs of them; the others have the time of the clock's ticks.
    let step: Int64 = modified % 1_000_000_000 == 0 ? 3_000_000_000 : 50_000_000
    return calendarTime() - modified >= step
  }
}
