import Foundation
import SwiftParser
import SwiftSyntax
import Testing

@testable import DecoratorMacrosPlugin

/// What the plugin knows of the attributes' declarations is what their source says.
@Suite struct AttributeLabelsTests {
  @Test(arguments: DecoratorKind.allCases)
  func labels_areThoseOfTheDeclarations_inTheirOrder(_ kind: DecoratorKind) throws {
    let declarations = try Self.declarations(of: kind, in: "")
    #expect(!declarations.isEmpty)
    for labels in declarations {
      #expect(kind.labels.filter(labels.contains) == labels.filter { $0 != "_" })
    }
    #expect(Set(declarations.joined()).subtracting(["_"]) == Set(kind.labels))
  }

  @Test(arguments: DecoratorKind.allCases)
  func labelsBesidePolicy_areThoseOfTheDeclarationsWithOne(_ kind: DecoratorKind) throws {
    let declarations = try Self.declarations(of: kind, in: "").filter { $0.first == "_" }
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
    let declarations = try Self.declarations(of: kind, in: "Mistakes").map { $0.filter { $0 != "_" } }
    let opposite = try #require(declarations.first { $0.first == "allowing" })
    let forward = try #require(declarations.first { $0.contains("name") && $0.last == "allowing" })
    #expect(opposite.filter(forward.contains) == forward.reversed())
    let compilers = ["when", "logger", "willRetry", "didRecover", "didGiveUp", "callID"]
    #expect(opposite.filter(kind.labels.contains) == kind.labels.filter { !compilers.contains($0) }.reversed())
  }

  /// The labels of each declaration of an attribute with settings, in a folder of the module of the attributes.
  private static func declarations(of kind: DecoratorKind, in folder: String) throws -> [[String]] {
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let module = package.appending(path: "Sources/DecoratorMacros").appending(path: folder)
    let files = try FileManager.default.contentsOfDirectory(at: module, includingPropertiesForKeys: nil)
    return try files.filter { $0.pathExtension == "swift" }.flatMap { file in
      try Parser.parse(source: String(contentsOf: file, encoding: .utf8)).statements
        .compactMap { $0.item.as(MacroDeclSyntax.self) }
        .filter { $0.name.text == kind.rawValue }
        .map { $0.signature.parameterClause.parameters.map(\.firstName.text) }
        .filter { !$0.isEmpty }
    }
  }
}
