/// Which arguments of a call its records show. The default is none, because arguments may hold secrets.
///
/// You choose arguments by their names. An argument without a name has its position as its name, starting at `"0"`.
///
/// ```swift
/// .only("id", "region")
/// .all(redacting: "password")
/// ```
///
/// A misspelled name does not reveal an argument that you meant to hide:
/// - ``LoggingPolicy/willDecorate(_:argumentCount:)`` stops the program if the wrapped function has no argument of that
///   name.
/// - ``withLogging(_:logger:named:clock:arguments:fileID:function:line:_:)`` redacts all arguments of the call if it
///   has no argument with a name that you redact or except.
///
/// A ``Sensitive`` value always shows as `<redacted>`.
public struct ArgumentLogging: Sendable, Hashable {
  private enum Selection: Sendable, Hashable {
    case only(Set<String>)
    case except(Set<String>)
  }

  private let selection: Selection
  private let redacted: Set<String>

  private init(_ selection: Selection, redacting redacted: [String] = []) {
    self.selection = selection
    self.redacted = Set(redacted)
  }

  /// Shows no arguments.
  public static let none = ArgumentLogging(.only([]))

  /// Shows all arguments.
  public static let all = ArgumentLogging(.except([]))

  /// Shows all arguments, and `<redacted>` in place of the values of the named ones.
  public static func all(redacting names: String...) -> Self { Self(.except([]), redacting: names) }

  /// Shows only the named arguments.
  public static func only(_ names: String...) -> Self { Self(.only(Set(names))) }

  /// Shows all arguments except the named ones.
  public static func except(_ names: String...) -> Self { Self(.except(Set(names))) }

  var isNone: Bool { selection == .only([]) }

  func shows(_ name: String) -> Bool {
    switch selection {
    case .only(let names): names.contains(name)
    case .except(let names): !names.contains(name)
    }
  }

  func redacts(_ name: String) -> Bool { redacted.contains(name) }

  /// The names that hide an argument. If such a name is misspelled, it hides nothing.
  var hiddenNames: Set<String> {
    switch selection {
    case .only: redacted
    case .except(let names): redacted.union(names)
    }
  }

  /// Every name and position in this choice.
  var names: Set<String> {
    switch selection {
    case .only(let names), .except(let names): redacted.union(names)
    }
  }
}

extension ArgumentLogging: CustomStringConvertible {
  /// The choice as it reads in source: `only(id, region)`, `all(redacting: password)`.
  public var description: String {
    let hidden = redacted.sorted().joined(separator: ", ")
    switch selection {
    case .only(let names): return names.isEmpty ? "none" : "only(\(names.sorted().joined(separator: ", ")))"
    case .except(let names) where names.isEmpty: return hidden.isEmpty ? "all" : "all(redacting: \(hidden))"
    case .except(let names): return "except(\(names.sorted().joined(separator: ", ")))"
    }
  }
}
