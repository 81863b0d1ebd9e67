/// The arguments of a command: options with a value, switches, names, and what follows `--`.
package struct CommandArguments {
  private(set) var names: [String] = []
  private var values: [String: String] = [:]
  private var switches: Set<String> = []
  /// What follows `--`.
  let rest: [String]

  /// - Parameters:
  ///   - options: The options that have a value, such as `--match`.
  ///   - flags: The switches.
  /// - Throws: ``ScannerError`` for an option that there is not, one without its value, or one that is there twice.
  init(_ arguments: some Sequence<String>, options: [String], switches flags: [String]) throws {
    let arguments = Array(arguments)
    let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
    rest = Array(arguments[end...].dropFirst())
    var position = 0
    while position < end {
      let argument = arguments[position]
      position += 1
      guard argument.hasPrefix("-"), argument != "-" else {
        names.append(argument)
        continue
      }
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0]
      if flags.contains(name), parts.count == 1 {
        switches.insert(name)
      } else if flags.contains(name) {
        throw ScannerError("'\(name)' takes no value.")
      } else if options.contains(name) {
        // What is another option is no value of this one.
        let next = position < end ? arguments[position].prefix { $0 != "=" } : "--"
        guard parts.count == 2 || position < end && !(options + flags).contains(String(next)) else {
          throw ScannerError("'\(name)' needs a value.")
        }
        if parts.count == 1 { position += 1 }
        guard values.updateValue(parts.count == 2 ? parts[1] : arguments[position - 1], forKey: name) == nil else {
          throw ScannerError("'\(name)' is there twice.")
        }
      } else {
        throw ScannerError(
          "there is no option '\(name)'\(suggestion(for: name, of: options + flags)). Flags for clang follow '--'."
        )
      }
    }
  }

  func value(_ name: String) -> String? { values[name] }
  func has(_ name: String) -> Bool { switches.contains(name) }
}
