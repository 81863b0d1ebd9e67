import Generators
import Testing

/// Files that are so large that most of them is read ahead.
@Suite("Reading ahead")
struct ReadingAheadTests {
  private static let text = Array((0..<280_000).map { "line \($0) of a log\n" }.joined().utf8)
  private static let lines = plainLines(text)

  @Test(
    "Lines, numbers and offsets of a large file are those of its bytes, plain and compressed",
    arguments: [false, true]
  )
  func whole(compressed: Bool) throws {
    let bytes = compressed ? Self.text.gzipped : Self.text
    let read = try withTemporaryFile(bytes) { path in
      try withLines(at: path) { lines in Array(lines.map(PlainLine.init)) }
    }
    #expect(read == Self.lines)
  }

  @Test("Lines that are kept stay what they are while reading goes on")
  func kept() throws {
    let kept = try withTemporaryFile(Self.text) { path in
      try withLines(at: path) { lines in Array(lines.filter { $0.number % 1_000 == 0 }) }
    }
    #expect(kept.map(PlainLine.init) == Self.lines.filter { $0.number % 1_000 == 0 })
  }

  @Test("A large file is closed when its lines are left in the middle, by return or by an error")
  func left() throws {
    struct Stop: Error {}
    try withTemporaryFile(Self.text) { path in
      for number in [1, 100_000, 220_000] {
        try withLines(at: path) { lines in
          let line = lines.first { $0.number == number }
          #expect(line?.string == "line \(number - 1) of a log")
          #expect(openDescriptors(of: path) == 1)
        }
        #expect(openDescriptors(of: path) == 0)
        #expect(throws: Stop.self) {
          try withLines(at: path) { lines in
            for line in lines where line.number == number { throw Stop() }
          }
        }
        #expect(openDescriptors(of: path) == 0)
      }
    }
  }

  @Test("An error far into a file comes after all lines before it, once")
  func damaged() throws {
    let whole = Self.text.gzipped
    let bytes = Array(whole.dropLast(8))
    try withTemporaryFile(bytes) { path in
      var read = 0
      let error = #expect(throws: ReadingError.self) {
        try withLines(at: path) { lines in
          var lines = lines.makeIterator()
          while lines.next() != nil { read += 1 }
          #expect(lines.next() == nil)
          #expect(lines.next() == nil)
        }
      }
      #expect(error?.code == .truncatedData)
      #expect(read == Self.lines.count)
      #expect(openDescriptors(of: path) == 0)
    }
  }

  @Test("A line that ends the reading far into a file ends what is read ahead")
  func failing() throws {
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 100) + [UInt8(ascii: "\n")]
    try withTemporaryFile(Self.text + long + Self.text) { path in
      var read = 0
      let error = #expect(throws: ReadingError.self) {
        try withLines(at: path, longLines: .fail(over: 64)) { lines in
          for _ in lines { read += 1 }
          #expect(openDescriptors(of: path) == 0)
        }
      }
      #expect(error?.code == .lineTooLong)
      #expect(read == Self.lines.count)
    }
  }

  @Test("The file after a large one begins afresh")
  func several() throws {
    try withTemporaryFile(Self.text) { large in
      try withTemporaryFile(Array("last\n".utf8)) { small in
        try withLines(atPaths: [large, small, large]) { lines in
          let first = lines.filter { $0.number == 1 }.map(\.string)
          #expect(Array(first) == ["line 0 of a log", "last", "line 0 of a log"])
        }
      }
    }
  }
}
