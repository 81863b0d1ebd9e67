import Foundation
import Generators
import Glibc

/// Writes a log that is rotated in every way at random moments, follows it with a reader that is slow and started again at
/// random moments, and compares.
@main
enum Main {
  static let usage = """
    usage: follow-stress [--rotations N] [--seed S] [--directory D]
           follow-stress many [--files N] [--rate N] [--seconds N]
           follow-stress beside-tail [--seconds N] [--interval N] [--rate N]

      --rotations N    how many times to rotate (10000)
      --seed S         what the writer and the reader do (1); how they interleave is up to the system
      --directory D    where to write (a temporary directory)

    many: writes lines to many files, follows them, and prints memory, processor time and how far the reader is behind.

      --files N        how many files (1000)
      --rate N         lines a second in all files together (50000)
      --seconds N      for how long to write (20)

    beside-tail: writes lines to a log that is rotated all the time, and compares what a process with this package and one of
    `tail -F` receive, after which time, and for how much processor time.

      --seconds N      for how long to write (10)
      --interval N     milliseconds between two rotations (50)
      --rate N         lines a second (as many as one thread writes, with one call each)

    Ends with 0 if every line came once and in order, except those that the way of rotating made impossible to read, and
    with 1 otherwise. Then it prints what the writer and the reader did around each place.
    """

  static func main() async throws {
    let mode = CommandLine.arguments.dropFirst().first ?? ""
    if mode == "receive", let path = CommandLine.arguments.last { return try await BesideTail.receive(path) }
    if ["many", "beside-tail"].contains(mode) {
      guard let options = Options(CommandLine.arguments.dropFirst(2)) else {
        print(usage)
        exit(2)
      }
      return mode == "many" ? try await options.many.run() : try await options.besideTail.run()
    }
    guard let options = Options(CommandLine.arguments.dropFirst()) else {
      print(usage)
      exit(2)
    }
    let directory =
      options.directory ?? NSTemporaryDirectory() + "follow-stress-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    let progress = Progress()
    let journal = Journal()
    let writer = Writer(directory: directory, seed: options.seed, progress, journal)
    let reader = Reader(path: directory + "/app.log", seed: options.seed &+ 1, progress, journal)
    try writer.prepare()
    let start = ContinuousClock.now
    async let ledger = onThread { try writer.run(rotations: options.rotations) }
    async let readings = reader.run()
    let report = try await Report(ledger, readings)
    print("seed: \(options.seed)")
    print(report)
    for place in report.places.prefix(20) {
      print("\nlines \(place.lowerBound) to \(place.upperBound):")
      for entry in journal.entries(near: place) { print(entry) }
    }
    print("time: \(ContinuousClock.now - start)")
    if report.isClean { try? FileManager.default.removeItem(atPath: directory) } else { print("files: \(directory)") }
    exit(report.isClean ? 0 : 1)
  }
}

struct Options {
  var rotations = 10_000
  var seed: UInt64 = 1
  var directory: String?
  var many = ManyFiles()
  var besideTail = BesideTail()

  init?(_ arguments: some Sequence<String>) {
    var arguments = arguments.makeIterator()
    while let option = arguments.next() {
      guard let value = arguments.next() else { return nil }
      switch option {
      case "--rotations":
        guard let number = Int(value), number > 0 else { return nil }
        rotations = number
      case "--seed":
        guard let number = UInt64(value) else { return nil }
        seed = number
      case "--directory": directory = value
      case "--files", "--rate", "--seconds", "--interval":
        guard let number = Int(value), number > 0 else { return nil }
        if option == "--files" { many.files = number }
        if option == "--rate" { (many.rate, besideTail.rate) = (number, number) }
        if option == "--seconds" { (many.seconds, besideTail.seconds) = (number, number) }
        if option == "--interval" { besideTail.interval = number }
      default: return nil
      }
    }
  }
}

/// Random numbers of a seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  mutating func chance(_ part: Int, of whole: Int) -> Bool { Int.random(in: 0..<whole, using: &self) < part }
}

/// Runs `body` on a thread of its own.
func onThread<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
  try await withCheckedThrowingContinuation { continuation in
    Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
  }
}
