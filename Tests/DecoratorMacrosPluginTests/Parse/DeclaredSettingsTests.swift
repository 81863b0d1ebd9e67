import Foundation
import SwiftParser
import SwiftSyntax
import Testing

@testable import DecoratorSyntax

/// What the engine knows of the attributes' and the combinators' declarations is what their source says.
@Suite struct DeclaredSettingsTests {
  @Test(arguments: DecoratorKind.allCases)
  func attributeSettings_areThoseOfTheDeclarations_inTheirOrder(_ kind: DecoratorKind) throws {
    let declarations = try Self.declarations(of: kind, in: "")
    #expect(!declarations.isEmpty)
    Self.expect(kind.attributeSettings, toBeThoseOf: declarations)
  }

  /// The settings of a combinator that one of its declarations requires, though others have a default for them.
  private static let required: [DecoratorKind: Set<String>] = [.bulkheaded: ["cost"], .fallingBack: ["when"]]

  /// How often a combinator is declared: with a closure last and as a method, for synchronous and asynchronous functions, and in
  /// place.
  private static let counts: [DecoratorKind: Int] = [
    .timed: 5, .retrying: 8, .logged: 5, .memoized: 14, .decorated: 16, .timeLimited: 6, .circuitBroken: 9,
    .bulkheaded: 6,
    .rateLimited: 5, .hedged: 3, .coalesced: 5, .fallingBack: 18, .counted: 5, .traced: 5,
  ]

  @Test(arguments: DecoratorKind.allCases)
  func combinatorSettings_areThoseOfTheDeclarations_inTheirOrder(_ kind: DecoratorKind) throws {
    let declarations = try Self.combinators(of: kind)
    #expect(declarations.count == Self.counts[kind])
    Self.expect(kind.combinatorSettings, toBeThoseOf: declarations, required: Self.required[kind] ?? [])
  }

  @Test func labelsBesideCache_areThoseOfTheDeclarationsWithOne() throws {
    let all = try Self.declarations(of: .memoized, in: "") + Self.combinators(of: .memoized)
    let labels = all.map { $0.map(\.label) }.filter { $0.contains("in") }.joined()
    #expect(Set(labels).subtracting(["in"]) == Set(DecoratorKind.labelsBesideCache))
  }

  @Test(arguments: DecoratorKind.allCases)
  func labelsBesidePolicy_areThoseOfTheDeclarationsWithOne(_ kind: DecoratorKind) throws {
    let declarations = try Self.declarations(of: kind, in: "").map { $0.map(\.label) }.filter { $0.first == "_" }
    for labels in declarations { #expect(Array(labels.dropFirst()) == kind.labelsBesidePolicy) }
    #expect(declarations.isEmpty == (kind.labelsBesidePolicy == nil))
  }

  @Test(arguments: DecoratorKind.allCases)
  func settingsOfPolicies_standInTheOrderOfTheLabels(_ kind: DecoratorKind) {
    guard case .policy(let form) = kind.form else { return }
    #expect(kind.labels.filter(form.settings.contains) == form.settings)
    #expect(form.injected.isSubset(of: form.settings))
  }

  /// The settings of which the compiler itself reports a wrong order: a declaration that takes them would be as good as the
  /// attribute's own for `nil`, and hide what is wrong with a closure.
  private static let compilers: [DecoratorKind: [String]] = [
    .retrying: ["when", "budget", "logger", "metrics", "willRetry", "didRecover", "didGiveUp", "orThrow"],
    .logged: ["logger", "callID"],
    .rateLimited: ["logger"],
    .hedged: ["when", "budget", "logger", "didStart", "didEnd", "loserDidOverrun", "discarding"],
    .fallingBack: ["when", "logger", "didFallBack"],
  ]

  /// The labels of other libraries that no declaration takes in the wrong order.
  private static let inOneOrder: [DecoratorKind: [String]] = [
    .circuitBroken: ["breaker", "circuitBreaker"],
    .bulkheaded: ["bulkhead", "semaphore", "maxConcurrent", "atMost"],
    .rateLimited: ["bucket", "limiter"],
    .traced: ["operationName", "context", "ofKind", "arguments", "args", "redacting", "excluding", "span"],
  ]

  /// Two arguments in the wrong order need a declaration in the opposite order.
  @Test(arguments: DecoratorKind.allCases.filter { $0 != .decorated })
  func mistakes_areDeclaredInBothOrders(_ kind: DecoratorKind) throws {
    let declarations = try Self.declarations(of: kind, in: "Mistakes").map { $0.map(\.label).filter { $0 != "_" } }
    let opposite = try #require(declarations.first { $0.first == "allowing" })
    let forward = try #require(declarations.first { $0.contains("name") && $0.last == "allowing" })
    #expect(opposite.filter(forward.contains) == forward.filter(opposite.contains).reversed())
    let others = forward.filter { !opposite.contains($0) && !kind.labels.contains($0) }
    #expect(others == Self.inOneOrder[kind] ?? [])
    #expect(opposite.filter(kind.labels.contains) == kind.labels.filter(opposite.contains).reversed())
    #expect(kind.labels.filter { !opposite.contains($0) } == Self.compilers[kind] ?? [])
  }

  private typealias Setting = (label: String, value: String?)

  /// - Parameter required: The labels that have no default in some of the declarations.
  private static func expect(
    _ settings: [DeclaredSetting],
    toBeThoseOf declarations: [[Setting]],
    required: Set<String> = []
  ) {
    let labels = settings.map(\.label)
    #expect(Set(labels).count == labels.count)
    for declaration in declarations {
      let named = declaration.filter { $0.label != "_" }
      #expect(labels.filter(named.map(\.label).contains) == named.map(\.label))
    }
    let all = declarations.joined().filter { $0.label != "_" }
    #expect(Set(all.map(\.label)) == Set(labels))
    for setting in settings {
      var values = Set(all.filter { $0.label == setting.label }.map(\.value))
      if required.contains(setting.label) { #expect(values.remove(nil) == .some(nil), "'\(setting.label):'") }
      #expect(values == [setting.defaultValue], "'\(setting.label):'")
    }
  }

  /// The settings of each declaration of an attribute with settings, in a folder of the module of the attributes.
  private static func declarations(of kind: DecoratorKind, in folder: String) throws -> [[Setting]] {
    let module = sources.appending(path: kind.module).appending(path: folder)
    return try files(in: module).filter { $0.deletingLastPathComponent().path == module.standardizedFileURL.path }
      .flatMap { file in
        let collector = MacroCollector(kind.rawValue)
        collector.walk(Parser.parse(source: try String(contentsOf: file, encoding: .utf8)))
        return collector.found.map(Self.settings).filter { !$0.isEmpty }
      }
  }

  /// The settings of each declaration of a combinator: with a closure last, as a method and in place.
  private static func combinators(of kind: DecoratorKind) throws -> [[Setting]] {
    let module = kind == .traced ? "DecoratorsTracing" : "Decorators"
    return try files(in: sources.appending(path: module)).flatMap { file in
      let collector = CombinatorCollector(kind.combinatorName)
      collector.walk(Parser.parse(source: try String(contentsOf: file, encoding: .utf8)))
      return collector.found.map { clause in
        settings(clause).filter { !["_", "fileID", "function", "line"].contains($0.label) }
      }
    }
  }

  private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  private static func files(in folder: URL) throws -> [URL] {
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.allObjects ?? []
    return all.compactMap { ($0 as? URL)?.standardizedFileURL }.filter { $0.pathExtension == "swift" }
      .sorted { $0.path < $1.path }
  }

  private static func settings(_ clause: FunctionParameterClauseSyntax) -> [Setting] {
    clause.parameters.map { ($0.firstName.text, $0.defaultValue?.value.trimmedDescription) }
  }
}

/// Finds the macros of one name.
private final class MacroCollector: SyntaxVisitor {
  private let name: String
  private(set) var found: [FunctionParameterClauseSyntax] = []

  init(_ name: String) {
    self.name = name
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: MacroDeclSyntax) -> SyntaxVisitorContinueKind {
    if node.name.text == name { found.append(node.signature.parameterClause) }
    return .skipChildren
  }
}

/// Finds the public functions of one name that are available.
private final class CombinatorCollector: SyntaxVisitor {
  private let name: String
  private(set) var found: [FunctionParameterClauseSyntax] = []

  init(_ name: String) {
    self.name = name
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    let isUnavailable = node.attributes.plain.contains { $0.trimmedDescription.contains("unavailable") }
    if node.name.text == name, node.modifiers.contains(where: { $0.name.text == "public" }), !isUnavailable {
      found.append(node.signature.parameterClause)
    }
    return .skipChildren
  }
}
