import Algorithms
import AsyncAlgorithms
import Generators
import Testing

@Suite("Beside swift-algorithms and swift-async-algorithms")
struct GeneratorsInteroperabilityTests {
  private let text = Array("a 1\nb 2\nc 3\n".utf8)

  @Test("Chunks and windows of both are told apart by their labels")
  func shaping() {
    #expect(Array([1, 2, 3].chunks(of: 2)) == [[1, 2], [3]])
    #expect([1, 2, 3].chunks(ofCount: 2).map(Array.init) == [[1, 2], [3]])
    #expect([1, 2, 3].windows(of: 2).map(Array.init) == [[1, 2], [2, 3]])
    #expect([1, 2, 3].windows(ofCount: 2).map(Array.init) == [[1, 2], [2, 3]])
    #expect([1, 2, 3].windows(of: 2, step: 2, partial: true).map(Array.init) == [[1, 2], [3]])
  }

  @Test("Asynchronous chunks and windows of both are told apart by their labels")
  func asynchronousShaping() async {
    var chunks: [[Int]] = []
    for await chunk in [1, 2, 3].async.chunks(of: 2) { chunks.append(chunk) }
    for await chunk in [1, 2, 3].async.chunks(ofCount: 2) { chunks.append(chunk) }
    #expect(chunks == [[1, 2], [3], [1, 2], [3]])
    var windows: [[Int]] = []
    for await window in [1, 2, 3].async.windows(of: 2) { windows.append(Array(window)) }
    for await (left, right) in [1, 2, 3].async.adjacentPairs() { windows.append([left, right]) }
    #expect(windows == [[1, 2], [2, 3], [1, 2], [2, 3]])
  }

  @Test("Lines go through the operators of both")
  func lines() throws {
    let pairs = try withLines(of: text) { lines in
      lines.fields(separatedBy: " ").compactMap { $0.field(1)?.string }.windows(of: 2).map { $0.joined(separator: "-") }
        .interspersed(with: "|").reduce("", +)
    }
    #expect(pairs == "1-2|2-3")
  }

  @Test("Asynchronous lines go through the operators of both, and come from them")
  func asynchronousLines() async throws {
    let source = text.chunks(ofCount: 4).map(Array.init).async
    var found: [String] = []
    for try await chunk in AsyncLines(of: source).matching(["a", "c"]).chunks(ofCount: 2) {
      found += chunk.map(\.string)
    }
    #expect(found == ["a 1", "c 3"])
  }

  @Test("Generators, rate limits and concurrent mappings go through the operators of both, and come from them")
  func pacing() async throws {
    let numbers = generate { yield in for number in 1...6 { try await yield(number) } }
    let sums = numbers.chunks(ofCount: 2).map { $0.reduce(0, +) }
    #expect(try await Array(sums) == [3, 7, 11])

    let sequence = [1, 2, 3].uniqued().rateLimited(1_000_000, per: .seconds(1)).adjacentPairs().map { $0 * $1 }
    #expect(try await Array(sequence) == [2, 6])

    let mapped = [1, 2, 3].async.rateLimited(1_000_000, per: .seconds(1)).mapConcurrently(atMost: 2) { $0 * 2 }
    #expect(try await Array(mapped.removeDuplicates()) == [2, 4, 6])
    #expect(try await Array(chain(mapped, numbers)) == [2, 4, 6, 1, 2, 3, 4, 5, 6])
  }
}
