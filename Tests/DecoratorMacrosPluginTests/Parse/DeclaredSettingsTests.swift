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

  @Test(arguments: DecoratorKind.allCases)
  func combinatorSettings_areThoseOfTheDeclarations_inTheirOrder(_ kind: DecoratorKind) throws {
    let declarations = try Self.combinators(of: kind)
    #expect(declarations.count > 2)
    Self.expect(kind.combinatorSettings, toBeThoseOf: declarations)
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

  /// Two arguments in the wrong order need a declaration in the opposite order, except for those whose wrong order the compiler
  /// reports.
  @Test(arguments: DecoratorKind.allCases.filter { $0 != .decorated })
  func mistakes_areDeclaredInBothOrders(_ kind: DecoratorKind) throws {
    let declarations = try Self.declarations(of: kind, in: "Mistakes").map { $0.map(\.label).filter { $0 != "_" } }
    let opposite = try #require(declarations.first { $0.first == "allowing" })
    let forward = try #require(declarations.first { $0.contains("name") && $0.last == "allowing" })
    #expect(opposite.filter(forward.contains) == forward.filter(opposite.contains).reversed())
    let compilers = [
      "when", "logger", "willRetry", "didRecover", "didGiveUp", "callID", "didStart", "didFallBack", "budget",
      "metrics", "orThrow", "didEnd",
      "loserDidOverrun",
      "discarding",
    ]
    let own = kind.labels.filter { !compilers.contains($0) }
    #expect(opposite.filter(own.contains) == own.reversed())
  }

  private typealias Setting = (label: String, value: String?)

  private static func expect(_ settings: [DeclaredSetting], toBeThoseOf declarations: [[Setting]]) {
    let labels = settings.map(\.label)
    for declaration in declarations {
      let named = declaration.filter { $0.label != "_" }
      #expect(labels.filter(named.map(\.label).contains) == named.map(\.label))
      for setting in named {
        let known = settings.first { $0.label == setting.label }
        // One of several declarations can require what others leave out.
        let isRequired =
          setting.value == nil && declarations.contains { $0.contains { $0.value == known?.defaultValue } }
        #expect(known != nil && (known?.defaultValue == setting.value || isRequired), "\(setting.label)")
      }
    }
    #expect(Set(declarations.joined().map(\.label)).subtracting(["_"]) == Set(labels))
  }

  /// The settings of each declaration of an attribute with settings, in a folder of the module of the attributes.
  private static func declarations(of kind: DecoratorKind, in folder: String) throws -> [[Setting]] {
    let module = sources.appending(path: "DecoratorMacros").appending(path: folder)
    return try files(in: module).filter { $0.deletingLastPathComponent().path == module.standardizedFileURL.path }
      .flatMap { file in
        try Parser.parse(source: String(contentsOf: file, encoding: .utf8)).statements
          .compactMap { $0.item.as(MacroDeclSyntax.self) }
          .filter { $0.name.text == kind.rawValue }
          .map { Self.settings($0.signature.parameterClause) }
          .filter { !$0.isEmpty }
      }
  }

  /// The settings of each declaration of a combinator: with a closure last, as a method and in place.
  private static func combinators(of kind: DecoratorKind) throws -> [[Setting]] {
    try files(in: sources.appending(path: "Decorators")).flatMap { file in
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
