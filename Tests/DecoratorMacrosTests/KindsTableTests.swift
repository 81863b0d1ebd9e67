import Foundation
import Testing

/// The table of `Docs/Attributes.md` claims nothing that is not run, compiled or refused by a test.
@Suite struct KindsTableTests {
  /// What proves a cell.
  enum Proof: ExpressibleByStringLiteral {
    /// A function of `Tests/AnnotatedCode`, as `File.function`, which `EveryKindTests` compiles and calls.
    case run(String)
    /// Part of the message that a test of the diagnostics or of the compiler's errors expects.
    case refused(String)

    init(stringLiteral function: String) { self = .run(function) }
  }

  /// The proofs of a row: for `@Timed` or `@Logged`, for `@Retrying`, for `@Memoized`.
  typealias Row = (timed: Proof, retrying: Proof, memoized: Proof)

  static let rows: [String: Row] = [
    "global, static, instance": ("Types.area", "GlobalFunctions.parse", "Types.edges"),
    "in an extension": ("Types.distance", "Generics.greetTwice", "Combinations.extended"),
    "member of a generic type": ("Generics.described", "Generics.loaded", "Generics.wrapped"),
    "local function": ("GlobalFunctions.inner", "Types.wait", "Combinations.inner"),
    "operator": ("Types.+", "Combinations.-", "Combinations.*"),
    "overload": ("GlobalFunctions.length", "GlobalFunctions.parse", "Edges.load"),
    "parameter, label or type": ("Edges.words", "Edges.named", "Edges.wordsOnce"),
    "sync, async": ("GlobalFunctions.fetch", "GlobalFunctions.fetch", "Isolation.slow"),
    "`throws`, `throws(E)`": ("GlobalFunctions.length", "GlobalFunctions.fetchTyped", "GlobalFunctions.length"),
    "`rethrows`": ("GlobalFunctions.each", "GlobalFunctions.eachLater", "Combinations.eachOnce"),
    "does not throw": ("GlobalFunctions.sum", "GlobalFunctions.ask", "GlobalFunctions.fibonacci"),
    "`inout` parameter": (
      "Parameters.append", "Parameters.appendLater", .refused("a cached result does not repeat the change")
    ),
    "variadic, default values": ("Parameters.total", "Combinations.sumAgain", "Parameters.defaulted"),
    "closure, `@autoclosure`": ("Parameters.escaping", "Parameters.lazily", "Combinations.eachOnce"),
    "parameter with a property wrapper": ("Edges.unlocked", "Edges.unlocked", "Edges.unlockedOnce"),
    "`Span` and other views": ("Edges.size", "Edges.sizeAgain", "Edges.sizeOnce"),
    "unsafe pointer": ("Edges.firstOf", "Edges.firstOf", "Edges.firstOnce"),
    "`any`, `some` parameter": ("Edges.readAny", "Edges.readAgain", "Edges.readOnce"),
    "`isolated` parameter": ("Isolation.visitNow", "Combinations.visitAgain", "Isolation.visitOnce"),
    "`sending` parameter": ("Parameters.write", "Combinations.keep", "Combinations.keepNumber"),
    "`sending` parameter that the body sends": (
      .refused("sending"), .refused("sending"), .refused("sending")
    ),
    "`borrowing`, `some ~Copyable`": ("Parameters.borrow", "Combinations.borrowAgain", "Combinations.borrowOnce"),
    "`consuming` parameter": (
      "Edges.handedBack", .refused("may run the body more than once, but the first run consumes"),
      "Combinations.consumeOnce"
    ),
    "parameter pack": ("Generics.count", "Combinations.counted", "Combinations.countedOnce"),
    "opaque result": (
      "GlobalFunctions.doubled", "Combinations.halves", .refused("cannot cache the opaque result")
    ),
    "`sending` result": ("Parameters.newBook", "Combinations.freshBook", "Combinations.freshNumber"),
    "noncopyable result": (.refused("Copyable"), .refused("Copyable"), .refused("Copyable")),
    "`Void`": ("GlobalFunctions.greet", "Types.moveLater", "Combinations.remind"),
    "`Never`": (
      "Edges.endsNever", "GlobalFunctions.stop", .refused("cannot cache the result of a function that never")
    ),
    "`mutating`": ("Types.move", "Types.moveLater", .refused("a cached result does not repeat what a mutating")),
    "member of a `~Copyable` type": ("Types.look", "Combinations.turn", "Combinations.turn"),
    "`nonisolated`": ("Isolation.elsewhere", "Isolation.here", "Combinations.hereOnce"),
    "`@MainActor`": ("Isolation.click", "Isolation.click", "Isolation.clickOnce"),
    "member of a distributed actor": ("Isolation.arrive", "Isolation.arrive", "Isolation.trip"),
    "`private` to `public`": ("Types.secret", "Combinations.newerOnce", "Combinations.newerOnce"),
    "`@inlinable`": ("GlobalFunctions.inlinable", "GlobalFunctions.both", "GlobalFunctions.inlinableSquare"),
    "`override`": ("Types.area", "Types.area", "Types.edges"),
    "returns `Self`": ("Types.same", "Combinations.again", "Combinations.child"),
    "in a `Codable` class": ("Combinations.length", "Combinations.length", "Combinations.length"),
    "protocol requirement, initializer": (
      .refused("cannot be applied to an initializer"), .refused("cannot be applied to a deinitializer"),
      .refused("cannot be applied to a property")
    ),
    "with a result builder": (
      .refused("would not apply to the body"), .refused("would not apply to the body"),
      .refused("would not apply to the body")
    ),
    "with another known macro": (
      .refused("both replace the function body"), .refused("both replace the function body"),
      .refused("both replace the function body")
    ),
    "attribute inside `#if`": (
      .refused("cannot be inside '#if'"), .refused("cannot be inside '#if'"), .refused("cannot be inside '#if'")
    ),
  ]

  @Test func everyRow_hasProofs_andEachProofItsRow() throws {
    let kinds = try table().map { $0[0] }
    let found = kinds.map { kind in Self.rows.keys.filter { kind.hasPrefix($0) }.max { $0.count < $1.count } }
    for (kind, key) in zip(kinds, found) { #expect(key != nil, "no proof for the row '\(kind)'") }
    #expect(Set(found.compactMap(\.self)) == Set(Self.rows.keys))
    #expect(Set(found).count == kinds.count)
  }

  @Test func everyCell_isProved() throws {
    let tests = try text(of: "DecoratorMacrosPluginTests") + text(of: "DecoratorMacrosTests", except: "KindsTableTests")
    var declarations: [String: Set<String>] = [:]
    for file in try files(of: "AnnotatedCode/AnnotatedCode") {
      for (function, attributes) in Self.attributes(in: try String(contentsOf: file, encoding: .utf8)) {
        declarations["\(file.deletingPathExtension().lastPathComponent).\(function)", default: []].formUnion(attributes)
      }
    }
    for row in try table() {
      guard let key = Self.rows.keys.filter({ row[0].hasPrefix($0) }).max(by: { $0.count < $1.count }) else { continue }
      let proofs = Self.rows[key]!
      let columns: [(Proof, Set<String>)] = [
        (proofs.timed, ["Timed", "Logged"]), (proofs.retrying, ["Retrying"]), (proofs.memoized, ["Memoized"]),
      ]
      var refuses = false
      for (cell, (proof, attributes)) in zip(row.dropFirst(), columns) {
        if cell != "same" { refuses = cell.hasPrefix("error") || cell.hasPrefix("compiler error") }
        switch proof {
        case .run(let function):
          #expect(!refuses, "'\(row[0])' is refused, says '\(cell)'")
          #expect(
            declarations[function].map { !$0.isDisjoint(with: attributes) } == true,
            "'\(row[0])': there is no \(function) with \(attributes.sorted())"
          )
        case .refused(let message):
          #expect(refuses, "'\(row[0])' is accepted, says '\(cell)'")
          #expect(tests.contains(message), "'\(row[0])': no test expects '\(message)'")
        }
      }
    }
  }

  // MARK: What is read

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The cells of the table, by row.
  private func table() throws -> [[String]] {
    let page = Self.folder.deletingLastPathComponent().appending(path: "Docs/Attributes.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    return lines.drop { $0 != "| kind | T L | R | M |" }.dropFirst(2).prefix { $0.hasPrefix("|") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  private func files(of target: String) throws -> [URL] {
    let folder = Self.folder.appending(path: target).path
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
      .map { URL(filePath: folder).appending(path: $0) }
  }

  private func text(of target: String, except file: String = "") throws -> String {
    try files(of: target).filter { file.isEmpty || !$0.path.contains(file) }
      .map { try String(contentsOf: $0, encoding: .utf8) }.joined()
  }

  /// The names of the functions in a source, each with the attributes on its lines and on those before it.
  private static func attributes(in source: String) -> [(String, Set<String>)] {
    var pending = ""
    var found: [(String, Set<String>)] = []
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      let text = line.trimmingCharacters(in: .whitespaces)
      if let match = text.firstMatch(of: /func (\S+?)\s?[(<]/) {
        let before = pending + text[..<match.range.lowerBound]
        found.append((String(match.1), Set(before.matches(of: /@(\w+)/).map { String($0.1) })))
        pending = ""
      } else {
        pending = text.hasPrefix("@") || !pending.isEmpty && !text.isEmpty ? "\(pending)\(text) " : ""
      }
    }
    return found
  }
}
