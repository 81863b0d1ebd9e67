import SwiftParser
import SwiftSyntax
import SwiftSyntaxMacroExpansion
import Testing

@testable import DecoratorMacrosPlugin
@testable import DecoratorSyntax

@Suite struct PathsExpansionTests {
  @Test func pathWithQuotationMarks_isEscapedForSourceLocation() throws {
    let file = Parser.parse(source: "@Timed func push() {}")
    let context = BasicMacroExpansionContext(
      sourceFiles: [file: .init(moduleName: "TestModule", fullFilePath: #"a "b".swift"#)]
    )
    let function = try #require(file.statements.first?.item.as(FunctionDeclSyntax.self))
    let attribute = try #require(function.attributes.plain.first)
    let body = try TimedMacro.expansion(of: attribute, providingBodyFor: function, in: context)
    #expect(CodeBlockItemListSyntax(body).description.contains(##"#sourceLocation(file: "a \"b\".swift", line: 1)"##))
  }
}
