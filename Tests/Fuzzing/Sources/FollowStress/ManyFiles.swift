import Foundation
import Generators
import Glibc

/// Writes lines to many files at a rate, follows all of them, and says whether the reader keeps up.
struct ManyFiles {
  var files = 1_000
  /// Lines a second, in all files together.
  var rate = 50_000
  var seconds = 20

  func run() async throws {
    let directory = NSTemporaryDirectory() + "follow-many-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let descriptors = (0..<files).map {
      open("\(directory)/\($0).log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    }
    guard descriptors.allSatisfy({ $0 >= 0 }) else { throw POSIXError(.EMFILE) }
    defer { for descriptor in descriptors { close(descriptor) } }
    let progress = Progress()
    let total = rate * seconds
    async let writing = onThread { (time: write(total, to: descriptors, progress), end: ContinuousClock.now) }
    let reading = Task { () -> ContinuousClock.Instant in
      try await withFollowedLines(matching: "\(directory)/*.log", from: .beginning) { lines in
        for try await _ in lines {
          progress.handled += 1
          if progress.handled == total { break }
        }
      }
      return .now
    }
    var sizes: [Int] = []
    var behind = 0
    for _ in 0..<seconds {
      try await Task.sleep(for: .seconds(1))
      sizes.append(kibibytes("VmRSS"))
      behind = max(behind, progress.written - progress.handled)
    }
    let (writer, end) = try await writing
    let late = try await reading.value - end
    let processor = processorTime(CLOCK_PROCESS_CPUTIME_ID)
    print(
      """
      files: \(files), lines: \(total) in \(seconds) s, read: \(progress.handled)
      at most behind, seen once a second: \(behind) lines; the last line was read \(late) after it was written
      memory: \(sizes.dropFirst().first ?? 0) KiB after 2 s, \(sizes.last ?? 0) KiB at the end, \(kibibytes("VmHWM")) KiB at most
      processor time: \(processor - writer) s of following, \(writer) s of writing
      """
    )
  }

  /// The processor time that it took, in seconds.
  private func write(_ total: Int, to descriptors: [Int32], _ progress: Progress) -> Double {
    let start = DispatchTime.now().uptimeNanoseconds
    let filling = String(repeating: "x", count: 80)
    var written = 0
    while written < total {
      let elapsed = Int(DispatchTime.now().uptimeNanoseconds - start)
      let due = min(total, Int(Double(rate) * Double(elapsed) / 1e9))
      while written < due {
        // Each file gets ten lines at a time.
        let bytes = Array((0..<min(10, total - written)).map { "\(written + $0) \(filling)\n" }.joined().utf8)
        _ = Glibc.write(descriptors[written / 10 % descriptors.count], bytes, bytes.count)
        written += min(10, total - written)
      }
      progress.written = written
      usleep(20_000)
    }
    return processorTime(CLOCK_THREAD_CPUTIME_ID)
  }

  /// The processor time of the process or of the thread, in seconds.
  private func processorTime(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private func kibibytes(_ field: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(field) } ?? ""
    return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
  }
}
