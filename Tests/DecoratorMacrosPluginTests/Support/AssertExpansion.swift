import SwiftSyntax
import SwiftSyntaxMacroExpansion
import SwiftSyntaxMacrosGenericTestSupport
import Testing

/// Compares what our attributes make of a source with what is expected, in full.
///
/// - Parameters:
///   - body: Of a stack the attribute whose body is expanded, as the compiler chooses one.
///   - macros: The macros that are expanded, if not all of ours.
func assertExpansion(
  _ source: String,
  _ expanded: String,
  body: String? = nil,
  macros: [String: MacroSpec]? = nil,
  fileID: StaticString = #fileID,
  filePath: StaticString = #filePath,
  line: UInt = #line,
  column: UInt = #column
) {
  assertMacroExpansion(
    source,
    expandedSource: expanded,
    macroSpecs: macros ?? OurMacros.specs(body: body),
    indentationWidth: .spaces(2),
    failureHandler: record,
    fileID: fileID,
    filePath: filePath,
    line: line,
    column: column
  )
}

/// Compares a source with what a remedy makes of it.
///
/// - Parameters:
///   - remedy: What an editor calls the remedy.
///   - remedies: All that it offers, in their order, if the remedy is not the only one.
///   - place: Line and column of what is wrong.
///   - macros: The macros that are expanded.
func assertFixed(
  _ source: String,
  _ fixed: String,
  by remedy: String,
  of remedies: [String]? = nil,
  at place: (line: Int, column: Int),
  macros: [String: MacroSpec] = OurMacros.peersOnly,
  fileID: StaticString = #fileID,
  filePath: StaticString = #filePath,
  line: UInt = #line,
  column: UInt = #column
) {
  let diagnostics = Diagnosed.all(in: source, by: macros).map { diagnosed in
    DiagnosticSpec(
      message: diagnosed.message,
      line: place.line,
      column: place.column,
      severity: diagnosed.severity,
      fixIts: (remedies ?? [remedy]).map { FixItSpec(message: $0) },
      originatorFileID: fileID,
      originatorFile: filePath,
      originatorLine: line,
      originatorColumn: column
    )
  }
  assertMacroExpansion(
    source,
    expandedSource: Expanded(source, macros).text,
    diagnostics: diagnostics,
    macroSpecs: macros,
    applyFixIts: [remedy],
    fixedSource: fixed,
    indentationWidth: .spaces(2),
    failureHandler: record,
    fileID: fileID,
    filePath: filePath,
    line: line,
    column: column
  )
}

/// Reports a failure of swift-syntax's assertions where the test made them.
private func record(_ failure: TestFailureSpec) {
  Issue.record(
    Comment(rawValue: failure.message),
    sourceLocation: SourceLocation(
      fileID: failure.location.fileID,
      filePath: failure.location.filePath,
      line: failure.location.line,
      column: failure.location.column
    )
  )
}
