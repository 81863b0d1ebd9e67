import ExampleTesting
import Testing

@testable import LogErrorCounter

@Suite struct ReportTests {
  let report = Report(
    totals: Totals(lines: 2415, matches: 27, bytes: 46_256, batches: 3),
    files: [FileTotals(path: "a.log", lines: 415, matches: 14), FileTotals(path: "-", lines: 2000, matches: 13)],
    pushes: 1,
    pushRetries: 2,
    elapsed: .microseconds(1_000_250)
  )

  @Test func json_hasTheDocumentedFieldsInOrder() {
    #expect(
      report.json == """
        {"lines": 2415, "matches": 27, "bytes": 46256, "batches": 3, "pushes": 1, "push_retries": 2, \
        "seconds": 1.000250, "files": [{"path": "a.log", "lines": 415, "matches": 14}, \
        {"path": "-", "lines": 2000, "matches": 13}]}

        """
    )
  }

  @Test func json_escapesWhatAPathMayHold() {
    let report = Report(files: [FileTotals(path: "a\"\\\n\r\t\u{1}\u{7F}é\r\n🎈")])
    #expect(report.json.contains(#""path": "a\"\\\n\r\t\u0001\u007fé\r\n🎈""#))
  }

  @Test func table_hasARowForEachFileAndOneOfSums() {
    #expect(
      report.table == """
        lines  matches  file
          415       14  a.log
         2000       13  -
         2415       27  total

        46256 bytes in 1.000250 s, 3 batches, 1 push, 2 push retries

        """
    )
  }

  @Test func path_withALineFeedIsOneRow() {
    let report = Report(files: [FileTotals(path: "a\n\u{1B}[2J\u{7F}\u{85}é.log")])
    #expect(report.table.hasPrefix("lines  matches  file\n    0        0  a\\n\\x1B[2J\\x7F\\x85é.log\n\n"))
  }

  @Test func table_ofOneFileHasNoSums() {
    let report = Report(
      totals: Totals(lines: 1, matches: 1, bytes: 1, batches: 1),
      files: [FileTotals(path: "a", lines: 12_345_678, matches: 1)]
    )
    #expect(
      report.table == """
           lines  matches  file
        12345678        1  a

        1 byte in 0.000000 s, 1 batch

        """
    )
  }
}
