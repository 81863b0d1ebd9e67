import DecoratorsTesting
import Foundation
import Generators
import SystemPackage
import Testing

@Suite("Positions in several followed files", .timeLimit(.minutes(10)))
struct FollowedPositionsTests {
  private static let composed = "/logs/caf\u{E9}.log"
  private static let decomposed = "/logs/cafe\u{301}.log"

  private func decoded(_ text: String) throws -> FollowedPositions {
    try JSONDecoder().decode(FollowedPositions.self, from: Data(text.utf8))
  }

  @Test("Names that differ only in their Unicode form have a position each, and keep it when they are stored")
  func unicodeForms() throws {
    var positions = FollowedPositions()
    positions[Self.composed] = LinePosition(offset: 10, number: 2)
    positions[Self.decomposed] = LinePosition(offset: 20, number: 3)
    let stored = try JSONDecoder().decode(FollowedPositions.self, from: JSONEncoder().encode(positions))
    #expect(stored == positions)
    for (name, offset) in [(Self.composed, 10), (Self.decomposed, 20)] { #expect(stored[name]?.offset == offset) }
    #expect(Set(stored.sources.map { Array($0.utf8) }) == [Array(Self.composed.utf8), Array(Self.decomposed.utf8)])
    positions[Self.decomposed] = nil
    #expect(positions[Self.composed]?.offset == 10)
    positions.addMissing(from: stored)
    #expect(positions == stored)
  }

  @Test("Files whose names differ only in their Unicode form go on where each of them was")
  func followed() async throws {
    let log = try LogDirectory()
    defer { log.remove() }
    let names = [Self.composed, Self.decomposed].map { String($0.dropFirst("/logs/".count)) }
    for name in names { try log.write("1\n2\n3\n", to: name) }
    // Where a file system keeps names in one form, there is one file.
    guard try FileManager.default.contentsOfDirectory(atPath: log.path).count == 2 else { return }
    let first = followMany(log.path + "/*.log")
    await first.idle()
    var positions = FollowedPositions()
    for line in first.taken.values
    where line.number <= (Array(line.source.utf8.suffix(5)) == [0xA9] + ".log".utf8 ? 1 : 2) {
      positions.advance(past: line)
    }
    #expect(await first.cancel() is CancellationError)
    let second = followMany(log.path + "/*.log", from: .positions(positions))
    await second.idle()
    let texts = Dictionary(grouping: second.taken.values) { Array($0.source.utf8) }.mapValues { $0.map(\.string) }
    #expect(texts == [Array(log.file(names[0]).utf8): ["2", "3"], Array(log.file(names[1]).utf8): ["3"]])
    #expect(await second.cancel() is CancellationError)
  }

  @Test("The stored form is a list that can be read, in the order of the names")
  func form() throws {
    var positions = FollowedPositions()
    positions["b.log"] = LinePosition(offset: 7, number: 2)
    positions["a.log"] = LinePosition(offset: 5, number: 3)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(positions), as: UTF8.self)
        == #"[{"position":{"number":3,"offset":5},"source":"a.log"},{"position":{"number":2,"offset":7},"source":"b.log"}]"#
    )
  }

  @Test(
    "What is no list of positions, and two positions of one source, are refused",
    arguments: [
      #"{"a.log":{"number":1,"offset":5}}"#, #"[{"source":"a.log"}]"#,
      #"[{"position":{"number":0,"offset":5},"source":"a"}]"#,
      #"[{"position":{"number":1,"offset":5},"source":"a"},{"position":{"number":1,"offset":6},"source":"a"}]"#,
    ]
  )
  func refused(text: String) {
    #expect(throws: DecodingError.self) { try decoded(text) }
  }
}
