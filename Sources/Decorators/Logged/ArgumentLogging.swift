/// Which arguments of a call its records show; by default none, since arguments may hold secrets.
///
/// Arguments are told apart by name. Those that have none go by their position, counted from `"0"`.
///
/// ```swift
/// .only("id", "region")
/// .all(redacting: "password")
/// ```
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

  /// The names in this choice that are no positions, and so need named arguments to mean anything.
  var names: [String] {
    let chosen =
      switch selection {
      case .only(let names), .except(let names): names
      }
    return chosen.union(redacted).filter { Int($0) == nil }.sorted()
  }
}
