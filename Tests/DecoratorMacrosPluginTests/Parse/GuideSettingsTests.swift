import Foundation
import SwiftParser
import SwiftSyntax
import Testing

/// The guides list the settings of each form, and the fields that hooks receive, as the declarations have them.
@Suite struct GuideSettingsTests {
  private static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static let files = [
    "RetryPolicy": "Decorators/Repeating/RetryPolicy.swift",
    "retrying": "Decorators/Repeating/Retrying.swift",
    "withRetry": "Decorators/Repeating/WithRetry.swift",
    "@Retrying": "DecoratorMacros/Retrying.swift",
    "MemoCache": "Decorators/Caching/MemoCache.swift",
    "memoized": "Decorators/Caching/Memoized.swift",
    "@Memoized": "DecoratorMacros/Memoized.swift",
    "LoggingPolicy": "Decorators/Observing/Logged/LoggingPolicy.swift",
    "logged": "Decorators/Observing/Logged/Logged.swift",
    "@Logged": "DecoratorMacros/Logged.swift",
    "TimingPolicy": "Decorators/Observing/Timed/TimingPolicy.swift",
    "timed": "Decorators/Observing/Timed/Timed.swift",
    "@Timed": "DecoratorMacros/Timed.swift",
    "@Decorated": "DecoratorMacros/Decorated.swift",
    "@TimeLimited": "DecoratorMacros/TimeLimited.swift",
    "@CircuitBroken": "DecoratorMacros/CircuitBroken.swift",
    "@Bulkheaded": "DecoratorMacros/Bulkheaded.swift",
    "@RateLimited": "DecoratorMacros/RateLimited.swift",
    "@Hedged": "DecoratorMacros/Hedged.swift",
    "@Coalesced": "DecoratorMacros/Coalesced.swift",
    "@FallingBack": "DecoratorMacros/FallingBack.swift",
    "@Counted": "DecoratorMacros/Counted.swift",
    "@Traced": "DecoratorsTracingMacros/Traced.swift",
  ]

  /// Where a form has more declarations.
  private static let others = [
    "retrying": ["Decorators/Repeating/EachAttempt/RetryingEachAttempt.swift"],
    "withRetry": ["Decorators/Repeating/EachAttempt/RetryingEachAttempt.swift"],
  ]

  @Test(arguments: [("Retrying", 4), ("Memoized", 3), ("Logged", 3), ("Timed", 3), ("Attributes", 14)])
  func forms_takeTheSettingsInTheOrderOfTheGuide(_ guide: String, _ count: Int) throws {
    let rows = try Self.forms(in: guide)
    #expect(rows.count == count)
    for (form, labels) in rows {
      let declarations = try Self.declarations(of: form).map { $0.map(\.label) }
      let longest = try #require(declarations.max { $0.count < $1.count })
      #expect(labels == longest, "\(form) in \(guide).md")
      for other in declarations where other.allSatisfy(longest.contains) {
        #expect(longest.filter(other.contains) == other, "\(form)")
      }
      #expect(
        Set(declarations.joined()).subtracting(["in", "by", "concurrentlyBy", "eachAttempt"]).isSubset(of: longest),
        "\(form)"
      )
    }
  }

  @Test(arguments: ["Retrying", "Memoized", "Logged", "Timed"])
  func everySetting_standsInTheGuideWithItsDefault(_ guide: String) throws {
    var defaults: [String: String] = [:]
    for form in try Self.forms(in: guide).map(\.form) {
      let longest = try #require(try Self.declarations(of: form).max { $0.count < $1.count })
      for setting in longest where defaults[setting.label] == nil { defaults[setting.label] = setting.value ?? "" }
    }
    let page = try Self.page(guide)
    let section = try #require(page.split(separator: "\n## ").first { $0.hasPrefix("All settings\n") })
    let shown = section.matches(of: /\n\| `(\w+):` \| (?:`([^`]+)` )?\|/).map { (String($0.1), String($0.2 ?? "")) }
    #expect(Dictionary(shown) { first, _ in first } == defaults)
    #expect(shown.count == defaults.count)
  }

  @Test func hooks_receiveTheFieldsOfTheGuide() throws {
    let source = Self.package.appending(path: "Sources/Decorators/Repeating/RetryEvents.swift")
    let events = try Parser.parse(source: String(contentsOf: source, encoding: .utf8)).statements
      .compactMap { $0.item.as(StructDeclSyntax.self) }.filter { $0.name.text != "RetryAttempt" }
    let guide = try Self.page("Retrying")
    let rows = guide.matches(of: /\n\| `(\w+)` \| (`Retry[^|]+) \| ([^|]+) \|/)
    for event in events {
      let fields = event.memberBlock.members.compactMap { $0.decl.as(VariableDeclSyntax.self) }
        .filter { $0.modifiers.contains { $0.name.text == "public" } }
        .compactMap { $0.bindings.first?.pattern.trimmedDescription }
      let shown = rows.filter { $0.2.contains("`\(event.name.text)`") }.map { String($0.1) }
      #expect(Set(shown) == Set(fields) && shown.count == fields.count, "\(event.name.text)")
    }
    #expect(events.count == 3)
    let reasons = events.flatMap { $0.memberBlock.members.compactMap { $0.decl.as(EnumDeclSyntax.self) } }
      .flatMap { $0.memberBlock.members.compactMap { $0.decl.as(EnumCaseDeclSyntax.self) } }
      .flatMap { $0.elements.map(\.name.text) }
    let reason = try #require(rows.first { $0.1 == "reason" })
    #expect(reason.3.matches(of: /`\.(\w+)`/).map { String($0.1) } == reasons)
  }

  private static func page(_ guide: String) throws -> String {
    try String(contentsOf: package.appending(path: "Docs/\(guide).md"), encoding: .utf8)
  }

  /// The rows of the table of forms.
  private static func forms(in guide: String) throws -> [(form: String, labels: [String])] {
    try page(guide).matches(of: /\n\| `(@?\w+)` \| `\(([\w:]+)\)` \|/).map {
      (String($0.1), $0.2.split(separator: ":").map(String.init))
    }
  }

  /// The settings of each public declaration of a form, each with its default value.
  private static func declarations(of form: String) throws -> [[(label: String, value: String?)]] {
    let file = try #require(files[form], "\(form) has no file here")
    let collector = ParameterCollector(of: form)
    for file in [file] + (others[form] ?? []) {
      let source = try String(contentsOf: package.appending(path: "Sources/\(file)"), encoding: .utf8)
      collector.walk(Parser.parse(source: source))
    }
    return collector.found.map { list in
      list.map { ($0.firstName.text, $0.defaultValue?.value.trimmedDescription) }
        .filter { !["_", "fileID", "function", "line"].contains($0.0) }
    }
  }
}

/// Finds the parameters of the public functions, initializers and macros of one name.
private final class ParameterCollector: SyntaxVisitor {
  let name: String
  var found: [FunctionParameterListSyntax] = []

  init(of form: String) {
    name = form.hasPrefix("@") ? String(form.dropFirst()) : form
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    if node.name.text == name { add(node.signature.parameterClause, node.modifiers) }
    return .skipChildren
  }

  override func visit(_ node: MacroDeclSyntax) -> SyntaxVisitorContinueKind {
    if node.name.text == name { add(node.signature.parameterClause, node.modifiers) }
    return .skipChildren
  }

  override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
    if name.first?.isUppercase == true { add(node.signature.parameterClause, node.modifiers) }
    return .skipChildren
  }

  private func add(_ parameters: FunctionParameterClauseSyntax, _ modifiers: DeclModifierListSyntax) {
    if modifiers.contains(where: { $0.name.text == "public" }) { found.append(parameters.parameters) }
  }
}
