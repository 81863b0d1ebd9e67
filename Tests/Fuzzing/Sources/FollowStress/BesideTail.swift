import Foundation
import Generators
import Glibc

/// Writes a log as fast as it can, rotates it all the time, and compares what two processes receive of it: one that follows
/// it with this package, and `tail -F`.
struct BesideTail {
  var seconds = 10
  /// Milliseconds between two rotations.
  var interval = 50
  /// Lines a second; nil for as many as the writer can write.
  var rate: Int?

  func run() async throws {
    let directory = NSTemporaryDirectory() + "follow-beside-tail-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = directory + "/app.log"
    guard FileManager.default.createFile(atPath: path, contents: nil) else { throw POSIXError(.EIO) }

    let ours = try Child("/proc/self/exe", ["receive", path])
    let tail = try Child("/usr/bin/tail", ["-n", "+1", "-F", path])
    async let fromTail = onThread { Reception(of: tail) }
    // Both have opened the file when they are asked to follow it.
    try await Task.sleep(for: .seconds(1))
    let (written, rotations) = try await onThread { try write(to: path) }

    let output = String(decoding: ours.output.availableData, as: UTF8.self)
    let (tailReception, start) = (try await fromTail, childrenTime())
    tail.end()
    let tailTime = childrenTime() - start
    ours.end()
    let oursTime = childrenTime() - start - tailTime
    print("lines: \(written) written in \(seconds) s, \(rotations) rotations")
    print("FollowedLines: \(output.trimmingCharacters(in: .newlines)), \(seconds: oursTime) of processor time")
    print("tail -F: \(tailReception), \(seconds: tailTime) of processor time, without that of reading its output")
  }

  /// Writes one line with each call, and the last one once more with ``StampedLine/end``.
  private func write(to path: String) throws -> (lines: Int, rotations: Int) {
    var descriptor = try openForWriting(path)
    defer { close(descriptor) }
    let start = StampedLine.now
    let end = start + UInt64(seconds) * 1_000_000_000
    var (lines, rotations) = (0, 0)
    var line = StampedLine()
    var now = start
    while now < end {
      if now - start >= UInt64(rotations + 1) * UInt64(interval) * 1_000_000 {
        rotations += 1
        let name = "\(path).2026-\(String(100_000_000 + rotations).dropFirst())"
        guard rename(path, name) == 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        close(descriptor)
        descriptor = try openForWriting(path)
      }
      if let rate, Double(lines) > Double(now - start) / 1e9 * Double(rate) {
        usleep(500)
      } else {
        lines += 1
        line.fill(number: lines, time: now)
        line.write(to: descriptor)
      }
      now = StampedLine.now
    }
    line.fill(number: StampedLine.end, time: now)
    line.write(to: descriptor)
    return (lines, rotations)
  }

  private func openForWriting(_ path: String) throws -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    return descriptor
  }

  /// The processor time of the children that have ended, in seconds.
  private func childrenTime() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
  }

  /// Follows a log with this package up to the end, prints what came, and waits until the standard input ends.
  static func receive(_ path: String) async throws {
    var reception = Reception()
    try await withFollowedLines(at: path, from: .beginning, rotationGrace: .zero) { lines in
      for try await line in lines where !line.bytes.withBytes({ reception.take($0) }) { break }
    }
    FileHandle.standardOutput.write(Data("\(reception)\n".utf8))
    _ = FileHandle.standardInput.readDataToEndOfFile()
  }
}

/// A process that receives lines.
final class Child: @unchecked Sendable {
  let output: FileHandle
  private let process = Process()
  private let input = Pipe()

  init(_ program: String, _ arguments: [String]) throws {
    let pipe = Pipe()
    output = pipe.fileHandleForReading
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardInput = input
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
  }

  func end() {
    try? input.fileHandleForWriting.close()
    // It inherits the signals that threads of tasks block, so no other one ends it.
    if process.executableURL?.lastPathComponent == "tail" { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }
}

/// A line of 100 bytes with its number and the time at which it is written.
struct StampedLine {
  /// The number of the line after the last one.
  static let end = 9_999_999_999
  private static let numberDigits = 10
  private static let timeDigits = 19
  private var bytes = [UInt8](repeating: UInt8(ascii: " "), count: 99) + [UInt8(ascii: "\n")]

  static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  mutating func fill(number: Int, time: UInt64) {
    fill(0..<Self.numberDigits, with: UInt64(number))
    fill(Self.numberDigits + 1..<Self.numberDigits + 1 + Self.timeDigits, with: time)
  }

  private mutating func fill(_ range: Range<Int>, with number: UInt64) {
    var rest = number
    for index in range.reversed() {
      bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }

  func write(to descriptor: Int32) {
    guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { fatalError("The disk is full.") }
  }

  /// The number and the time of a line.
  static func values(of line: UnsafeBufferPointer<UInt8>) -> (number: Int, time: UInt64)? {
    guard line.count > numberDigits + timeDigits else { return nil }
    func number(_ range: Range<Int>) -> UInt64 { range.reduce(0) { $0 &* 10 &+ UInt64(line[$1] &- UInt8(ascii: "0")) } }
    return (Int(number(0..<numberDigits)), number(numberDigits + 1..<numberDigits + 1 + timeDigits))
  }
}

/// Which lines have come, and how long after they were written.
struct Reception: CustomStringConvertible {
  private static let linesBetweenSamples = 16

  private var count = 0
  private var last = 0
  private var outOfOrder = 0
  private var torn = 0
  /// In nanoseconds, of some of the lines.
  private var delays: [UInt64] = []

  init() {}

  /// What comes from a process, up to the end of the log.
  init(of child: Child) {
    var rest: [UInt8] = []
    while true {
      let data = child.output.availableData
      guard !data.isEmpty else { return }
      rest += data
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        guard rest[start..<end].withUnsafeBufferPointer({ take($0) }) else { return }
        start = end + 1
      }
      rest.removeFirst(start)
    }
  }

  /// Takes the next line. False after the last one.
  mutating func take(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let (number, time) = StampedLine.values(of: line) else {
      torn += 1
      return true
    }
    guard number < StampedLine.end else { return false }
    count += 1
    if number <= last { outOfOrder += 1 }
    last = max(last, number)
    if count.isMultiple(of: Self.linesBetweenSamples) { delays.append(StampedLine.now &- time) }
    return true
  }

  var description: String {
    let sorted = delays.sorted()
    func delay(_ part: Double) -> String {
      guard !sorted.isEmpty else { return "-" }
      return "\(seconds: Double(sorted[Int(Double(sorted.count - 1) * part)]) / 1e9)"
    }
    return """
      \(count) lines, \(outOfOrder) repeated or out of order, \(torn) torn, \
      delay \(delay(0.5)) (median), \(delay(0.99)) (99 of 100), \(delay(1)) (longest)
      """
  }
}

extension DefaultStringInterpolation {
  mutating func appendInterpolation(seconds: Double) {
    appendInterpolation(String(format: seconds < 0.1 ? "%.1f ms" : "%.2f s", seconds < 0.1 ? seconds * 1e3 : seconds))
  }
}
