import Generators

/// How many numbers are shaped: divide the time by it.
private let numbers = 20_000_000

let shaping: [String: @Sendable (String) async throws -> Int] = [
  "chunks-1000": { _ in chunked() },
  "windows-2": { _ in windowed(2) },
  "windows-60": { _ in windowed(60) },
]

/// Numbers that come one by one, of which the compiler knows no more than of a generator's.
private func generatedNumbers() -> some Sequence<Int> {
  sequence(state: opaque(0)) { next -> Int? in
    defer { next &+= 1 }
    return next < numbers ? next : nil
  }
}

@inline(never)
private func opaque<Value>(_ value: Value) -> Value { value }

private func chunked() -> Int {
  var sum = 0
  for chunk in generatedNumbers().chunks(of: 1_000) { sum &+= chunk[0] &+ chunk.count }
  return sum
}

private func windowed(_ size: Int) -> Int {
  var sum = 0
  for window in generatedNumbers().windows(of: size) { sum &+= window[0] ^ window[size - 1] }
  return sum
}
