import AsyncAlgorithms
import Generators

/// How many numbers are handed over: divide the time by it.
private let numbers = 200_000

let generating: [String: @Sendable (String) async throws -> Int] = [
  "generate": { _ in try await generated() },
  "generate-sequence": { _ in try generatedSequence() },
  "generate-async-stream": { _ in await asyncStream() },
  "generate-async-channel": { _ in await asyncChannel() },
]

private func generated() async throws -> Int {
  let stream = generate(Int.self) { yield in
    for number in 0..<numbers { try await yield(number) }
  }
  var sum = 0
  for try await number in stream { sum &+= number }
  return sum
}

private func generatedSequence() throws -> Int {
  try withGeneratedSequence({ yield in
    for number in 0..<numbers { try await yield(number) }
  }) { $0.reduce(0, &+) }
}

/// A stream that a task fills: it runs ahead without bound.
private func asyncStream() async -> Int {
  let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
  async let producer: Void = {
    for number in 0..<numbers { continuation.yield(number) }
    continuation.finish()
  }()
  var sum = 0
  for await number in stream { sum &+= number }
  await producer
  return sum
}

/// A task that waits for the consumer at each number.
private func asyncChannel() async -> Int {
  let channel = AsyncChannel<Int>()
  async let producer: Void = {
    for number in 0..<numbers { await channel.send(number) }
    channel.finish()
  }()
  var sum = 0
  for await number in channel { sum &+= number }
  await producer
  return sum
}
