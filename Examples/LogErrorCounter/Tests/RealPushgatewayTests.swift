import ExampleTesting
import Testing

/// Against Prometheus' own gateway, started by the test.
@Suite(.enabled(if: RealPushgateway.program != nil, "prometheus-pushgateway is not installed"))
struct RealPushgatewayTests {
  @Test("S1: pushing the same log again leaves the gateway's figures as they are")
  func pushedTwice() async throws {
    let gateway = try await RealPushgateway()
    for _ in 1...2 {
      let ending = try await Counter.run(["--json", "--push", gateway.root, Counter.keptLog])
      let file = (path: Counter.keptLog, lines: 415, matches: 14)
      #expect(
        ending.withoutTime
          == .init(
            output: json(lines: 415, matches: 14, bytes: 46_255, batches: 1, pushes: 1, files: [file]),
            error: "",
            code: 0
          )
      )
      let metrics = try await gateway.metrics()
      #expect(metrics.contains(#"app_errors{instance="",job="log-error-counter"} 14"#))
      #expect(metrics.contains(#"app_errors_lines{instance="",job="log-error-counter"} 415"#))
      #expect(metrics.contains("# TYPE app_errors counter"))
    }
    try await gateway.stop()
  }

  @Test("S2: after many batches the gateway holds the final totals")
  func manyBatches() async throws {
    let gateway = try await RealPushgateway()
    let ending = try await Counter.run(["--json", "--push", gateway.root, "--batch", "1", Counter.keptLog])
    #expect(ending.code == 0)
    #expect(ending.error == "")
    #expect(ending.output.contains(#""batches": 415, "#))
    #expect(try await gateway.metrics().contains(#"app_errors{instance="",job="log-error-counter"} 14"#))
    try await gateway.stop()
  }

  @Test(arguments: [
    (["--job", "nightly/api"], #"app_errors{instance="",job="nightly/api"} 14"#),
    (["--job", "a b%ä?#&", "--instance", ".."], #"app_errors{instance="..",job="a b%ä?#&"} 14"#),
    (["--instance", ""], #"app_errors{instance="",job="log-error-counter"} 14"#),
    (
      ["--metric", "shop:errors", "--instance", "host-1"], #"shop:errors{instance="host-1",job="log-error-counter"} 14"#
    ),
  ])
  func jobInstanceAndMetric_arriveAsGiven(options: [String], metric: String) async throws {
    let gateway = try await RealPushgateway()
    let ending = try await Counter.run(["--push", gateway.root + "/"] + options + [Counter.keptLog])
    #expect(ending.code == 0)
    #expect(ending.error == "")
    #expect(try await gateway.metrics().contains(metric))
    try await gateway.stop()
  }

  @Test("S1: a push replaces what an earlier one of the same group held")
  func replaced() async throws {
    let gateway = try await RealPushgateway()
    _ = try await Counter.run(["--push", gateway.root, "--metric", "old_errors", Counter.keptLog])
    _ = try await Counter.run(["--push", gateway.root, "--metric", "new_errors", Counter.keptLog])
    let metrics = try await gateway.metrics()
    #expect(metrics.contains { $0.hasPrefix("new_errors{") })
    #expect(!metrics.contains { $0.hasPrefix("old_errors") })
    try await gateway.stop()
  }

  @Test("S8: a stream that has said nothing shows its counters as zeros")
  func zeros() async throws {
    let gateway = try await RealPushgateway()
    let ending = try await Counter.run(["--json", "--push", gateway.root], reading: "")
    #expect(ending.output.contains(#""pushes": 1, "#))
    #expect(try await gateway.metrics().contains(#"app_errors{instance="",job="log-error-counter"} 0"#))
    try await gateway.stop()
  }
}
