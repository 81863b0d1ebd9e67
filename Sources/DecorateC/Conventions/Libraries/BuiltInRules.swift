extension Rules {
  /// What is known of the libraries that headers belong to, from their documentation.
  ///
  /// - Parameter headers: The headers' names, with or without folders.
  static func builtIn(for headers: [String]) throws -> Rules {
    let names = Set(headers.map(\.fileName))
    var rules = Rules()
    for (file, text) in libraries {
      let library = try Rules(parsing: text, file: file)
      if !names.isDisjoint(with: library.headers) { rules = rules.overridden(by: library) }
    }
    return rules
  }

  static let libraries: [(file: String, text: String)] = [
    ("zlib.yaml", zlib), ("sqlite.yaml", sqlite), ("curl.yaml", curl), ("c-library.yaml", cLibrary),
  ]
}
