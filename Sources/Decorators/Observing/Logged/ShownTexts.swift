import Logging

// What a policy shows of a call, for those who report it elsewhere than in a log.

extension LoggingPolicy {
  /// The arguments that the policy shows, by name.
  package func shownTexts(of arguments: LoggedArguments) -> [String: String] {
    guard case .dictionary(let shown)? = shown(arguments) else { return [:] }
    return shown.mapValues { "\($0)" }
  }

  /// The arguments of a wrapped function that the policy shows, by name.
  package func shownTexts(ofInput input: some Any) -> [String: String] {
    arguments.isNone ? [:] : shownTexts(of: LoggedArguments(input, names: argumentNames))
  }

  /// The description of an error, escaped and cut, if the policy shows it.
  package func shownText(of error: any Error) -> String? { errors == .description ? "\(shown(error))" : nil }
}
