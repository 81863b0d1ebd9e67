import DecoratorListing

/// The decorated functions of a source, as `SourceReader` finds them in the file `Sources/App/File.swift`.
func listed(_ source: String) -> [ListedFunction] {
  SourceReader(source, file: "Sources/App/File.swift", target: "App").functions
}

extension ListedFunction {
  /// The decorators, outermost first, each with its written settings: `@Timed() → @Retrying(attempts: 5)`.
  var summary: String {
    stack.map { layer in
      "\(layer.written)(\(layer.settings.map { "\($0.label): \($0.value)" }.joined(separator: ", ")))"
    }
    .joined(separator: " → ")
  }

  var rules: [String] { warnings.map(\.rule) }
}

extension ListedDecorator {
  /// The default that applies for a label.
  func defaultValue(_ label: String) -> String? { defaults.first { $0.label == label }?.value }
}
