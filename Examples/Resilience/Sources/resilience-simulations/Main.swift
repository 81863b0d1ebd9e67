import ArgumentParser
import Foundation
import ResilienceSimulations

/// Runs every simulation, prints its figures, and writes its plot.
@main
struct ResilienceSimulations: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resilience-simulations",
    abstract: "Simulates clients against slow, failing and overloaded servers, and plots what decorators change."
  )

  @Option(help: "The folder for the plots. Without one, only the figures are printed.")
  var plots: String?

  func run() async throws {
    try await contention()
    try await tailLatency()
    try await retryStorm()
    try await outage()
    try await overload()
  }

  private func contention() async throws {
    print("Contention: 100 clients write one row (mean of 10 runs)")
    var lines: [(work: Plot.Line, time: Plot.Line)] = []
    for strategy in Contention.Strategy.allCases {
      var (work, time): ([(Double, Double)], [(Double, Double)]) = ([], [])
      for clients in stride(from: 10, through: 100, by: 10) {
        let outcome = try await Contention.mean(clients: clients, strategy: strategy, seeds: 1..<11)
        work.append((Double(clients), Double(outcome.calls)))
        time.append((Double(clients), outcome.time / .seconds(1)))
      }
      lines.append((Plot.Line(strategy.rawValue, work), Plot.Line(strategy.rawValue, time)))
      print("  \(strategy.rawValue): \(Int(work.last!.1)) writes, \(seconds(.seconds(time.last!.1)))")
    }
    try write("contention-work", Plot("Writes of all clients", x: "clients", y: "writes", lines: lines.map(\.work)))
    try write(
      "contention-time",
      Plot("Time until all are done", x: "clients", y: "seconds", isLogarithmic: true, lines: lines.map(\.time))
    )
  }

  private func tailLatency() async throws {
    print("Tail latency: 1,000 reads of 100 keys")
    var lines: [Plot.Line] = []
    for (name, delay) in [("no hedge", nil), ("hedge after 10 ms", Duration.milliseconds(10))] {
      let outcome = try await TailLatency.run(reads: 1_000, keys: 100, hedgingAfter: delay, seed: 1)
      let shares = stride(from: 0.5, through: 0.999, by: 0.001)
      lines.append(Plot.Line(name, shares.map { ($0 * 100, outcome.percentile($0) / .milliseconds(1)) }))
      let percentiles = [0.5, 0.99, 0.999].map { seconds(outcome.percentile($0)) }.joined(separator: ", ")
      let requests = String(format: "%.3f", outcome.requestsPerKey)
      print("  \(name): p50, p99, p99.9 \(percentiles); \(requests) requests a key")
    }
    try write(
      "tail-latency",
      Plot("Latency of a read of 100 keys", x: "percentile", y: "ms", isLogarithmic: true, lines: lines)
    )
  }

  private func retryStorm() async throws {
    print("Retry storm: a server is slow from second 20 to second 30")
    var (successes, requests): ([Plot.Line], [Plot.Line]) = ([], [])
    for strategy in RetryStorm.Strategy.allCases {
      let outcome = try await RetryStorm.run(strategy, seconds: 180, seed: 1)
      successes.append(line(strategy.rawValue, outcome.succeeded))
      requests.append(line(strategy.rawValue, outcome.requests))
      let rates = [(5, 20), (60, 90), (150, 180)].map { percent(outcome.successRate(in: $0.0..<$0.1)) }
      print(
        "  \(strategy.rawValue): success before \(rates[0]), after half a minute \(rates[1]), at the end \(rates[2])"
      )
    }
    let bands = [RetryStorm.slowSeconds]
    try write(
      "retry-storm-success",
      Plot("Calls that succeed", x: "seconds", y: "calls a second", bands: bands, lines: successes)
    )
    try write(
      "retry-storm-load",
      Plot("Requests that reach the server", x: "seconds", y: "requests a second", bands: bands, lines: requests)
    )
  }

  private func outage() async throws {
    print("Outage: a server does not answer for 30 s")
    for (name, hasBreaker) in [("no breaker", false), ("breaker", true)] {
      let outcome = try await Outage.run(hasBreaker: hasBreaker, seed: 1)
      print(
        """
          \(name): \(outcome.requestsWhileDown) requests while down, at most \(outcome.mostInFlight) in flight, \
        a failure takes \(seconds(outcome.meanTimeToFail)), first success \(seconds(outcome.recovery)) after the end
        """
      )
    }
  }

  private func overload() async throws {
    print("Overload: 150 calls a second for a server of 100, the last minute of two")
    for limit in Overload.Limit.allCases {
      let outcome = try await Overload.run(limit, seed: 1)
      print(
        """
          \(limit.rawValue): \(outcome.useful) answered within 1 s, \(outcome.refused) refused, \
        median \(seconds(outcome.median))
        """
      )
    }
  }

  /// The mean of each five seconds.
  private func line(_ name: String, _ counts: [Int]) -> Plot.Line {
    let means = stride(from: 0, to: counts.count - 4, by: 5).map { start in
      (Double(start) + 2.5, Double(counts[start..<start + 5].reduce(0, +)) / 5)
    }
    return Plot.Line(name, means)
  }

  private func write(_ name: String, _ plot: Plot) throws {
    guard let plots else { return }
    let folder = URL(filePath: plots)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(plot.svg.utf8).write(to: folder.appending(path: "\(name).svg"))
  }

  private func seconds(_ duration: Duration) -> String { String(format: "%.3f s", duration / .seconds(1)) }

  private func percent(_ share: Double) -> String { String(format: "%.0f %%", share * 100) }
}
