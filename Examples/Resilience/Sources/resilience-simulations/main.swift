import ResilienceSimulations

for strategy in Contention.Strategy.allCases {
  for clients in [10, 50, 100] {
    let outcome = try await Contention.mean(clients: clients, strategy: strategy, seeds: 1..<4)
    print(strategy.rawValue, clients, outcome.calls, outcome.time)
  }
}
