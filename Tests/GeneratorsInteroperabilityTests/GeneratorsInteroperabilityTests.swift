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

  @Test("Parsing goes through the operators of both")
  func parsing() async throws {
    struct Entry: Decodable, Equatable, Sendable { var level: String }
    let failures = FailureCount()
    let csv = Array("level\nINFO\nWARN\n".utf8)
    let json = Array("{\"level\": \"INFO\"}\n{\n".utf8)
    let levels = try withCSVRecords(of: csv, .headed) { records in
      Array(records.decoded(as: Entry.self).windows(of: 2)).map { $0.map(\.level).joined(separator: "-") }
    }
    #expect(levels == ["INFO-WARN"])
    let entries = try withLines(of: json) { lines in
      Array(lines.decoded(as: Entry.self, countingFailures: failures).chunks(of: 2))
    }
    #expect(entries == [[Entry(level: "INFO")]] && failures.count == 1)
    let records = AsyncCSVRecords(of: csv.chunks(ofCount: 3).map(Array.init).async, .headed)
    let pairs = records.decoded(as: Entry.self).adjacentPairs().map { $0.level + $1.level }
    #expect(try await Array(pairs) == ["INFOWARN"])
    let asynchronous = AsyncLines(of: json.chunks(ofCount: 3).map(Array.init).async)
    #expect(try await Array(asynchronous.decoded(as: Entry.self, countingFailures: failures)) == entries[0])
    let matches = try withLines(of: text) { lines in Array(lines.captures(of: /(?<key>\w) 2/).map { String($0.key) }) }
    #expect(matches == ["b"])
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

  @Test("Every shaping operator is called without ambiguity")
  func everyOperator() {
    let numbers = [1, 2, 3]
    var generator = SystemRandomNumberGenerator()
    #expect(Array(numbers.chunks(ofCost: 3) { $0 }) == [[1, 2], [3]])
    #expect(numbers.windows(over: .seconds(2), at: { .seconds($0) }).map(\.elements) == [[1], [2, 3]])
    #expect(numbers.runs(by: { $0 > 1 }).map(\.elements) == [[1], [2, 3]])
    #expect(Array(numbers.sections(startingAt: { $0 == 2 })) == [[1], [2, 3]])
    #expect(Array(numbers.sections(endingAt: { $0 == 2 })) == [[1, 2], [3]])
    #expect(Array(numbers.sections(separatedBy: { $0 == 2 })) == [[1], [3]])
    #expect(numbers.pairwise().map { $0 + $1 } == [3, 5])
    #expect(numbers.adjacentPairs().map { $0 + $1 } == [3, 5])
    #expect(Array(numbers.interleaved(with: [4])) == [1, 4, 2, 3])
    #expect(Array(numbers.merged(withSorted: [2], by: <)) == [1, 2, 2, 3])
    #expect(Array([numbers, [2], [0, 4]].mergedSorted(by: <)) == [0, 1, 2, 2, 3, 4])
    #expect(Array(numbers.unique(remembering: 2)) == numbers)
    #expect(Array(numbers.uniqued()) == numbers)
    #expect(Array(numbers.unique(remembering: 2, by: { $0 % 2 })) == [1, 2])
    #expect(Array(numbers.tap { _ in }) == numbers)
    #expect(Array(numbers.progress(every: 2) { _ in }) == numbers)
    #expect(Array(numbers.progress(every: .seconds(1)) { _, _ in }) == numbers)
    #expect(Array(numbers.skippingFailures(of: { $0 }, onFailure: { _, _ in })) == numbers)
    #expect(Array(numbers.skippingFailures(of: { $0 }, countedBy: FailureCount())) == numbers)
    #expect(numbers.largest(2, by: <) == [3, 2])
    #expect(numbers.sample(3, using: &generator) == numbers)
    var peekable = numbers.peekable()
    #expect(peekable.peek() == 1)
  }

  @Test("Every asynchronous shaping operator is called without ambiguity")
  func everyAsynchronousOperator() async {
    let numbers = [1, 2, 3].async
    var generator = SystemRandomNumberGenerator()
    #expect(await Array(numbers.chunks(ofCost: 3) { $0 }) == [[1, 2], [3]])
    #expect(await Array(numbers.chunks(of: 2, orEvery: .seconds(60))) == [[1, 2], [3]])
    #expect(await Array(numbers.chunks(ofCount: 2, or: .repeating(every: .seconds(60)))) == [[1, 2], [3]])
    #expect(await Array(numbers.windows(over: .seconds(2), at: { .seconds($0) })).map(\.elements) == [[1], [2, 3]])
    #expect(await Array(numbers.runs(by: { $0 > 1 })).map(\.elements) == [[1], [2, 3]])
    #expect(await Array(numbers.sections(startingAt: { $0 == 2 })) == [[1], [2, 3]])
    #expect(await Array(numbers.sections(endingAt: { $0 == 2 })) == [[1, 2], [3]])
    #expect(await Array(numbers.sections(separatedBy: { $0 == 2 })) == [[1], [3]])
    #expect(await Array(numbers.pairwise()).map { $0 + $1 } == [3, 5])
    #expect(await Array(numbers.interleaved(with: [4].async)) == [1, 4, 2, 3])
    #expect(await Array(numbers.merged(withSorted: [2].async, by: <)) == [1, 2, 2, 3])
    #expect(await Array([numbers, [2].async, [0, 4].async].mergedSorted(by: <)) == [0, 1, 2, 2, 3, 4])
    #expect(await Array(numbers.unique(remembering: 2)) == [1, 2, 3])
    #expect(await Array(numbers.unique(remembering: 2, by: { $0 % 2 })) == [1, 2])
    #expect(await Array(numbers.tap { _ in }) == [1, 2, 3])
    #expect(await Array(numbers.progress(every: 2) { _ in }) == [1, 2, 3])
    #expect(await Array(numbers.progress(every: .seconds(1)) { _, _ in }) == [1, 2, 3])
    #expect(await numbers.largest(2, by: <) == [3, 2])
    #expect(await numbers.sample(3, using: &generator) == [1, 2, 3])
    var peekable = numbers.peekable()
    #expect(await peekable.peek() == 1)
  }

  @Test("Failing elements are skipped without ambiguity")
  func skippingFailures() async throws {
    let numbers = [1, 2, 3].async
    #expect(try await Array(numbers.skippingFailures(of: { $0 }, onFailure: { _, _ in })) == [1, 2, 3])
    #expect(try await Array(numbers.skippingFailures(of: { $0 }, countedBy: FailureCount())) == [1, 2, 3])
  }
}
