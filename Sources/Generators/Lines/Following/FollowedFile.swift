internal import CByteScan
import PlatformC
import SystemPackage

/// One of the files that a followed path has or had, read from a place on. It is used on one thread.
final class FollowedFile {
  enum Reading {
    /// Lines, and whether there may be more.
    case lines(BlockSlice, mayHaveMore: Bool)
    /// There are no more whole lines yet.
    case nothing
    /// It is shorter than what was read of it, or has other bytes: it was truncated and written anew.
    case truncated
    /// Its descriptor does not lead to it any more: it was removed on another host, or the server was restarted.
    case stale
    /// It is no UTF-8 text.
    case notFollowable(ReadingError)
    case failed(any Error)
  }

  private enum Content {
    case file(OpenFile)
    case archive(DecodedSource)
  }

  /// What lines say that they were read from.
  let name: String
  private var content: Content
  private(set) var origin: BlockOrigin
  /// The first bytes, as they were last seen.
  private(set) var head: [UInt8]
  /// Where the next byte to be read is.
  private(set) var offset: Int
  /// The bytes before it: some that were delivered, and then those in which no line has ended yet.
  private(set) var held: [UInt8] = []
  private var givenOut = 0
  /// The number of the next line.
  private(set) var number: Int
  /// Whether what comes before the next line feed was delivered, or is before the place where reading began.
  private var isDiscarding: Bool
  /// Whether nothing has been delivered and the first line may be behind a byte-order mark or a hole.
  private var isAtStart: Bool
  private var isStale = false
  /// Whether enough of the file is known to say that it can be followed.
  private var isRecognised = false

  /// How long the file has been, and when it had last been written to, as far as it was read.
  private(set) var largestSize = 0
  private(set) var modified: Int64 = 0
  /// The last bytes of a file that has not been read.
  private(set) var unreadEnd: [UInt8] = []
  /// What the system said about the file when there was last nothing to read.
  private var restingStatus: FileStatus?
  /// The same when there were only NULs in it.
  private var statusOfNULs: FileStatus?

  /// When another file was first seen at the path.
  var replacedSince: Duration?
  /// Whether nobody writes to it: it is over where it ends.
  var endsAtEnd = false
  /// Whether it has bytes though its size is 0, as files in /proc have. They can be other ones whenever they are read.
  private(set) var isSizeless = false
  /// By which inotify reports changes of it.
  var watch: Int32?
  /// Whether it was reported that the file cannot be followed.
  var isRefused = false
  /// Where a symbolic link led to when the file was at the path.
  var target: FilePath?

  /// A file that is read from `position` on, or from the line after it.
  init(_ file: OpenFile, name: String, from position: LinePosition = .start) throws(OpenFile.Failure) {
    self.name = name
    content = .file(file)
    let isEmpty = file.status?.size == 0
    head = try file.head()
    let isBeforeFirstLine = position.offset <= ByteOrderMark.bytes.count && ByteOrderMark.begins(head)
    offset = isBeforeFirstLine ? 0 : max(0, position.offset - 1)
    isDiscarding = !isBeforeFirstLine && position.offset > 0
    number = position.number
    isAtStart = offset == 0 && !isDiscarding
    let status = file.status
    // The bytes of a file that is not read yet are noted by the first look at it.
    largestSize = offset == 0 && !isDiscarding ? 0 : status?.size ?? 0
    modified = status?.modified ?? 0
    isSizeless = isEmpty && status?.size == 0 && !head.isEmpty
    origin = BlockOrigin(name: name)
  }

  /// A compressed copy of a file, read from `position` on.
  ///
  /// - Parameters:
  ///   - modified: When it was last written to.
  ///   - identity: What positions in it say of their file.
  init(
    _ archive: ArchivedFile,
    name: String,
    from position: LinePosition,
    modified: Int64,
    identity: FileIdentity
  ) throws {
    self.name = name
    offset = max(0, position.offset - 1)
    isDiscarding = position.offset > 0
    isAtStart = position.offset == 0
    number = position.number
    head = []
    content = .archive(try archive.source(from: offset))
    endsAtEnd = true
    self.modified = modified
    origin = BlockOrigin(name: name, file: identity, modified: modified)
  }

  /// What comes after `file` in a copy of it.
  init(copy: OpenFile, of file: FollowedFile) throws(OpenFile.Failure) {
    name = file.name
    content = .file(copy)
    head = try copy.head()
    (offset, held, givenOut) = (file.offset, file.held, file.givenOut)
    (number, isDiscarding, isAtStart) = (file.number, file.isDiscarding, file.isAtStart)
    endsAtEnd = true
    modified = copy.status?.modified ?? 0
    origin = BlockOrigin(name: file.name)
  }

  /// What comes after `file` in a compressed copy of it.
  init(copy: ArchivedFile, of file: FollowedFile) throws {
    name = file.name
    content = .archive(try copy.source(from: file.offset))
    head = file.head
    (offset, held, givenOut) = (file.offset, file.held, file.givenOut)
    (number, isDiscarding, isAtStart) = (file.number, file.isDiscarding, file.isAtStart)
    endsAtEnd = true
    modified = file.modified
    origin = file.origin
  }

  // MARK: What it is

  /// The file, where it is one that is read as it is.
  var file: OpenFile? { if case .file(let file) = content { file } else { nil } }

  var place: FilePlace? { file?.place }

  var status: FileStatus? { file?.status }

  var size: Int { status?.size ?? 0 }

  /// When it was last written to.
  var lastWritten: Int64 { status?.modified ?? modified }

  /// How many bytes of the file are known not to have been read.
  var unread: Int { max(0, largestSize - offset) }

  /// Whether its descriptor has been found not to lead to it any more.
  var needsReopening: Bool { isStale }

  /// Goes on in the same file, opened anew.
  func reopen(_ file: OpenFile) {
    content = .file(file)
    isStale = false
  }

  /// Whether the file has been written to since there was nothing to read.
  func hasChanged(_ status: FileStatus) -> Bool {
    status != restingStatus || status.size < offset
  }

  /// Takes note of the bytes of a file that has not been read, as far as they tell it from what comes later.
  ///
  /// - Returns: Whether the file has other bytes by now, or fewer: it was truncated before it was read. A file that was empty
  ///   can have been written to, copied and truncated since, so bytes that it has now are other ones.
  func noteUnread(_ status: FileStatus) throws(OpenFile.Failure) -> Bool {
    guard let file, offset == 0, held.isEmpty else {
      // What is in a file that was truncated and written anew is not lost.
      if status.size > largestSize, (try? endsAsRead()) != false { largestSize = status.size }
      return false
    }
    if head.isEmpty, status.size > 0 { return true }
    // The time of a file that is empty stays that at which it was so first: copies of what was in it since are newer.
    if head.isEmpty || isSizeless { return false }
    // NULs can be room for what will be written.
    let hasText = head.contains { $0 != 0 }
    if hasText {
      guard status.size >= largestSize, try file.bytes(in: 0..<head.count) == head,
        try file.bytes(in: largestSize - unreadEnd.count..<largestSize) == unreadEnd
      else { return true }
    }
    modified = status.modified
    if status.size > largestSize || !head.isEmpty && !hasText {
      let start = try file.head()
      guard !hasText || start.starts(with: head) else { return true }
      head = start
      largestSize = status.size
      unreadEnd = try file.bytes(in: max(0, largestSize - LinePosition.precedingSize)..<largestSize)
      // It grew or shrank in between; the next look sees how.
      if unreadEnd.count < min(largestSize, LinePosition.precedingSize) { largestSize = 0; unreadEnd = [] }
    }
    return false
  }

  /// Whether the bytes before those that are not read yet are still those that were read.
  private func endsAsRead() throws(OpenFile.Failure) -> Bool {
    guard let file else { return true }
    let known = held.suffix(LinePosition.precedingSize)
    return try file.bytes(in: offset - known.count..<offset).elementsEqual(known)
  }

  /// Takes note of the first bytes of a file that was empty when it was seen, and is not truncated any more.
  func noteFirst() throws(OpenFile.Failure) {
    guard let file, offset == 0, held.isEmpty, head.isEmpty else { return }
    head = try file.head()
    if let status = file.status { _ = try noteUnread(status) }
  }

  /// Whether the file still has the bytes that are noted of it, so that nothing that was read or is to be read is gone.
  func isAsNoted() throws(OpenFile.Failure) -> Bool {
    guard let file else { return true }
    guard offset == 0, held.isEmpty else { return try file.bytes(in: 0..<head.count) == head }
    guard let status = file.status else { return true }
    return try !noteUnread(status)
  }

  // MARK: Reading

  /// The next lines.
  ///
  /// - Parameter onHole: Called with the number of NULs that were passed over.
  func read(_ pool: inout BlockPool, limit: Int, onHole: (Int) -> Void) -> Reading {
    do {
      if isSizeless == (offset > 0) { guard try isAsNoted() else { return .truncated } }
      if !isRecognised {
        if let obstacle { return .notFollowable(obstacle) }
        isRecognised = head.count >= FileIdentity.headSize
      }
      if isAtStart, held.isEmpty, let file {
        let status = status
        guard let start = try HoleOfNULs.end(in: file) else {
          // A change within the same tick of the clock is seen by the second search.
          if status == statusOfNULs { restingStatus = status }
          statusOfNULs = status
          return .nothing
        }
        if start > 0 {
          offset = start
          isAtStart = false
          onHole(start)
        }
      }
      var left = pool.blockSize
      while left > 0 {
        // What is written after the bytes are read must not seem to have been read.
        let status = status
        guard let (block, new, isFull) = try readBlock(&pool) else { return .truncated }
        defer { pool.put(block) }
        let later = self.status
        // The file can be truncated and written anew at any moment before the bytes are read.
        guard try isSizeless || isOfNotedFile(block, new) else { return .truncated }
        guard !new.isEmpty else {
          restingStatus = status
          return .nothing
        }
        // No line of the block was written after that.
        if let later { (largestSize, modified) = (max(largestSize, later.size), later.modified) }
        left -= new.count
        if let slice = lines(in: block, new, limit: limit) { return .lines(slice, mayHaveMore: isFull) }
      }
      // A long line is passed over; others have their turn first.
      return .lines(emptyPiece, mayHaveMore: true)
    } catch let failure as OpenFile.Failure {
      guard !failure.isStale else {
        isStale = true
        return .stale
      }
      guard case .system(let number) = failure else { return .failed(failure.readingError(name)) }
      return .failed(ReadingError.reading(name, number))
    } catch {
      return .failed(error)
    }
  }

  /// The last line, if it has no line feed. The file is over.
  func finish() -> BlockSlice? {
    defer { (held, givenOut) = ([], 0) }
    guard !isDiscarding, held.count > givenOut else { return nil }
    let block = Block(capacity: held.count, offset: offset - held.count)
    block.origin = currentOrigin()
    fill(block)
    defer { number += 1 }
    return BlockSlice(block: block, range: givenOut..<held.count, firstNumber: number)
  }

  /// Takes the first bytes of the file from those that were read, and says whether they and the file are as noted.
  private func isOfNotedFile(_ block: Block, _ new: Range<Int>) throws(OpenFile.Failure) -> Bool {
    guard let file else { return true }
    let known = max(0, head.count - offset)
    let bytes = block.bytes(new)
    guard known == 0 || bytes.prefix(known).elementsEqual(head[offset...].prefix(bytes.count)) else { return false }
    if head.count >= offset { head += bytes.dropFirst(known).prefix(FileIdentity.headSize - head.count) }
    return try file.bytes(in: 0..<head.count) == head
  }

  /// A block with the next bytes behind a place for those held, and whether it has no room for more; nil if the file has
  /// other bytes before them by now.
  private func readBlock(_ pool: inout BlockPool) throws -> (Block, new: Range<Int>, isFull: Bool)? {
    switch content {
    case .archive(let source):
      let block = pool.take(capacity: max(pool.blockSize, held.count + pool.blockSize / 4))
      let isFirst = held.isEmpty
      let count = try source.read(into: block.room(from: held.count))
      if isFirst, count > 0, source.startOffset != offset { beginAfterMark(at: source.startOffset) }
      return (block, held.count..<held.count + count, isFull: true)
    case .file(let file):
      let status = file.status
      let available = max(0, (status?.size ?? 0) - offset)
      // A block that is larger than others is not used again.
      let room = min(max(available + 1, 1_024), max(pool.blockSize - held.count, pool.blockSize / 4))
      let isBulk = held.count + room >= pool.blockSize / 2
      let block =
        isBulk ? pool.take(capacity: max(pool.blockSize, held.count + room)) : Block(capacity: held.count + room)
      // What was read before is read again, to see that it has not changed.
      let overlap = min(held.count, LinePosition.precedingSize)
      let count = try file.read(into: block.room(from: held.count - overlap), at: offset - overlap)
      let repeated = block.bytes(held.count - overlap..<held.count)
      guard count >= overlap, repeated.elementsEqual(held.suffix(overlap)) else {
        pool.put(block)
        return nil
      }
      let new = held.count..<held.count + count - overlap
      return (block, new, isFull: new.upperBound == block.capacity)
    }
  }

  private func beginAfterMark(at start: Int) {
    (offset, isDiscarding, isAtStart) = (start, false, false)
  }

  /// The whole lines up to the end of the new bytes of a block. The rest is held.
  private func lines(in block: Block, _ new: Range<Int>, limit: Int) -> BlockSlice? {
    block.offset = offset - held.count
    offset += new.count
    var start = givenOut
    if isDiscarding {
      let distance = byte_scan_first(block.base + new.lowerBound, new.count, lineFeed)
      start = distance < 0 ? new.upperBound : new.lowerBound + distance + 1
      isDiscarding = distance < 0
      fill(block)
      hold(block, from: start, to: new.upperBound)
      guard !isDiscarding else { return nil }
      return lines(in: block, from: start, searching: start..<new.upperBound, limit: limit)
    }
    if isAtStart {
      let first = held + block.bytes(new).prefix(ByteOrderMark.bytes.count)
      guard first.count >= ByteOrderMark.bytes.count || !ByteOrderMark.mayBegin(first) else {
        held.append(contentsOf: block.bytes(new))
        return nil
      }
      isAtStart = false
      if ByteOrderMark.begins(first) { start = ByteOrderMark.bytes.count }
    }
    return lines(in: block, from: start, searching: max(start, new.lowerBound)..<new.upperBound, limit: limit)
  }

  private func lines(in block: Block, from start: Int, searching new: Range<Int>, limit: Int) -> BlockSlice? {
    let distance = byte_scan_last(block.base + new.lowerBound, new.count, lineFeed)
    let isTooLong = distance < 0 && new.upperBound - start > limit + 1
    guard distance >= 0 || isTooLong else {
      if start > givenOut {
        fill(block)
        hold(block, from: start, to: new.upperBound)
      } else {
        held.append(contentsOf: block.bytes(held.count..<new.upperBound))
      }
      return nil
    }
    fill(block)
    block.origin = currentOrigin()
    // The start of a line that is too long stands for it, with the bytes that show it.
    let end = isTooLong ? start + limit + 2 : new.lowerBound + distance + 1
    isDiscarding = isTooLong
    hold(block, from: isTooLong ? new.upperBound : end, to: new.upperBound)
    let slice = BlockSlice(block: block, range: start..<end, firstNumber: number)
    var lineFeeds = 0
    _ = byte_scan_skip(block.base + start, end - start, lineFeed, .max, &lineFeeds)
    number += isTooLong ? 1 : lineFeeds
    return slice
  }

  /// A slice without lines.
  private var emptyPiece: BlockSlice {
    let block = Block(capacity: 1, offset: offset)
    block.origin = origin
    return BlockSlice(block: block, range: 0..<0, firstNumber: number)
  }

  /// Puts the bytes that are held at the start of a block.
  private func fill(_ block: Block) {
    held.withUnsafeBufferPointer { if let start = $0.baseAddress { block.base.update(from: start, count: $0.count) } }
  }

  /// Holds the bytes from `start`, where the next line begins, to `end`, and some before them.
  private func hold(_ block: Block, from start: Int, to end: Int) {
    givenOut = min(start, LinePosition.precedingSize)
    held = Array(block.bytes(start - givenOut..<end))
  }

  private func currentOrigin() -> BlockOrigin {
    guard let file else { return origin }
    let identity = FileIdentity(file.place, generation: file.generation, head: head)
    if origin.file != identity || origin.modified != modified {
      origin = BlockOrigin(name: name, file: identity, modified: modified, head: head)
    }
    return origin
  }
}

private let lineFeed = UInt8(ascii: "\n")
