import SwiftDiagnostics
import SwiftSyntax
import SwiftSyntaxMacroExpansion

/// What an attribute says about a source.
struct Diagnosed: Equatable, CustomStringConvertible {
  let severity: DiagnosticSeverity
  let message: String
  /// The text that the compiler underlines.
  let node: String

  init(severity: DiagnosticSeverity, message: String, node: String) {
    self.severity = severity
    self.message = message
    self.node = node
  }

  init(_ diagnostic: Diagnostic) {
    self.init(
      severity: diagnostic.diagMessage.severity,
      message: diagnostic.message,
      node: diagnostic.node.trimmedDescription
    )
  }

  /// All that our attributes say about a source, in its order.
  static func all(in source: String, by macros: [String: MacroSpec] = OurMacros.peersOnly) -> [Diagnosed] {
    Expanded(source, macros).diagnostics.map(Diagnosed.init)
  }

  static func error(_ message: String, at node: String) -> Diagnosed {
    Diagnosed(severity: .error, message: message, node: node)
  }

  static func warning(_ message: String, at node: String) -> Diagnosed {
    Diagnosed(severity: .warning, message: message, node: node)
  }

  var description: String { "\(severity): \(message)\n  at: \(node)" }
}
