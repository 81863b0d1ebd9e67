import ExampleTesting
import Testing

@Suite("jsonl-to-metrics")
struct JSONLToMetricsTests {
  @Test("The kept records by service and status, a torn one counted, labels escaped")
  func keptRecords() async throws {
    let ending = try await Examples.run("jsonl-to-metrics", [Examples.data("requests.jsonl")])
    #expect(
      ending
        == .init(
          output: #"""
            # TYPE http_requests_total counter
            http_requests_total{service="api",status="200"} 2
            http_requests_total{service="api",status="503"} 1
            http_requests_total{service="web \"beta\"",status="200"} 1
            # TYPE http_request_seconds_total counter
            http_request_seconds_total{service="api",status="200"} 0.75
            http_request_seconds_total{service="api",status="503"} 2.0
            http_request_seconds_total{service="web \"beta\"",status="200"} 0.5
            # TYPE rejected_records_total counter
            rejected_records_total 1

            """#,
          error: "",
          code: 0
        )
    )
  }

  @Test("Fields lie where they are said to")
  func paths() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("a.jsonl", #"{"svc":{"name":"a"},"code":404}"#.utf8)
    let arguments = ["--service", "svc.name", "--status", "code", file]
    let ending = try await Examples.run("jsonl-to-metrics", arguments)
    #expect(ending.output.contains(#"http_requests_total{service="a",status="404"} 1"#))
  }
}
