internal import Glibc
internal import NIOConcurrencyHelpers
// TEMPORARY until Generators lands
extension Reading {
  func name(of path: String) -> String { path == "-" ? "standard input" : path }
  func read(_ path: String, progress: inout ProgressLine?) throws {
    let fd = path == "-" ? 0 : open(path, O_RDONLY)
    if fd < 0 { throw SystemError(code: errno) }
    defer { if fd != 0 { close(fd) } }
    var file = FileTotals(path: path)
    let base = counted.totals
    var batch = 0, bytes = 0, batches = 0
    var line: [UInt8] = []
    func publish() {
      if file.lines + file.matches == 0 { return }
      state.withLockedValue { s in
        s.totals = Totals(lines: base.lines + file.lines, matches: base.matches + file.matches, bytes: base.bytes + bytes, batches: base.batches + batches)
        if s.files.last?.path == path { s.files.removeLast() }
        s.files.append(file)
      }
      afterBatch(counted.totals)
    }
    func end() {
      file.lines += 1; batch += 1
      let text = String(decoding: line, as: UTF8.self)
      if settings.texts.contains(where: { text.contains($0) }) { file.matches += 1 }
      line = []
      if batch == settings.batch { batch = 0; batches += 1; publish() }
    }
    var buffer = [UInt8](repeating: 0, count: 65536)
    while !stopRequest.isMade {
      var p = pollfd(fd: fd, events: Int16(POLLIN), revents: 0)
      if poll(&p, 1, 20) == 0 { continue }
      let n = Glibc.read(fd, &buffer, buffer.count)
      if n < 0 { throw SystemError(code: errno) }
      if n == 0 { break }
      bytes += n
      for b in buffer[..<n] { if b == 10 { end() } else { line.append(b) } }
    }
    if !line.isEmpty { end() }
    if batch > 0 { batches += 1 }
    publish()
  }
}
