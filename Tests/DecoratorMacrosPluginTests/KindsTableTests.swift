import Foundation
import SwiftParser
import SwiftSyntax
import Testing

@testable import DecoratorMacrosPlugin
@testable import DecoratorSyntax

/// What the table of kinds in `Docs/Attributes.md` claims of W, R and M is run or refused by a test. That all of it is what
/// compiles, `KindsTableCompilingTests` shows.
@Suite struct KindsTableTests {
  /// What proves a cell.
  enum Proof: ExpressibleByStringLiteral {
    /// A function of `Tests/AnnotatedCode`, as `File.function`, which `EveryKindTests` compiles and calls.
    case run(String)
    /// Part of the message that this test, as `Suite.test`, expects for a source with the attribute.
    case refused(String, by: String)

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
    "sync": ("GlobalFunctions.length", "GlobalFunctions.parse", "GlobalFunctions.fibonacci"),
    "async": ("GlobalFunctions.fetch", "GlobalFunctions.fetch", "Isolation.slow"),
    "`throws`": ("GlobalFunctions.parse", "GlobalFunctions.fetch", "Isolation.slow"),
    "`throws(E)`": ("GlobalFunctions.length", "GlobalFunctions.fetchTyped", "GlobalFunctions.length"),
    "`rethrows`": ("GlobalFunctions.each", "GlobalFunctions.eachLater", "Combinations.eachOnce"),
    "does not throw": ("GlobalFunctions.sum", "GlobalFunctions.ask", "GlobalFunctions.fibonacci"),
    "`inout` parameter": (
      "Parameters.append",
      "Parameters.appendLater",
      .refused("a cached result does not repeat the change", by: "MemoizedKeysDiagnosticsTests.misuse_isSaidWhereItIs")
    ),
    "variadic, default values": ("Parameters.total", "Combinations.sumAgain", "Parameters.defaulted"),
    "closure, `@autoclosure`": ("Parameters.escaping", "Parameters.lazily", "Combinations.eachOnce"),
    "`@escaping @Sendable` closure": ("Parameters.escaping", "Parameters.escapingAgain", "Parameters.escapingOnce"),
    "parameter with a property wrapper": ("Edges.unlocked", "Edges.unlocked", "Edges.unlockedOnce"),
    "`Span` and other views": ("Edges.size", "Edges.sizeAgain", "Edges.sizeOnce"),
    "unsafe pointer": ("Edges.firstOf", "Edges.firstOf", "Edges.firstOnce"),
    "`any`, `some` parameter": ("Edges.readAny", "Edges.readAgain", "Edges.readOnce"),
    "`isolated` parameter": ("Isolation.visitNow", "Combinations.visitAgain", "Isolation.visitOnce"),
    "`sending` parameter": ("Parameters.write", "Combinations.keep", "Combinations.keepNumber"),
    "`sending` parameter that the body sends": (
      .refused(
        "as a 'sending' parameter risks causing data races",
        by: "TypeErrorTests.mistakesThatFlowShows_areOneErrorEach_atTheUsersLine"
      ),
      .refused(
        "as a 'sending' parameter risks causing data races",
        by: "TypeErrorTests.mistakesThatFlowShows_areOneErrorEach_atTheUsersLine"
      ),
      .refused(
        "as a 'sending' parameter risks causing data races",
        by: "TypeErrorTests.mistakesThatFlowShows_areOneErrorEach_atTheUsersLine"
      )
    ),
    "`borrowing`, `some ~Copyable`": ("Parameters.borrow", "Combinations.borrowAgain", "Combinations.borrowOnce"),
    "`consuming` parameter": (
      "Edges.handedBack",
      .refused(
        "may run the body more than once, but the first run consumes",
        by: "RetryingDiagnosticsTests.misuse_isSaidWhereItIs"
      ),
      "Combinations.consumeOnce"
    ),
    "parameter pack": ("Generics.count", "Combinations.counted", "Combinations.countedOnce"),
    "opaque result": (
      "GlobalFunctions.doubled",
      "Combinations.halves",
      .refused("cannot cache the opaque result", by: "MemoizedValuesDiagnosticsTests.misuse_isSaidWhereItIs")
    ),
    "`sending` result": ("Parameters.newBook", "Combinations.freshBook", "Combinations.freshNumber"),
    "noncopyable result": (
      .refused("conform to 'Copyable'", by: "TypeErrorTests.mistakesThatTypesShow_areOneErrorEach_atTheUsersLine"),
      .refused("no exact matches in call", by: "TypeErrorTests.noncopyableResult_doesNotCompile"),
      .refused("does not conform to protocol 'Copyable'", by: "TypeErrorTests.noncopyableResult_doesNotCompile")
    ),
    "`Void`": ("GlobalFunctions.greet", "Types.moveLater", "Combinations.remind"),
    "`Never`": (
      "Edges.endsNever",
      "GlobalFunctions.stop",
      .refused(
        "cannot cache the result of a function that never",
        by: "MemoizedValuesDiagnosticsTests.misuse_isSaidWhereItIs"
      )
    ),
    "`mutating`": (
      "Types.move",
      "Types.moveLater",
      .refused(
        "a cached result does not repeat what a mutating",
        by: "MemoizedValuesDiagnosticsTests.misuse_isSaidWhereItIs"
      )
    ),
    "member of a `~Copyable` type": ("Types.look", "Combinations.turn", "Combinations.turn"),
    "`nonisolated`": ("Isolation.elsewhere", "Isolation.here", "Combinations.hereOnce"),
    "`@MainActor`": ("Isolation.click", "Isolation.click", "Isolation.clickOnce"),
    "member of a distributed actor": ("Isolation.arrive", "Isolation.arrive", "Isolation.trip"),
    "`private` to `public`": ("Types.secret", "Combinations.newerOnce", "Combinations.newerOnce"),
    "`@inlinable`": ("GlobalFunctions.inlinable", "GlobalFunctions.both", "GlobalFunctions.inlinableSquare"),
    "`override`": ("Types.area", "Types.area", "Types.edges"),
    "returns `Self`": (
      "Types.same",
      "Combinations.again",
      .refused("cannot cache 'Self' of a class", by: "MemoizedPlacesDiagnosticsTests.misuse_isSaidWhereItIs")
    ),
    "in a `Codable` class": ("Combinations.length", "Combinations.length", "Combinations.length"),
    "protocol requirement, initializer": (
      .refused("'@Timed' cannot be applied to an initializer", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"),
      .refused("'@Retrying' needs a function body", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"),
      .refused("'@Memoized' cannot be applied to a property", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs")
    ),
    "with a result builder": (
      .refused(
        "would not apply to the body that '@Timed' generates",
        by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"
      ),
      .refused(
        "would not apply to the body that '@Retrying' generates",
        by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"
      ),
      .refused(
        "would not apply to the body that '@Memoized' generates",
        by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"
      )
    ),
    "with another known macro": (
      .refused("and '@Timed' both replace the function body", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"),
      .refused(
        "and '@Retrying' both replace the function body",
        by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"
      ),
      .refused("and '@Memoized' both replace the function body", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs")
    ),
    "attribute inside `#if`": (
      .refused("'@Timed' cannot be inside '#if'", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"),
      .refused("'@Retrying' cannot be inside '#if'", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs"),
      .refused("'@Memoized' cannot be inside '#if'", by: "PlacementDiagnosticsTests.misuse_isSaidWhereItIs")
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
    let code = SourceFacts(try sources(of: "AnnotatedCode/AnnotatedCode"))
    let tests = SourceFacts(try sources(of: "DecoratorMacrosPluginTests") + sources(of: "DecoratorMacrosTests"))
    let (header, rows) = try (header(), table())
    for row in rows {
      guard let key = Self.rows.keys.filter({ row[0].hasPrefix($0) }).max(by: { $0.count < $1.count }) else { continue }
      let proofs = Self.rows[key]!
      let columns: [(Proof, Set<String>)] = [
        (proofs.timed, ["Timed", "Logged"]), (proofs.retrying, ["Retrying"]), (proofs.memoized, ["Memoized"]),
      ]
      for (column, (proof, attributes)) in zip(["W", "R", "M"], columns) {
        let place = try #require(header.firstIndex(of: column))
        let cell = row[place]
        let refuses = cell == "✗"
        switch proof {
        case .run(let function):
          #expect(!refuses, "'\(row[0])' is refused, says '\(cell)'")
          let declarations = code.functions[function] ?? []
          #expect(
            declarations.contains { !$0.attributeNames.isDisjoint(with: attributes) },
            "'\(row[0])': there is no \(function) with \(attributes.sorted())"
          )
          #expect(code.calls(function), "'\(row[0])': nothing calls \(function)")
        case .refused(let message, let test):
          #expect(refuses, "'\(row[0])' is accepted, says '\(cell)'")
          let cases = tests.functions[test]?.flatMap { tests.cases(of: $0, in: test.prefix(before: ".")) } ?? []
          #expect(
            cases.contains { text in text.contains(message) && attributes.contains { text.contains("@\($0)") } },
            "'\(row[0])': \(test) does not expect '\(message)' of \(attributes.sorted())"
          )
        }
      }
    }
  }

  // MARK: What is read

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// The columns of the table.
  private func header() throws -> [String] { try lines()[0] }

  /// The cells of the table, by row.
  private func table() throws -> [[String]] { Array(try lines().dropFirst(2)) }

  private func lines() throws -> [[String]] {
    let page = Self.folder.deletingLastPathComponent().appending(path: "Docs/Attributes.md")
    let lines = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
    return lines.drop { !$0.hasPrefix("| kind | W |") }.prefix { $0.hasPrefix("|") }
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
  }

  /// The sources of a target, by the name of their file.
  private func sources(of target: String) throws -> [(file: String, source: SourceFileSyntax)] {
    let folder = Self.folder.appending(path: target)
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
      .map { folder.appending(path: $0) }
      .map { url in
        (
          url.deletingPathExtension().lastPathComponent,
          Parser.parse(source: try String(contentsOf: url, encoding: .utf8))
        )
      }
  }
}

/// The functions that sources declare and call.
private final class SourceFacts: SyntaxVisitor {
  /// The declarations, by `File.function`.
  private(set) var functions: [String: [FunctionDeclSyntax]] = [:]
  /// The functions and operators that a file calls outside functions of the same name, as `File.function`.
  private var called: Set<String> = []
  /// The initial values of static properties, by `File.property`.
  private var values: [String: ExprSyntax] = [:]
  private var file = ""
  private var around: [String] = []

  init(_ sources: [(file: String, source: SourceFileSyntax)]) {
    super.init(viewMode: .sourceAccurate)
    for (file, source) in sources {
      self.file = file
      walk(source)
    }
  }

  /// Whether the file of a function calls it, outside functions of the same name.
  func calls(_ function: String) -> Bool { called.contains(function) }

  /// The cases of a test: the elements of the lists that it is run with or whose names it uses.
  func cases(of test: FunctionDeclSyntax, in file: String) -> [String] {
    let named = values.filter {
      $0.key.prefix(before: ".") == file && test.description.contains("Self.\($0.key.suffix(after: "."))")
    }
    let lists = [Syntax(test.attributes)] + named.values.map(Syntax.init)
    return lists.flatMap { list in
      let elements = ElementFinder(viewMode: .sourceAccurate)
      elements.walk(list)
      return elements.found
    }
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    functions["\(file).\(node.name.unquoted)", default: []].append(node)
    around.append(node.name.unquoted)
    return .visitChildren
  }

  override func visitPost(_ node: FunctionDeclSyntax) { around.removeLast() }

  override func visit(_ node: PatternBindingSyntax) -> SyntaxVisitorContinueKind {
    values["\(file).\(node.pattern.trimmedDescription)"] = node.initializer?.value
    return .visitChildren
  }

  override func visit(_ node: FunctionCallExprSyntax) -> SyntaxVisitorContinueKind {
    let function = node.calledExpression
    let name =
      function.as(MemberAccessExprSyntax.self)?.declName.baseName
      ?? function.as(DeclReferenceExprSyntax.self)?.baseName
    if let name { insert(name.unquoted) }
    return .visitChildren
  }

  override func visit(_ node: BinaryOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    insert(node.operator.text)
    return .visitChildren
  }

  override func visit(_ node: PrefixOperatorExprSyntax) -> SyntaxVisitorContinueKind {
    insert(node.operator.text)
    return .visitChildren
  }

  private func insert(_ name: String) {
    if !around.contains(name) { called.insert("\(file).\(name)") }
  }
}

/// Finds the elements of array literals.
private final class ElementFinder: SyntaxVisitor {
  private(set) var found: [String] = []

  override func visit(_ node: ArrayElementSyntax) -> SyntaxVisitorContinueKind {
    found.append(node.trimmedDescription)
    return .skipChildren
  }
}

extension FunctionDeclSyntax {
  fileprivate var attributeNames: Set<String> { Set(attributes.plain.map(\.lastName)) }
}

extension String {
  /// What stands before the first separator.
  fileprivate func prefix(before separator: Character) -> String { String(prefix { $0 != separator }) }

  /// What stands after the first separator.
  fileprivate func suffix(after separator: Character) -> String { String(drop { $0 != separator }.dropFirst()) }
}
