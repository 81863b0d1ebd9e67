internal import ArgumentParser
internal import Logging

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The command line of `log-error-counter`.
struct CounterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log-error-counter",
    abstract: "Count lines that hold a text, and keep a Prometheus Pushgateway informed.",
    discussion: """
      Reads each FILE, or standard input when there is none or it is '-'; gzip is recognised by content.
      The result goes to standard output, everything else to standard error.

      Exit status: 0 when all was read and the last push acknowledged; 1 when something could not be read, pushed \
      or written; 64 for a command line that cannot be meant; 130 and 143 after SIGINT and SIGTERM.

      The environment variable LOG_LEVEL says what is logged: trace, debug, info, notice, warning (the default), \
      error or critical. Any other value is complained of and taken for the default.
      """
  )

  @Option(
    name: .customLong("match"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Count lines that hold this text; may be given several times.", valueName: "TEXT")
  )
  var matches: [ArgumentText] = ["ERROR"]

  @Option(help: ArgumentHelp("Push after so many lines, at least 1.", valueName: "N"))
  var batch = 1000

  @Option(help: ArgumentHelp("Push running totals to the Pushgateway with this root.", valueName: "URL"))
  var push: ArgumentText?

  @Option(help: ArgumentHelp("The job whose metrics are pushed.", valueName: "NAME"))
  var job: ArgumentText = "log-error-counter"

  @Option(help: ArgumentHelp("The instance of the job.", valueName: "NAME"))
  var instance: ArgumentText?

  @Option(help: ArgumentHelp("The counter of matching lines; that of all lines appends '_lines'.", valueName: "NAME"))
  var metric: ArgumentText = "app_errors"

  @Flag(help: "Print the result as one JSON object.")
  var json = false

  @Argument(help: ArgumentHelp("What to read.", valueName: "FILE"))
  var files: [ArgumentText] = []

  func validate() throws {
    do {
      _ = try settings
    } catch let error as UsageError {
      throw ValidationError(error.description)
    }
  }

  /// The command line as a run takes it.
  ///
  /// - Throws: ``UsageError`` naming what cannot be meant.
  var settings: Settings {
    get throws {
      guard batch >= 1 else { throw UsageError("--batch takes a number of lines of at least 1, not \(batch)") }
      let metric = try text(self.metric, of: "--metric")
      guard Exposition.isMetricName(metric) else {
        throw UsageError(
          "--metric takes a name of letters, digits, '_' and ':' that does not begin with a digit, not '\(onOneLine(metric))'"
        )
      }
      return Settings(
        texts: matches,
        batch: batch,
        inputs: files.isEmpty ? ["-"] : files,
        group: try group,
        exposition: Exposition(metric: metric),
        json: json,
        logLevel: logLevel.level
      )
    }
  }

  private var group: PushgatewayGroup? {
    get throws {
      let job = try text(job, of: "--job")
      let instance = try instance.map { try text($0, of: "--instance") }
      return try push.map { try PushgatewayGroup(root: try text($0, of: "--push"), job: job, instance: instance) }
    }
  }

  private func text(_ argument: ArgumentText, of option: String) throws -> String {
    guard let text = argument.string else { throw UsageError("\(option) takes UTF-8, not '\(argument)'") }
    return text
  }

  /// What LOG_LEVEL says.
  var logLevel: LogLevel { LogLevel(named: getenv("LOG_LEVEL").map { String(cString: $0) }) }
}
