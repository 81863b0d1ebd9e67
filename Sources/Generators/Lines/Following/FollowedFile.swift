internal import CByteScan
import PlatformC

/// The files that come to a path one after the other, read as far as they go. It is used on one thread.
final class FollowedFile {
  private let settings: FollowSettings
  private let events: FileEvents
  private var start: FollowStart?
  private var source: FollowedSource?
  private var blocks: LineBlocks?
  /// The place after the last lines that were given out of the file.
  private var position = LinePosition.start

  init(_ settings: FollowSettings, _ events: FileEvents) {
    self.settings = settings
    self.events = events
    start = settings.start
  }

  /// The next lines, or nil where there are none yet.
  func next() throws -> BlockPiece? {
    var mayReopen = true
    while true {
      do {
        guard let blocks = try blocks ?? open() else { return nil }
        self.blocks = blocks
        if let piece = try blocks.next() {
          position = position.after(piece)
          return piece
        }
        (self.blocks, source) = (nil, nil)
      } catch is Starved {
        guard let source, source.isStale, mayReopen, try reopen(source) else { return nil }
        mayReopen = false
      }
    }
  }

  /// Opens a file anew that can be read through its descriptor no more, and goes on where it was left. Where there is
  /// another one instead, it has ended. Says whether there is anything that can be read.
  private func reopen(_ stale: FollowedSource) throws -> Bool {
    let place = LinePosition(offset: position.offset, number: position.number, file: stale.identity)
    do {
      if let moved = try movedFile(of: place) {
        blocks = lines(of: moved, from: place)
        return true
      }
      guard let there = try source(at: settings.path) else { return false }
      if there.holds(place) { blocks = lines(of: there, from: place) } else { stale.end() }
      return true
    } catch is Starved {
      return false
    }
  }

  private func open() throws -> LineBlocks? {
    if case .position(let position) = start, let old = try movedFile(of: position) {
      start = nil
      return lines(of: old, from: position)
    }
    guard let source = try source(at: settings.path) else {
      // The file of a position may still be on its way, as in a directory that is not mounted yet.
      if case .position(let position) = start, position.file != nil { return nil }
      start = nil
      return nil
    }
    defer { start = nil }
    switch start {
    case .position(let position) where source.holds(position): return lines(of: source, from: position)
    case .end: return lines(of: source, from: LinePosition(offset: source.openedSize))
    default: return lines(of: source, from: .start)
    }
  }

  private func source(at path: String) throws -> FollowedSource? {
    try FollowedSource(path: path, settings)
  }

  private func lines(of source: FollowedSource, from position: LinePosition) -> LineBlocks {
    self.source = source
    self.position = position
    source.watch(with: events)
    let isBeforeFirstLine = position.offset <= ByteOrderMark.bytes.count && source.hasByteOrderMark
    let start = isBeforeFirstLine ? LinePosition(offset: 0, number: position.number) : position
    let stream = ByteStream(following: source, from: start)
    source.seek(to: stream.startOffset)
    return LineBlocks(stream, limit: settings.longLines.limit)
  }

  /// The file of a position, where it lies in the same directory under another name by now.
  private func movedFile(of position: LinePosition) throws -> FollowedSource? {
    guard let file = position.file else { return nil }
    var there = stat()
    if stat(settings.path, &there) == 0, file.isPlace(of: there) { return nil }
    let directory = settings.directory
    guard let stream = opendir(directory) else { return nil }
    defer { closedir(stream) }
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      let path = directory + "/" + name
      var status = stat()
      guard stat(path, &status) == 0, file.isPlace(of: status) else { continue }
      if let source = try source(at: path), source.holds(position) { return source }
    }
    return nil
  }
}

extension LinePosition {
  /// The place after a piece of lines that begins here.
  fileprivate func after(_ piece: BlockPiece) -> LinePosition {
    var lines = 0
    let bytes = piece.bytes
    guard let start = bytes.baseAddress, let last = bytes.last else { return self }
    _ = byte_scan_skip(start, bytes.count, UInt8(ascii: "\n"), .max, &lines)
    if last != UInt8(ascii: "\n") { lines += 1 }
    return LinePosition(offset: piece.block.offset + piece.range.upperBound, number: number + lines)
  }
}
