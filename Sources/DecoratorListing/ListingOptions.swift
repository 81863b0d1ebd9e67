import DecoratorSyntax

/// The options of `swift package list-decorated`.
package struct ListingOptions: Equatable {
  package var format: OutputFormat?
  /// The targets to list. If it is empty, all that have no tests.
  package var targets: [String] = []
  /// The committed file to compare with.
  package var check: String?
  package var showsHelp = false

  /// What is wrong with the command line.
  package struct UsageError: Error, CustomStringConvertible {
    package let description: String
  }

  package static let help = """
    Usage: swift package list-decorated [--format text|json|markdown] [--target NAME]… [--check FILE]

    Lists the functions of a package that attributes or combinators decorate, each with its decorators, outermost first.

      --format FORMAT  text (the default), json, or markdown, which is a table to commit
      --target NAME    list only this target; you can use it several times. Without it, all targets but tests are listed
      --check FILE     list nothing, and exit with 1 if FILE differs from the list; the format is markdown by default
      -h, --help       show this help

    """

  private static let names = ["--format", "--target", "--check", "--help"]

  /// Reads a command line without the name of the command.
  package init(_ arguments: [String]) throws(UsageError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let name = parts[0]
      switch name {
      case "-h", "--help": showsHelp = true
      case "--format":
        let text = try Self.value(of: name, parts, &rest)
        guard let known = OutputFormat(rawValue: text) else {
          let all = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
          throw UsageError(description: "'--format' takes one of \(all), not '\(text)'")
        }
        if format != nil { throw UsageError(description: "'\(name)' is there twice") }
        format = known
      case "--target": targets.append(try Self.value(of: name, parts, &rest))
      case "--check":
        if check != nil { throw UsageError(description: "'\(name)' is there twice") }
        check = try Self.value(of: name, parts, &rest)
      default:
        let isOption = argument.hasPrefix("-")
        let thing = isOption ? "unknown option '\(name)'" : "unexpected argument '\(argument)'"
        let nearest = isOption ? Spelling.nearest(to: name, among: Self.names) : nil
        let hint = nearest.map { "did you mean '\($0)'?" } ?? "'swift package list-decorated --help' lists the options"
        throw UsageError(description: "\(thing): \(hint)")
      }
    }
  }

  private static func value(
    of option: String,
    _ parts: [String],
    _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    let value = parts.count == 2 ? parts[1] : rest.first
    guard let value, !value.isEmpty, parts.count == 2 || !value.hasPrefix("--") else {
      throw UsageError(description: "'\(option)' needs a value")
    }
    if parts.count == 1 { rest.removeFirst() }
    return value
  }
}
