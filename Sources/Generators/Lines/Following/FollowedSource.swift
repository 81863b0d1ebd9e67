import PlatformC

/// The bytes of one file that is followed: at its end there are none *yet*, until the file is over.
///
/// It is over when it has become shorter or begins otherwise than before, or when another file has been at its path for
/// a while and has something in it (rule S4). When it is stale, the system can read it through another descriptor only.
final class FollowedSource: ByteSource {
  let name: String
  let status: stat
  private let descriptor: Int32
  private var offset: Int
  private var head: [UInt8] = []
  private let settings: FollowSettings
  /// When another file was first seen at the path.
  private var replacedSince: Duration?
  private var isOver = false
  /// Whether its descriptor leads to it no longer: what is shared over a network was removed, or its server restarted.
  private(set) var isStale = false

  /// Opens the file at `path`, of which errors and lines say the path of the settings. Nil where there is none.
  ///
  /// - Throws: `Starved` where it is stale already, and may be read later.
  init?(path: String, _ settings: FollowSettings) throws {
    let name = settings.path
    var descriptor: Int32
    repeat { descriptor = settings.calls.open(path) } while descriptor < 0 && errno == EINTR
    if descriptor < 0, errno == ENOENT { return nil }
    if descriptor < 0, errno == ESTALE { throw Starved() }
    guard descriptor >= 0 else { throw ReadingError.opening(name, errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw status.st_mode & S_IFMT == S_IFDIR ? ReadingError.directory(name) : ReadingError.notFollowable(name)
    }
    self.name = name
    self.descriptor = descriptor
    self.status = status
    self.settings = settings
    offset = 0
    lookAtHead()
    if isStale { throw Starved() }
  }

  deinit { close(descriptor) }

  var identity: FileIdentity { FileIdentity(status, head: head) }

  /// How long the file was when it was opened.
  var openedSize: Int { Int(status.st_size) }

  /// Whether `position` is one in this file, as it is now.
  func holds(_ position: LinePosition) -> Bool {
    guard openedSize >= position.offset else { return false }
    guard let file = position.file else { return true }
    return file.isPlace(of: status) && beginning().map(file.isBegun) == true
  }

  var hasByteOrderMark: Bool { ByteOrderMark.begins(head) }

  /// Lets it have ended with what has been read of it.
  func end() { isOver = true }

  func seek(to offset: Int) { self.offset = offset }

  /// Lets `events` tell when the file changes.
  func watch(with events: FileEvents) { events.watch(descriptor) }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard !isOver, !isCut else {
      isOver = true
      return 0
    }
    let count = try readAvailable(into: buffer)
    if count > 0 {
      offset += count
      lookAtHead()
      return count
    }
    guard isReplaced else { throw Starved() }
    isOver = true
    return 0
  }

  private func readAvailable(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = settings.calls.read(descriptor, buffer, offset)
      if count >= 0 { return count }
      switch errno {
      case EINTR: continue
      case ESTALE:
        isStale = true
        throw Starved()
      case let number: throw ReadingError.reading(name, number)
      }
    }
  }

  private func lookAtHead() {
    guard head.count < FileIdentity.headSize, let bytes = beginning(), bytes.count > head.count else { return }
    head = bytes
  }

  /// The first bytes of the file as it is now, or nil where they cannot be read: the next read will tell why.
  private func beginning() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: FileIdentity.headSize)
    let count = bytes.withUnsafeMutableBytes { settings.calls.read(descriptor, $0, 0) }
    if count < 0, errno == ESTALE { isStale = true }
    return count < 0 ? nil : Array(bytes[..<count])
  }

  /// Whether the file is shorter than what was read of it, or begins otherwise: it was truncated and written anew.
  private var isCut: Bool {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return false }
    return Int(status.st_size) < offset || beginning().map(identity.isBegun) == false
  }

  /// Whether another file has taken the path: long enough ago for who wrote to this one to have noticed, and with
  /// something in it.
  private var isReplaced: Bool {
    var there = stat()
    guard stat(name, &there) == 0, !identity.isPlace(of: there) else {
      replacedSince = nil
      return false
    }
    let now = settings.clock.now()
    let since = replacedSince ?? now
    replacedSince = since
    return there.st_size > 0 && now - since >= settings.rotationGrace
  }
}
