/// Hit rates in percent, beside the most that are possible.
func hitRates(of traces: [Trace]) {
  let policies: [(name: String, type: any EvictionSimulation.Type)] = [
    ("LRU", LRU.self), ("SIEVE", Sieve.self), ("S3-FIFO", S3FIFO.self), ("W-TinyLFU", WTinyLFU.self),
    ("`.windowTinyLFU`", Ours.self),
  ]
  print("\n| hit rate, % | capacity | " + policies.map(\.name).joined(separator: " | ") + " | optimum |")
  print("|---|---:|" + policies.map { _ in "---:|" }.joined() + "---:|")
  for trace in traces {
    var hits: [Int] = []
    for (_, policy) in policies { hits.append(hitCount(policy, trace)) }
    hits.append(mostHits(of: trace.keys, capacity: trace.capacity))
    let cells = hits.map { percent($0, of: trace.keys.count) }
    print("| \(trace.name) | \(trace.capacity) | " + cells.joined(separator: " | ") + " |")
  }
}

private func hitCount<Policy: EvictionSimulation>(_ policy: Policy.Type, _ trace: Trace) -> Int {
  var cache = policy.init(capacity: trace.capacity)
  return trace.keys.reduce(0) { $0 + (cache.access($1) ? 1 : 0) }
}

private func percent(_ hits: Int, of count: Int) -> String {
  let tenths = Int((Double(hits) / Double(count) * 1_000).rounded())
  return "\(tenths / 10).\(tenths % 10)"
}
