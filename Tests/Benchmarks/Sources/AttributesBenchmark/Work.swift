import Synchronization

struct NegativeNumber: Error {}

/// What is decorated: so little that only the decorating counts, and never inlined.
@inline(never)
func bare(_ number: Int) throws -> Int {
  if number < 0 { throw NegativeNumber() }
  return number &+ 1
}

@inline(never)
nonisolated(nonsending) func bareLater(_ number: Int) async throws -> Int {
  if number < 0 { throw NegativeNumber() }
  return number &+ 1
}

/// Where durations go.
let durations = Atomic(0)
