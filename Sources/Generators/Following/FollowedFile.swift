#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files that come to a path one after the other, read as far as they go. It is used on one thread.
final class FollowedFile {
  private let settings: FollowSettings
  private let events: FileEvents
  private var start: FollowStart?
  private var blocks: LineBlocks?

  init(_ settings: FollowSettings, _ events: FileEvents) {
    self.settings = settings
    self.events = events
    start = settings.start
  }

  /// The next lines, or nil where there are none yet.
  func next() throws -> BlockPiece? {
    while true {
      guard let blocks = try blocks ?? open() else { return nil }
      self.blocks = blocks
      do {
        if let piece = try blocks.next() { return piece }
      } catch is Starved {
        return nil
      }
      self.blocks = nil
    }
  }

  private func open() throws -> LineBlocks? {
    defer { start = nil }
    if case .position(let position) = start, let old = try movedFile(of: position) {
      return lines(of: old, from: position)
    }
    guard let source = try source(at: settings.path) else { return nil }
    switch start {
    case .position(let position) where source.holds(position): return lines(of: source, from: position)
    case .end: return lines(of: source, from: LinePosition(offset: source.openedSize))
    default: return lines(of: source, from: .start)
    }
  }

  private func source(at path: String) throws -> FollowedSource? {
    try FollowedSource(path: path, name: settings.path, grace: settings.rotationGrace, now: settings.now)
  }

  private func lines(of source: FollowedSource, from position: LinePosition) -> LineBlocks {
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
