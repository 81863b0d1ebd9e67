internal import ArgumentParser
internal import AsyncHTTPClient
internal import Decorators
internal import FoundationEssentials
internal import Generators
internal import NIOCore
internal import NIOHTTP1

/// Sends many ids to an API that takes some at a time and no more than so many calls a second.
@main
struct BatchAPI: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch-api",
    abstract: "Post the lines of a file as JSON arrays, in batches, within a rate limit, with retries."
  )

  @Option(help: "How many lines to a call.")
  var batch = 100

  @Option(help: "How many calls may begin in a second, retries among them.")
  var rate = 5

  @Option(help: "How many calls may be under way at once.")
  var concurrent = 4

  @Argument(help: "Where to post to.")
  var url: String

  @Argument(help: "The file whose lines are sent.")
  var file: String

  struct Refused: Error, RetryClassifiable {
    var status: UInt
    var retryDecision: RetryDecision { .retry(if: status >= 500 || status == 429) }
  }

  func run() async throws {
    let (url, bucket) = (url, TokenBucket(rate, per: .seconds(1)))
    let calls = AsyncLines(at: file).map(\.string).chunks(of: batch).mapConcurrently(atMost: concurrent) { lines in
      try await withRetry(attempts: 4) {
        // Taken in the attempt, so that a retry keeps to the rate too.
        try await bucket.take()
        try await Self.post(lines, to: url)
      }
      return lines.count
    }
    let sent = try await calls.reduce(into: (lines: 0, calls: 0)) { $0 = ($0.lines + $1, $0.calls + 1) }
    print("\(sent.lines) lines in \(sent.calls) calls")
  }

  private static func post(_ lines: [String], to url: String) async throws {
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json")
    request.body = try .bytes(JSONEncoder().encode(lines))
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
    guard (200...299).contains(response.status.code) else { throw Refused(status: response.status.code) }
  }
}
