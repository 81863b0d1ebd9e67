import Glibc

/// A file that is written anew for each case, and removed in the end.
final class TemporaryFile {
  let path: String

  init() {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? P_tmpdir
    var name = Array("\(folder)/generators-fuzzer-XXXXXX".utf8CString)
    close(mkstemp(&name))
    path = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { unlink(path) }

  /// Replaces what is in the file.
  func write(_ bytes: [UInt8]) {
    let file = open(path, O_WRONLY | O_TRUNC)
    precondition(Glibc.write(file, bytes, bytes.count) == bytes.count, "Cannot write \(path).")
    close(file)
  }
}
