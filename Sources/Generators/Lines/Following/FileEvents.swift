import PlatformC
import SystemPackage

/// Reports changes of files and directories, where the system can: one inotify descriptor on Linux for all of them.
///
/// Directories report only what comes, goes or changes its mode, and files only that they change, so that other files
/// of a directory wake nobody. File systems that do not know of all their changes, such as those over a network, report
/// none of others.
final class FileEvents {
  enum Event {
    /// A file of the path was written to.
    case written(FollowedPath)
    /// Something came, went or changed in a directory. It is reported for each spelling of the directory.
    case entry(in: FilePath, FilePath.Component, isDirectory: Bool)
    /// A directory that was watched is gone, or can be searched by others.
    case directoryChanged
    /// Events were lost. Anything may have changed.
    case overflow
  }

  /// Readable when something has changed; -1 where nothing is reported.
  let descriptor: Int32
  private let name: String
  private let report: (FollowEvent) -> Void
  private var hasReported = false
  /// The spellings of each directory: one directory has one watch, whatever links lead to it.
  private var directories: [Int32: [FilePath]] = [:]
  private var watchedDirectories: [FilePath: Int32] = [:]
  private var files: [Int32: [FollowedPath]] = [:]

  /// - Parameter name: What events call the input.
  init(isUsed: Bool, name: String, report: @escaping (FollowEvent) -> Void) {
    self.name = name
    self.report = report
    #if os(Linux)
      descriptor = isUsed ? inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC)) : -1
      if isUsed, descriptor < 0 { reportPolling(errno) }
    #else
      descriptor = -1
    #endif
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private func reportPolling(_ number: Int32) {
    guard !hasReported else { return }
    hasReported = true
    let reason =
      switch number {
      case ENOSPC: "the limit of watches is reached (fs.inotify.max_user_watches)"
      case EMFILE: "the limit of inotify instances or descriptors is reached (fs.inotify.max_user_instances, ulimit -n)"
      default: "inotify failed: \(String(cString: strerror(number)))"
      }
    report(.polling(path: name, reason: reason))
  }

  #if os(Linux)
    private static let directoryMask = UInt32(
      IN_CREATE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF
        | Int32(IN_ONLYDIR)
    )
    private static let fileMask = UInt32(IN_MODIFY | IN_ATTRIB)

    /// Reports what happens in a directory.
    ///
    /// - Parameter isKnown: Whether one that is watched already is the same still. Otherwise a symbolic link can lead to
    ///   another one by now.
    func watch(directory: FilePath, isKnown: Bool = true) {
      guard descriptor >= 0, !isKnown || watchedDirectories[directory] == nil else { return }
      let watch = directory.withPlatformString { inotify_add_watch(descriptor, $0, Self.directoryMask) }
      guard watch >= 0 else {
        if errno != ENOENT, errno != ENOTDIR, errno != EACCES { reportPolling(errno) }
        return
      }
      guard watchedDirectories[directory] != watch else { return }
      forget(directory: directory)
      watchedDirectories[directory] = watch
      directories[watch, default: []].append(directory)
    }

    private func forget(directory: FilePath) {
      guard let watch = watchedDirectories.removeValue(forKey: directory) else { return }
      directories[watch]?.removeAll { $0 == directory }
      guard directories[watch]?.isEmpty == true else { return }
      directories[watch] = nil
      inotify_rm_watch(descriptor, watch)
    }

    /// Reports nothing more of other directories than these.
    func forgetDirectories(except directories: Set<FilePath>) {
      for directory in watchedDirectories.keys where !directories.contains(directory) { forget(directory: directory) }
    }

    /// Reports when an open file is written to.
    func watch(_ file: Int32, for path: FollowedPath) -> Int32? {
      guard descriptor >= 0 else { return nil }
      let watch = inotify_add_watch(descriptor, "/proc/self/fd/\(file)", Self.fileMask)
      guard watch >= 0 else {
        reportPolling(errno)
        return nil
      }
      files[watch, default: []].append(path)
      return watch
    }

    func forget(_ watch: Int32, for path: FollowedPath) {
      guard var paths = files[watch], let index = paths.firstIndex(where: { $0 === path }) else { return }
      paths.remove(at: index)
      files[watch] = paths.isEmpty ? nil : paths
      if paths.isEmpty { inotify_rm_watch(descriptor, watch) }
    }

    /// Takes all that has happened until now.
    func take(_ body: (Event) -> Void) {
      guard descriptor >= 0 else { return }
      withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 8) { buffer in
        while true {
          let count = read(descriptor, buffer.baseAddress, buffer.count)
          guard count > 0 else { return }
          handle(UnsafeRawBufferPointer(rebasing: buffer[..<count]), body)
        }
      }
    }

    private func handle(_ events: UnsafeRawBufferPointer, _ body: (Event) -> Void) {
      let headerSize = MemoryLayout<inotify_event>.size
      var place = 0
      while place + headerSize <= events.count {
        let event = events.loadUnaligned(fromByteOffset: place, as: inotify_event.self)
        let name = events[(place + headerSize)..<(place + headerSize + Int(event.len))]
        place += headerSize + Int(event.len)
        handle(event, UnsafeRawBufferPointer(rebasing: name), body)
      }
    }

    private func handle(_ event: inotify_event, _ name: UnsafeRawBufferPointer, _ body: (Event) -> Void) {
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return body(.overflow) }
      if let paths = files[event.wd] {
        for path in paths { body(.written(path)) }
        return
      }
      guard let spellings = directories[event.wd] else { return }
      if event.mask & UInt32(IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF) != 0 {
        for directory in spellings { forget(directory: directory) }
        return body(.directoryChanged)
      }
      let component = name.withMemoryRebound(to: CChar.self) { name in
        name.isEmpty ? nil : FilePath.Component(platformString: name.baseAddress!)
      }
      guard let component else { return body(.directoryChanged) }
      let isDirectory = event.mask & UInt32(IN_ISDIR) != 0
      for directory in spellings { body(.entry(in: directory, component, isDirectory: isDirectory)) }
    }
  #else
    func watch(directory: FilePath, isKnown: Bool = true) {}

    func forgetDirectories(except directories: Set<FilePath>) {}

    func watch(_ file: Int32, for path: FollowedPath) -> Int32? { nil }

    func forget(_ watch: Int32, for path: FollowedPath) {}

    func take(_ body: (Event) -> Void) {}
  #endif
}
