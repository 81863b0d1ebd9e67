import ExampleTesting
import Testing

@Suite("count-services")
struct CountServicesTests {
  @Test("Errors and warnings of the kept log are counted by level and service")
  func keptLog() async throws {
    let ending = try await Examples.run("count-services", [Examples.data("kafka-server.log")])
    #expect(
      ending
        == .init(
          output: """
            14 ERROR kafka.server.ReplicaFetcherThread
            4 WARN kafka.server.ReplicaFetcherThread

            """,
          error: "",
          code: 0
        )
    )
  }

  @Test("Standard input, texts of one's own, and lines in another form, which are counted")
  func standardInput() async throws {
    let log =
      "[t] INFO a b (web.Server)\n[t] INFO c (web.Server)\nINFO without brackets\n[t] INFO (db)\n[t] ERROR (db)\n"
    let ending = try await Examples.run("count-services", ["--match", "INFO"], reading: log)
    #expect(ending == .init(output: "2 INFO web.Server\n1 INFO db\n1 in another form\n", error: "", code: 0))
  }

  @Test("A file that is not there is told by its name")
  func missing() async throws {
    let ending = try await Examples.run("count-services", ["/no/such.log"])
    #expect(ending.code != 0)
    #expect(ending.error.contains("Cannot read \"/no/such.log\": there is no such file."))
  }
}
