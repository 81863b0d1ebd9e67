import AsyncHTTPClient
import ExampleTesting
import Foundation
import NIOCore

/// Prometheus' own Pushgateway, started on a free loopback port with nothing in its memory.
final class RealPushgateway: Sendable {
  /// Where the program is, if it is installed.
  static let program: String? = ["/usr/bin/prometheus-pushgateway", "/usr/local/bin/pushgateway"]
    .first { access($0, X_OK) == 0 }

  let root: String
  private let child: ChildProcess

  init() async throws {
    child = try ChildProcess(
      Self.program ?? "",
      ["--web.listen-address=127.0.0.1:0", "--persistence.file="],
      output: .file("/dev/null")
    )
    let said = try await child.error.wait(for: "the gateway to listen") { address(in: $0.joined()) != nil }
    root = "http://" + (address(in: said.joined()) ?? "")
  }

  /// What Prometheus would scrape.
  func metrics() async throws -> [String] {
    let answer = try await HTTPClient.shared.execute(HTTPClientRequest(url: root + "/metrics"), timeout: .seconds(10))
    let body = try await answer.body.collect(upTo: 1_000_000)
    return String(buffer: body).split(separator: "\n").map(String.init)
  }

  func stop() async throws {
    child.send(SIGTERM)
    _ = try await child.ending()
  }
}

private func address(in text: String) -> String? {
  text.firstMatch(of: #/Listening on"? address=(127\.0\.0\.1:\d+)/#).map { String($0.output.1) }
}
