import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct PushgatewayGroupTests {
  @Test(arguments: [
    ("http://127.0.0.1:9091", "job", nil, "http://127.0.0.1:9091/metrics/job/job"),
    ("http://127.0.0.1:9091/", "job", "host-1", "http://127.0.0.1:9091/metrics/job/job/instance/host-1"),
    ("https://gateway.example/push//", "a b", nil, "https://gateway.example/push/metrics/job/a%20b"),
    ("HTTP://[::1]:9091", "a", nil, "HTTP://[::1]:9091/metrics/job/a"),
    ("http://[::1]", "a", nil, "http://[::1]/metrics/job/a"),
    ("http://h", "ä%?#", "~._-", "http://h/metrics/job/%C3%A4%25%3F%23/instance/~._-"),
    ("http://h", "nightly/api", nil, "http://h/metrics/job@base64/bmlnaHRseS9hcGk"),
    ("http://h", "a", "", "http://h/metrics/job/a"),
    ("http://h", "..", ".", "http://h/metrics/job@base64/Li4/instance@base64/Lg"),
    ("http://h", "??/>>>", nil, "http://h/metrics/job@base64/Pz8vPj4-"),
  ])
  func rootJobAndInstance_makeTheURL(root: String, job: String, instance: String?, url: String) throws {
    #expect(try PushgatewayGroup(root: root, job: job, instance: instance).url == url)
  }

  @Test(arguments: [
    ("", "it has no scheme"),
    ("127.0.0.1:9091", "it has no scheme"),
    ("ftp://host", "the scheme is neither http nor https"),
    ("http://", "it has no host"),
    ("http://:9091", "it has no host"),
    ("http:///metrics", "it has no host"),
    ("http://host:nine", "the port is no number up to 65535"),
    ("http://[::1]:", "the port is no number up to 65535"),
    ("http://::1", "it has no host"),
    ("http://[::1", "the port is no number up to 65535"),
    ("http://<host>", "it is no URL"),
    ("http://host:0", "the port is no number up to 65535"),
    ("http://host:65536", "the port is no number up to 65535"),
    ("http://ho st", "it holds a character that a URL cannot hold"),
    ("http://höst", "it holds a character that a URL cannot hold"),
    ("http://host?x=1", "it has a query or a fragment"),
    ("http://host/#top", "it has a query or a fragment"),
  ])
  func rootThatIsNone_isRefusedByName(root: String, reason: String) {
    let error = #expect(throws: UsageError.self) { try PushgatewayGroup(root: root, job: "job", instance: nil) }
    #expect(error?.description.hasSuffix("not '\(root)': \(reason)") == true, "\(error?.description ?? "nothing")")
  }

  @Test func credentialsInTheRoot_areRefusedWithoutBeingShown() {
    let error = #expect(throws: UsageError.self) {
      try PushgatewayGroup(root: "http://user:secret@host", job: "job", instance: nil)
    }
    #expect(error?.description.contains("secret") == false)
  }

  @Test func emptyJob_isRefused() {
    #expect(throws: UsageError("the job must have a name: --job cannot be empty")) {
      try PushgatewayGroup(root: "http://host", job: "", instance: nil)
    }
  }
}
