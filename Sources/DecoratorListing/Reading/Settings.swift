import DecoratorSyntax
import SwiftSyntax

/// The settings of a decorator: those that are written, and the defaults that apply beside them.
struct Settings {
  /// What takes the settings.
  enum Taker {
    case attribute
    case combinator
    /// A policy, which does not name the function.
    case policy
  }

  let written: [ListedSetting]
  let defaults: [ListedSetting]

  /// Settings without defaults.
  init(written: [ListedSetting]) { self.init(written: written, defaults: []) }

  private init(written: [ListedSetting], defaults: [ListedSetting]) {
    self.written = written
    self.defaults = defaults
  }

  /// The settings without the written one with this label.
  func without(_ label: String) -> Settings {
    Settings(written: written.filter { $0.label != label }, defaults: defaults)
  }

  /// These settings, and then others.
  func adding(_ others: Settings) -> Settings {
    Settings(written: written + others.written, defaults: defaults + others.defaults)
  }

  /// - Parameters:
  ///   - kind: The decorator.
  ///   - arguments: The written arguments. The first one without a label is a policy.
  ///   - taker: What takes the settings.
  ///   - isAsync: Whether the function is known to be asynchronous.
  ///   - name: The name that an attribute gives the function, as source.
  init(
    _ kind: DecoratorKind,
    _ arguments: [AttributeArguments.Argument],
    of taker: Taker,
    isAsync: Bool,
    name: String? = nil
  ) {
    written = arguments.map { argument in
      ListedSetting(argument.label ?? "policy", argument.expressions.map(\.onOneLine).joined(separator: ", "))
    }
    let labels = Set(arguments.map { $0.label ?? "policy" })
    let declared = taker == .attribute ? kind.attributeSettings : kind.combinatorSettings
    defaults = declared.compactMap { setting in
      guard !labels.contains(setting.label),
        Self.applies(setting.label, beside: labels, to: kind, of: taker, isAsync: isAsync)
      else { return nil }
      return Self.effective(setting, of: kind, beside: labels, name: name).map { ListedSetting(setting.label, $0) }
    }
  }

  /// Whether the form of the declaration that these labels choose has the setting, and the setting has an effect there.
  private static func applies(
    _ label: String,
    beside labels: Set<String>,
    to kind: DecoratorKind,
    of taker: Taker,
    isAsync: Bool
  ) -> Bool {
    if labels.contains("policy"), !(kind.labelsBesidePolicy ?? []).contains(label) { return false }
    if labels.contains("in"), !DecoratorKind.labelsBesideCache.contains(label) { return false }
    switch (kind, label) {
    case (_, "named"): return taker == .attribute && !labels.contains("in")
    case (.logged, "level"): return !labels.contains("levels")
    // An attribute's 'level:' sets the levels of calls and successes.
    case (.logged, "levels"): return taker != .attribute
    // A policy has its own logger.
    case (.logged, "logger"): return !labels.contains("policy")
    // A synchronous function has no loads that others wait for.
    case (.memoized, "abandoned"): return isAsync
    default: return true
    }
  }

  /// The value that has an effect if the setting is not written. Nil if nothing has.
  private static func effective(
    _ setting: DeclaredSetting,
    of kind: DecoratorKind,
    beside labels: Set<String>,
    name: String?
  ) -> String? {
    switch (kind, setting.label) {
    case (.retrying, "attempts"): return labels.contains("within") ? "nil" : defaultAttempts
    case (.hedged, "on"): return "(any Error).self"
    case (.retrying, "on"): return labels.contains("policy") ? nil : "(any Error).self"
    case (.retrying, "within"), (.memoized, "timeToLive"): return "nil"
    case (.logged, "logger"): return "Logger.current"
    case (_, "named"): return name
    default: break
    }
    let isNothing = ["nil", "Optional<Never>.none", "[]"].contains(setting.defaultValue)
    return isNothing ? nil : setting.defaultValue
  }

  /// How many attempts a `RetryPolicy` makes without `attempts:` and `within:`, as a test compares.
  static let defaultAttempts = "3"
}
