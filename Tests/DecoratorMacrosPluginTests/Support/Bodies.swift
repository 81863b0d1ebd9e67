import SwiftParser
import SwiftSyntax
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacros

@testable import DecoratorMacrosPlugin
@testable import DecoratorSyntax

/// The first function of a source, expanded by one attribute at a time without an expander between.
struct Bodies {
  let function: FunctionDeclSyntax
  private let sourceFiles: [SourceFileSyntax: BasicMacroExpansionContext.KnownSourceFile]
  private let context: BasicMacroExpansionContext

  init(_ source: String) {
    let file = Parser.parse(source: source)
    let finder = FunctionFinder(viewMode: .sourceAccurate)
    finder.walk(file)
    function = finder.found!
    sourceFiles = [file: .init(moduleName: "TestModule", fullFilePath: "test.swift")]
    context = BasicMacroExpansionContext(
      lexicalContext: Syntax(function).allMacroLexicalContexts(),
      sourceFiles: sourceFiles
    )
  }

  /// The attributes that are ours, in the order of the source, those in an `#if` last.
  var attributes: [AttributeSyntax] {
    (function.attributes.plain + function.attributes.conditional).filter { DecoratorKind($0) != nil }
  }

  /// The statements as they are written.
  var written: String { function.body!.statements.description }

  /// The statements as this attribute makes them.
  func body(by attribute: AttributeSyntax) throws -> String {
    // Names of its own, so that bodies compare.
    let fresh = BasicMacroExpansionContext(lexicalContext: context.lexicalContext, sourceFiles: sourceFiles)
    let items = try macro(attribute).expansion(of: attribute, providingBodyFor: function, in: fresh)
    return CodeBlockItemListSyntax(items).description
  }

  /// The bodies that all attributes make, one each.
  func all() throws -> [String] { try attributes.map(body) }

  /// The declarations that this attribute puts beside the function.
  func peers(by attribute: AttributeSyntax) throws -> [String] {
    try macro(attribute).expansion(of: attribute, providingPeersOf: function, in: context).map(\.description)
  }

  /// What all attributes say whose peers were asked for.
  var diagnosed: [Diagnosed] { context.diagnostics.map(Diagnosed.init) }

  private func macro(_ attribute: AttributeSyntax) -> any DecoratorMacro.Type {
    OurMacros.ofFunctions[DecoratorKind(attribute)!.rawValue]!
  }
}

private final class FunctionFinder: SyntaxVisitor {
  private(set) var found: FunctionDeclSyntax?

  override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
    found = found ?? node
    return .skipChildren
  }
}
