internal import AsyncHTTPClient
internal import Decorators
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Makes single attempts to replace a group in a Pushgateway over HTTP.
struct PushgatewayClient: Sendable {
  /// How long one attempt may take, from connecting to the end of the answer.
  static let timeLimit = Duration.seconds(5)

  private let http: HTTPClient
  private let group: PushgatewayGroup
  private let exposition: Exposition

  init(group: PushgatewayGroup, exposition: Exposition) {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.httpVersion = .http1Only
    self.http = HTTPClient(configuration: configuration)
    self.group = group
    self.exposition = exposition
  }

  /// Replaces the group with `totals`: PUT leaves nothing of an earlier push behind, and the same PUT again changes
  /// nothing (S1).
  ///
  /// - Throws: ``PushFailure``, or `CancellationError` when the task is cancelled.
  func push(_ totals: Totals, within limit: Duration = timeLimit) async throws {
    do {
      try await withTimeLimit(within: limit) { try await exchange(totals) }
    } catch {
      if Task.isCancelled { throw CancellationError() }
      throw PushFailure(error, limit: limit)
    }
  }

  /// Closes the connections. The client cannot push afterwards.
  func shutDown() async {
    // The only error is that of a client which is closed already.
    try? await http.shutdown()
  }

  private func exchange(_ totals: Totals) async throws {
    var request = HTTPClientRequest(url: group.url)
    request.method = .PUT
    request.headers.add(name: "Content-Type", value: Exposition.contentType)
    request.headers.add(name: "User-Agent", value: "log-error-counter")
    request.body = .bytes(ByteBuffer(string: exposition.body(totals)))
    let response = try await http.execute(request, deadline: .distantFuture)
    let answer = try await beginning(of: response.body)
    guard (200...299).contains(response.status.code) else {
      throw PushFailure.answered(
        status: response.status.code,
        reason: oneLine(answer.isEmpty ? response.status.reasonPhrase : answer),
        retryAfter: RetryAfter(
          response.headers.first(name: "Retry-After"),
          responseDate: response.headers.first(name: "Date"),
          now: Int64(Date.now.timeIntervalSince1970)
        )?.delay
      )
    }
  }

  /// Reads an answer to its end, or so much of it that the rest cannot matter.
  private func beginning(of body: HTTPClientResponse.Body) async throws -> String {
    var answer = ByteBuffer()
    for try await part in body {
      answer.writeImmutableBuffer(part)
      if answer.readableBytes > 65_536 { break }
    }
    return String(buffer: answer)
  }

  /// What a server says, short and without line breaks, so that a log line stays one line.
  private func oneLine(_ text: String) -> String {
    String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(200))
  }
}

extension PushFailure {
  /// Sorts what the HTTP client throws.
  fileprivate init(_ error: any Error, limit: Duration) {
    switch error {
    case let failure as PushFailure: self = failure
    case is TimeLimitExceeded: self = .timedOut(after: limit)
    case let error as HTTPClientError where PushFailure.timeouts.contains(error): self = .timedOut(after: limit)
    case let error as HTTPClientError where error == .remoteConnectionClosed: self = .disconnected(Self.cutShort)
    case let error as HTTPParserError where error == .invalidEOFState: self = .disconnected(Self.cutShort)
    case let error as IOError: self = .disconnected("\(SystemError(code: error.errnoCode))")
    case let error as NIOConnectionError: self = .disconnected("\(error)")
    case let error as ChannelError: self = .disconnected("\(error)")
    case is HTTPParserError: self = .impossible("the answer is no HTTP: \(error)")
    default: self = .impossible("\(error)")
    }
  }

  private static let cutShort = "the connection was closed before the answer was complete"
  private static let timeouts: [HTTPClientError] = [
    .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .tlsHandshakeTimeout,
    .getConnectionFromPoolTimeout,
  ]
}
