import Foundation
import Glibc

/// How a log is rotated.
enum Rotation: String, CaseIterable, Sendable {
  case create, copyTruncate, deleteAndRecreate, swapLink, compress
}

/// What was written, and which of it could be impossible to read.
struct Ledger: Sendable {
  var lines = 0
  var rotations: [Rotation: Int] = [:]
  /// Lines that were written between a copy and its truncation.
  var betweenCopyAndTruncation: Set<Int> = []
  /// Lines that were torn by a truncation.
  var torn: Set<Int> = []
  /// The lines of files that were deleted while the reader had them open.
  var deleted: [ClosedRange<Int>] = []
}

/// Writes numbered lines to a log behind a symbolic link, and rotates it.
final class Writer: @unchecked Sendable {
  private static let keptFiles = 40

  private let directory: String
  private let progress: Progress
  private let journal: Journal
  private var random: SeededRandom
  private var ledger = Ledger()
  private var target = "real0.log"
  private var descriptor: Int32 = -1
  /// The number of the first line of the file.
  private var firstLine = 1
  private var rotated: [(path: String, lastLine: Int)] = []
  private var rotationCount = 0

  init(directory: String, seed: UInt64, _ progress: Progress, _ journal: Journal) {
    self.directory = directory
    self.progress = progress
    self.journal = journal
    random = SeededRandom(seed: seed)
  }

  func prepare() throws {
    try open()
    try FileManager.default.createSymbolicLink(atPath: directory + "/app.log", withDestinationPath: target)
  }

  func run(rotations: Int) throws -> Ledger {
    defer { progress.isWriterFinished = true }
    write(1)
    // A reader without a position does not look for files that were rotated before it began.
    while progress.handled == 0 { usleep(1_000) }
    for _ in 0..<rotations {
      write(Int.random(in: 1...8, using: &random))
      pause()
      // Times of files are those of the clock's ticks, up to 10 ms, and tell the order of rotations.
      usleep(UInt32.random(in: 11_000...16_000, using: &random))
      try rotate()
      removeOldFiles()
    }
    write(1)
    return ledger
  }

  // MARK: Writing

  private var path: String { directory + "/" + target }

  private func open() throws {
    if descriptor >= 0 { close(descriptor) }
    descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    firstLine = ledger.lines + 1
  }

  private func put(_ text: String) {
    let bytes = Array(text.utf8)
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { fatalError("The disk is full.") }
  }

  private func write(_ count: Int) {
    for _ in 0..<count {
      ledger.lines += 1
      put("\(ledger.lines) \(String(repeating: "x", count: Int.random(in: 0...100, using: &random)))\n")
    }
    progress.written = ledger.lines
  }

  private func pause() {
    if random.chance(1, of: 3) { usleep(UInt32.random(in: 0...2_000, using: &random)) }
  }

  // MARK: Rotating

  private func rotate() throws {
    var rotation = Rotation.allCases.randomElement(using: &random)!
    // What nobody has open is lost when it is deleted.
    if rotation == .deleteAndRecreate, !progress.isReaderRunning || progress.handled < firstLine { rotation = .create }
    rotationCount += 1
    ledger.rotations[rotation, default: 0] += 1
    let (file, lines) = (status, firstLine...max(firstLine, ledger.lines))
    defer { journal.note(lines, "writer: rotation \(rotationCount) \(rotation) done, now \(target) \(status)") }
    journal.note(lines, "writer: rotation \(rotationCount) \(rotation) of \(target) \(file), lines \(lines)")
    let name = "\(path).2026-\(String(100_000_000 + rotationCount).dropFirst())"
    switch rotation {
    case .create:
      try rename(to: name)
      // Writers that have not noticed yet.
      if random.chance(1, of: 3) { write(1) }
      pause()
      try open()
    case .copyTruncate:
      if random.chance(1, of: 8) { return try tearAndTruncate(name) }
      try copy(to: name)
      if random.chance(1, of: 4) {
        write(1)
        ledger.betweenCopyAndTruncation.insert(ledger.lines)
      }
      truncate()
    case .deleteAndRecreate:
      ledger.deleted.append(firstLine...ledger.lines)
      unlink(path)
      pause()
      try open()
    case .swapLink:
      rotated.append((path, ledger.lines))
      target = "real\(rotationCount).log"
      try open()
      try FileManager.default.createSymbolicLink(atPath: directory + "/new", withDestinationPath: target)
      Glibc.rename(directory + "/new", directory + "/app.log")
    case .compress:
      try rename(to: name)
      let gzip = try Process.run(URL(fileURLWithPath: "/bin/gzip"), arguments: ["-1", name])
      gzip.waitUntilExit()
      rotated[rotated.count - 1].path += ".gz"
      try open()
    }
  }

  /// Inode, size and time of the file that is written to.
  private var status: String {
    var status = stat()
    fstat(descriptor, &status)
    return "(inode \(status.st_ino), \(status.st_size) bytes, \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec))"
  }

  private func rename(to name: String) throws {
    guard Glibc.rename(path, name) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    rotated.append((name, ledger.lines))
  }

  private func copy(to name: String) throws {
    try FileManager.default.copyItem(atPath: path, toPath: name)
    rotated.append((name, ledger.lines))
  }

  private func truncate() {
    ftruncate(descriptor, 0)
    firstLine = ledger.lines + 1
  }

  /// Copies and truncates in the middle of a line.
  private func tearAndTruncate(_ name: String) throws {
    ledger.lines += 1
    put("\(ledger.lines) to")
    try copy(to: name)
    put("rn\n")
    progress.written = ledger.lines
    ledger.torn.insert(ledger.lines)
    truncate()
  }

  private func removeOldFiles() {
    while rotated.count > Self.keptFiles, rotated[0].lastLine + 500 < progress.handled {
      unlink(rotated.removeFirst().path)
    }
    // A reader that is stopped must find what it has not read.
    while rotated.count > 4 * Self.keptFiles, rotated[0].lastLine + 500 >= progress.handled { usleep(1_000) }
  }
}
