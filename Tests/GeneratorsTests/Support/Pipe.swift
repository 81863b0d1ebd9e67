import Glibc

/// A pipe whose ends the test writes, reads and closes.
final class Pipe: Sendable {
  let reading: Int32
  let writing: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    precondition(pipe(&ends) == 0)
    (reading, writing) = (ends[0], ends[1])
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    precondition(Glibc.write(writing, bytes, bytes.count) == bytes.count)
  }

  func closeWriting() { close(writing) }

  deinit { close(reading) }
}
