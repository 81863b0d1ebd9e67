/// Which arguments of a call its records show; by default none, since arguments may hold secrets.
///
/// Arguments are told apart by name. Those that have none go by their position, counted from `"0"`.
///
/// ```swift
/// .only("id", "region")
/// .all(redacting: "password")
/// ```
///
/// A name to redact or to except that belongs to no argument, such as one with a slip in its spelling, never shows what
/// it was to hide: ``logged(_:named:argumentNames:clock:fileID:function:line:_:)`` takes it for a programming error, as
/// it does any name that the function does not have, and ``withLogging(_:logger:named:clock:arguments:fileID:function:line:_:)``
/// redacts all arguments of the call.
///
/// Whatever is chosen here, a value that is ``Sensitive`` shows as `<redacted>`.
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

  /// No argument.
  public static let none = ArgumentLogging(.only([]))

  /// Every argument.
  public static let all = ArgumentLogging(.except([]))

  /// Every argument, but these with their values hidden.
  public static func all(redacting names: String...) -> Self { Self(.except([]), redacting: names) }

  /// These arguments.
  public static func only(_ names: String...) -> Self { Self(.only(Set(names))) }

  /// Every argument but these.
  public static func except(_ names: String...) -> Self { Self(.except(Set(names))) }

  var isNone: Bool { selection == .only([]) }

  func shows(_ name: String) -> Bool {
    switch selection {
    case .only(let names): names.contains(name)
    case .except(let names): !names.contains(name)
    }
  }

  func redacts(_ name: String) -> Bool { redacted.contains(name) }

  /// What hides an argument, and would show it if it named none.
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
