import Dispatch
import Hummingbird
import Logging

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// swift run -c release --package-path Tests/ServiceBenchmark [ROUNDS [REQUESTS]]
//
// Starts a service on the loopback device and asks each of its routes in turn over 32 connections, with keys of which
// 57 % miss. Prints the requests per second, and how often a thread of the process gave its processor away.

@main
struct ServiceBenchmark {
  static let connections = 32
  /// Keys are equally likely, so the caches hit as often as they hold a key: 430 times in 1,000.
  static let keyCount = 1_000
  static let capacity = 430

  static func main() async {
    let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
    let (rounds, requests) = (numbers.first ?? 4, numbers.dropFirst().first ?? 40_000)
    var logger = Logger(label: "service")
    logger.logLevel = .critical
    let (ports, started) = AsyncStream.makeStream(of: Int.self)
    let service = Application(
      router: routes(),
      configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in started.yield(channel.localAddress?.port ?? 0) },
      logger: logger
    )
    await withThrowingTaskGroup { group in
      group.addTask { try await service.runService(gracefulShutdownSignals: []) }
      for await port in ports.prefix(1) { await measure(port: port, rounds: rounds, requests: requests) }
      group.cancelAll()
    }
  }

  private static func measure(port: Int, rounds: Int, requests: Int) async {
    print("| route | run | requests per second | switches per request |\n|---|---:|---:|---:|")
    for run in 0...rounds {
      for route in Route.allCases {
        let sample = await onThread {
          Client(port: port, route: route.rawValue, connections: connections).run(requests: requests)
        }
        if run > 0 { print("| \(route.rawValue) | \(run) | \(sample.rate) | \(sample.switches) |") }
      }
    }
  }

  /// Runs blocking work on a thread of its own, so that it takes none from the pool.
  private static func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withUnsafeContinuation { continuation in
      DispatchQueue(label: "client").async { continuation.resume(returning: body()) }
    }
  }
}
