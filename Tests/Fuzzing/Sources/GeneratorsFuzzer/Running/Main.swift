import Glibc

/// Every reader that is fuzzed. One more is a type in `Readers` and a line here.
let allReaders: [any FuzzedReader.Type] = [
  LinesReader.self,
  GzipReader.self,
  ZstdReader.self,
  CompressedFormatsReader.self,
  EncodingsReader.self,
  CountingReader.self,
  ParallelCountingReader.self,
  MatchingReader.self,
  ExpressionsReader.self,
  RecordsReader.self,
  FieldsReader.self,
  TimestampsReader.self,
  NumbersReader.self,
  ContextReader.self,
  ContainersReader.self,
  ChunksReader.self,
  FilesReader.self,
  CSVReader.self,
  CSVWriting.self,
  JSONReader.self,
  JSONDocumentsReader.self,
  JSONDecodingReader.self,
  JSONRecordsReader.self,
  JSONWriting.self,
  LogfmtReader.self,
]

@main
enum Main {
  static func main() async throws {
    let options: Options
    do {
      options = try Options(Array(CommandLine.arguments.dropFirst()))
    } catch {
      if !error.description.isEmpty { print(error.description) }
      print(Options.usage)
      exit(error.status)
    }
    CurrentCases.reportCrashes()
    CurrentCases.reportHangs()
    if let only = options.only {
      exit(try await run(options.readers[0], only..<only + 1, options) ? 0 : 1)
    }
    let clock = ContinuousClock()
    let start = clock.now
    var isClean = true
    var cases = 0
    for (reader, count) in options.casesByReader {
      if let obstacle = reader.obstacle {
        print("\(padded(reader.name, 12))  skipped: \(obstacle)")
        continue
      }
      if try await run(reader, 0..<count, options) { cases += count } else { isClean = false }
    }
    report(isClean ? "total" : "clean", cases, clock.now - start)
    exit(isClean ? 0 : 1)
  }

  /// Says whether there were no findings.
  private static func run<Reader: FuzzedReader>(
    _ reader: Reader.Type,
    _ numbers: Range<Int>,
    _ options: Options
  ) async throws -> Bool {
    let clock = ContinuousClock()
    let start = clock.now
    let findings = try await FuzzRun<Reader>(seed: options.seed, jobs: options.jobs, numbers: numbers).run()
    for finding in findings { print(finding.description) }
    if findings.isEmpty { report(Reader.name, numbers.count, clock.now - start) }
    return findings.isEmpty
  }

  private static func report(_ name: String, _ cases: Int, _ time: Duration) {
    let seconds = time / .seconds(1)
    let tenths = Int((seconds * 10).rounded())
    let rate = Int(Double(cases) / max(seconds, 0.001))
    let columns = [
      padded(name, 12), padded(from: "\(cases)", 12), "cases", padded(from: "\(tenths / 10).\(tenths % 10)", 8), "s",
      padded(from: "\(rate)", 10), "cases/s",
    ]
    print(columns.joined(separator: " "))
    fflush(nil)
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private static func padded(from text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }
}
