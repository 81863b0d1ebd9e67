import BenchmarkHarness

/// Prints what functions with attributes cost beside the same nesting written by hand.
@main
struct AttributesBenchmark {
  static func main() async {
    await measureSync()
    await measureAsync()
    await measureOnActor()
  }
}

private func measureSync() async {
  let (attributed, byHand) = (Attributed(), ByHand())
  var table = BenchmarkTable("Synchronous functions, success path: attributes beside the same by hand")
  table.row("bare") { count in sum(count) { (try? bare($0)) ?? 0 } }
  table.row("retrying by hand", over: "bare") { count in sum(count) { (try? byHand.retried($0)) ?? 0 } }
  table.row("@Retrying", over: "bare") { count in sum(count) { (try? attributed.retried($0)) ?? 0 } }
  table.row("timed by hand", over: "bare") { count in sum(count) { (try? byHand.timed($0)) ?? 0 } }
  table.row("@Timed", over: "bare") { count in sum(count) { (try? attributed.timed($0)) ?? 0 } }
  table.row("logged by hand, off", over: "bare") { count in sum(count) { (try? byHand.logged($0)) ?? 0 } }
  table.row("@Logged, off", over: "bare") { count in sum(count) { (try? attributed.logged($0)) ?? 0 } }
  table.row("memoized by hand, hit", over: "bare") { count in sum(count) { byHand.memoized($0 & 63) } }
  table.row("@Memoized, hit", over: "bare") { count in sum(count) { attributed.memoized($0 & 63) } }
  table.row("all by hand", over: "bare") { count in sum(count) { (try? byHand.all($0 & 63)) ?? 0 } }
  table.row("all four attributes", over: "bare") { count in sum(count) { (try? attributed.all($0 & 63)) ?? 0 } }
  await table.run()
}

private func measureAsync() async {
  let (attributed, byHand) = (Attributed(), ByHand())
  var table = BenchmarkTable("Asynchronous functions, success path: attributes beside the same by hand")
  table.row("bare") { count in await total(count) { try await bareLater($0) } }
  table.row("retrying by hand", over: "bare") { count in await total(count) { try await byHand.retriedLater($0) } }
  table.row("@Retrying", over: "bare") { count in await total(count) { try await attributed.retriedLater($0) } }
  table.row("timed by hand", over: "bare") { count in await total(count) { try await byHand.timedLater($0) } }
  table.row("@Timed", over: "bare") { count in await total(count) { try await attributed.timedLater($0) } }
  table.row("logged by hand, off", over: "bare") { count in await total(count) { try await byHand.loggedLater($0) } }
  table.row("@Logged, off", over: "bare") { count in await total(count) { try await attributed.loggedLater($0) } }
  table.row("memoized by hand, hit", over: "bare") { count in
    await total(count) { try await byHand.memoizedLater($0 & 63) }
  }
  table.row("@Memoized, hit", over: "bare") { count in
    await total(count) { try await attributed.memoizedLater($0 & 63) }
  }
  table.row("three by hand", over: "bare") { count in await total(count) { try await byHand.threeLater($0) } }
  table.row("three attributes", over: "bare") { count in await total(count) { try await attributed.threeLater($0) } }
  await table.run()
}

private func measureOnActor() async {
  let (attributed, byHand) = (Attributed(), ByHand())
  var table = BenchmarkTable("The same from the main actor")
  table.row("bare") { @MainActor count in await total(count) { try await bareLater($0) } }
  table.row("three by hand", over: "bare") { @MainActor count in
    await total(count) { try await byHand.threeLater($0) }
  }
  table.row("three attributes", over: "bare") { @MainActor count in
    await total(count) { try await attributed.threeLater($0) }
  }
  await table.run()
}

@inline(__always)
private nonisolated(nonsending) func total(
  _ count: Int,
  _ work: nonisolated(nonsending) (Int) async throws -> Int
) async -> Int {
  var sum = 0
  for number in 0..<count { sum &+= (try? await work(number)) ?? 0 }
  return sum
}
