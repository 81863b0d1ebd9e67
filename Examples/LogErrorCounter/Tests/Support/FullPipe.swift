import ExampleTesting
import Foundation

/// A pipe that takes nothing, since nobody reads what it holds.
struct FullPipe: ~Copyable {
  let forProgram: Int32
  private let forTest: Int32

  init() throws {
    let ends = try Descriptors.make {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
      return ends
    }
    (forTest, forProgram) = (ends[0], ends[1])
    let flags = fcntl(forProgram, F_GETFL)
    _ = fcntl(forProgram, F_SETFL, flags | O_NONBLOCK)
    let page = [UInt8](repeating: 0, count: 4096)
    while write(forProgram, page, page.count) > 0 {}
    while write(forProgram, page, 1) > 0 {}
    _ = fcntl(forProgram, F_SETFL, flags)
  }

  deinit {
    close(forTest)
    close(forProgram)
  }
}
