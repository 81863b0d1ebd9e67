import BenchmarkHarness

/// What is wrapped: so little that only the wrapping counts, and never inlined.
@inline(never)
func work(_ number: Int) -> Int { number &+ 1 }

@inline(never)
nonisolated(nonsending) func asyncWork(_ number: Int) async -> Int { number &+ 1 }

@inline(never)
func throwingWork(_ number: Int) throws -> Int {
  if number < 0 { throw NegativeNumber() }
  return number &+ 1
}

@inline(never)
nonisolated(nonsending) func asyncThrowingWork(_ number: Int) async throws -> Int {
  if number < 0 { throw NegativeNumber() }
  return number &+ 1
}

struct NegativeNumber: Error {}
