import AsyncAlgorithms
import Generators

func generatedStream(_ numbers: Int) async throws -> Int {
  let stream = generate(Int.self) { yield in
    for number in 0..<numbers { try await yield(number) }
  }
  var sum = 0
  for try await number in stream { sum &+= number }
  return sum
}

@MainActor
func generatedStreamOnMainActor(_ numbers: Int) async throws -> Int {
  let stream = generate(Int.self) { yield in
    for number in 0..<numbers { try await yield(number) }
  }
  var sum = 0
  for try await number in stream { sum &+= number }
  return sum
}

func generatedSequence(_ numbers: Int) throws -> Int {
  try withGeneratedSequence({ yield in
    for number in 0..<numbers { try await yield(number) }
  }) { $0.reduce(0, &+) }
}

/// A stream that a task fills: it runs ahead without bound.
func asyncStream(_ numbers: Int) async -> Int {
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
func asyncChannel(_ numbers: Int) async -> Int {
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
