import DecoratorsTesting
import Foundation
import Generators
import Glibc
import Testing

/// A writer that rotates in every way, and a reader that is stopped and started again, step by step from one seed.
@Suite("Following under stress", .timeLimit(.minutes(10)))
struct FollowStressTests {
  private enum Rotation: CaseIterable { case create, createLate, copyTruncate, deleteAndRecreate, swapLink, compress }

  @Test("Every line comes once and in order through 40 rotations of all kinds and restarts", arguments: 1...6)
  func seeds(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let log = try LogDirectory()
    defer { log.remove() }
    try log.write("", to: "real0.log")
    try log.link("app.log", to: "real0.log")
    var target = "real0.log"
    var written = 0
    var taken: [String] = []
    var position: LinePosition?
    var time = -100_000
    var follower = follow(log, rotationGrace: .zero)
    await follower.idle()

    func write(_ count: Int) throws {
      for _ in 0..<count {
        written += 1
        try log.append("line \(written) \(String(repeating: "x", count: written % 50))\n", to: target)
      }
      // The times of files are those of their order, however fast they are written.
      time += 1
      try log.setTime(time, of: target)
    }

    func stop() async throws {
      await follower.pass()
      // Some of the lines had not been handled yet. Without a position, what was rotated is not looked for.
      let isFirst = position == nil
      let handled = follower.taken.values.dropLast(isFirst ? 0 : Int.random(in: 0...2, using: &random))
      taken += handled.map(\.string)
      position = handled.last?.nextPosition ?? position
      #expect(await follower.cancel() is CancellationError)
    }

    func start() async {
      follower = follow(log, from: position.map(FollowStart.position) ?? .beginning, rotationGrace: .zero)
      await follower.idle()
    }

    for round in 1...40 {
      try write(Int.random(in: 1...5, using: &random))
      let rotation = Rotation.allCases.randomElement(using: &random)!
      var isStopped = Bool.random(using: &random)
      if isStopped { try await stop() }
      if Bool.random(using: &random) { try write(Int.random(in: 1...3, using: &random)) }
      switch rotation {
      case .create:
        try log.rename(target, to: "\(target).\(2_000 - round)")
        try log.write("", to: target)
      case .createLate:
        try log.rename(target, to: "\(target).\(2_000 - round)")
        if !isStopped { await follower.pass() }
        try log.write("", to: target)
      case .copyTruncate:
        // A copy of a file that was empty when it was last seen cannot be told.
        if !isStopped { await follower.pass() }
        try FileManager.default.copyItem(atPath: log.file(target), toPath: log.file("\(target).\(2_000 - round)"))
        try log.setTime(time, of: "\(target).\(2_000 - round)")
        truncate(log.file(target), 0)
      case .deleteAndRecreate:
        // What nobody has open is lost when it is deleted.
        if isStopped { await start() }
        isStopped = false
        await follower.pass()
        try log.delete(target)
        try log.write("", to: target)
      case .swapLink:
        target = "real\(round).log"
        try log.write("", to: target)
        try log.link("app.log", to: target)
      case .compress:
        let name = "\(target).\(2_000 - round)"
        try log.rename(target, to: name)
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: log.file(name))))
        try Data(bytes.gzipped).write(to: URL(fileURLWithPath: log.file(name + ".gz")))
        try log.setTime(time, of: name + ".gz")
        try log.delete(name)
        try log.write("", to: target)
      }
      try write(1)
      if isStopped { await start() } else { await follower.pass() }
      await follower.pass()
      await follower.pass()
    }
    try await stop()
    await start()
    for _ in 1...6 { await follower.pass() }
    taken += follower.taken.values.map(\.string)
    #expect(await follower.cancel() is CancellationError)
    let numbers = taken.map { Int($0.split(separator: " ")[1]) ?? -1 }
    #expect(numbers == Array(1...written))
  }
}
