#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The three standard streams as a command-line tool needs them.
enum StandardStreams {
  /// Makes a closed stream fail when it is used, and a closed pipe an error rather than a silent end.
  ///
  /// A descriptor that is closed from the start would be given to the next file that is opened, and then be read or
  /// written in its place. Opened the wrong way round, it fails with `EBADF` as a closed one does.
  static func prepare() {
    for (descriptor, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)]
    where fcntl(descriptor, F_GETFD) == -1 && errno == EBADF {
      _ = open("/dev/null", mode)
    }
    signal(SIGPIPE, SIG_IGN)
  }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes all of `text` to standard output.
  static func output(_ text: String) throws(SystemError) {
    try write(text, to: STDOUT_FILENO)
  }

  /// Writes one line about something that went wrong to standard error, whatever names it holds.
  static func complain(_ complaint: String) {
    terminal("log-error-counter: \(onOneLine(complaint))\n")
  }

  /// Writes all of `text` to standard error, where nobody is told of a failure to tell.
  static func terminal(_ text: String) {
    try? write(text, to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: CInt) throws(SystemError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
          Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Darwin)
          Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
      }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        var pending = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&pending, 1, -1)
      } else if errno != EINTR {
        throw SystemError(code: errno)
      }
    }
  }
}

/// An error of the operating system, in its own words.
struct SystemError: Error, Equatable, CustomStringConvertible {
  let code: CInt

  var description: String { String(cString: strerror(code)) }
}
