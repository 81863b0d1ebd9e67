import PlatformC

/// Tells that a file, or what lies at a path, has changed, where the system can: by inotify on Linux.
///
/// Nothing is told of file systems that do not know of all their changes, such as those shared over a network.
final class FileEvents {
  /// Readable when something has changed; -1 where nothing will be told.
  let descriptor: Int32

  #if os(Linux)
    private static let names = UInt32(IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_MODIFY)
    private static let contents = UInt32(IN_MODIFY | IN_ATTRIB)
    private let name: [UInt8]
    private var directory: Int32 = -1
    private var file: Int32 = -1

    init(of path: FollowSettings) {
      name = Array(path.name.utf8)
      descriptor = path.usesNotifications ? inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) : -1
      if descriptor >= 0 { directory = inotify_add_watch(descriptor, path.directory, Self.names) }
    }

    /// Tells of changes of this file instead of the one before.
    func watch(_ file: Int32) {
      guard descriptor >= 0 else { return }
      if self.file >= 0 { inotify_rm_watch(descriptor, self.file) }
      self.file = inotify_add_watch(descriptor, "/proc/self/fd/\(file)", Self.contents)
    }

    /// Takes note of all that has happened until now, and says whether it was about the file or the path.
    func take() -> Bool {
      var isOurs = false
      var bytes = [UInt8](repeating: 0, count: 4096)
      while true {
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return isOurs }
        bytes.withUnsafeBytes { if concernsUs($0[..<count]) { isOurs = true } }
      }
    }

    /// Whether one of the events is of something else than another file of the directory.
    private func concernsUs(_ events: Slice<UnsafeRawBufferPointer>) -> Bool {
      let headerSize = MemoryLayout<inotify_event>.size
      var rest = events
      while rest.count >= headerSize {
        let event = UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(as: inotify_event.self)
        let eventName = rest.dropFirst(headerSize).prefix(Int(event.len)).prefix { $0 != 0 }
        if event.wd != directory || eventName.isEmpty || eventName.elementsEqual(name) { return true }
        rest = rest.dropFirst(headerSize + Int(event.len))
      }
      return false
    }
  #else
    init(of path: FollowSettings) { descriptor = -1 }

    func watch(_ file: Int32) {}

    func take() -> Bool { false }
  #endif

  deinit { if descriptor >= 0 { close(descriptor) } }
}
