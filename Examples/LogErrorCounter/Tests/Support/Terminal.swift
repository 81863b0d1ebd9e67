import ExampleTesting
import Foundation

/// A pseudo-terminal.
struct Terminal: ~Copyable {
  let forProgram: Int32
  private let forTest: Int32

  init() throws {
    let ends = try Descriptors.make {
      let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY)
      var lock: CInt = 0
      var number: CInt = 0
      // TIOCSPTLCK and TIOCGPTN, of which Swift sees no name.
      guard ioctl(terminal, 0x4004_5431, &lock) == 0, ioctl(terminal, 0x8004_5430, &number) == 0 else {
        throw POSIXError(.ENXIO)
      }
      return [terminal, open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)]
    }
    (forTest, forProgram) = (ends[0], ends[1])
  }

  deinit {
    close(forTest)
    close(forProgram)
  }

  /// What the program, which has ended, wrote.
  func shown() -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    var waiting = pollfd(fd: forTest, events: Int16(POLLIN), revents: 0)
    while poll(&waiting, 1, 0) == 1, waiting.revents & Int16(POLLIN) != 0 {
      let count = read(forTest, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }
}
