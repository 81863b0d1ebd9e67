import DecoratorsTesting
package import Foundation
import NIOConcurrencyHelpers

/// A program run with pipes of the test's own.
package final class ChildProcess: Sendable {
  /// What a stream of the program is connected to.
  package enum Stream {
    /// A pipe to the test.
    case pipe
    /// The file at a path.
    case file(String)
    /// Nothing: the descriptor is closed.
    case closed
    /// A descriptor of the test's, which the program gets a copy of.
    case descriptor(Int32)
  }

  package struct Ending: Equatable {
    package var output: String
    package var error: String
    /// The exit code; a program that a signal ended has minus that signal.
    package var code: Int32

    package init(output: String, error: String, code: Int32) {
      (self.output, self.error, self.code) = (output, error, code)
    }
  }

  package let identifier: pid_t
  package let output = EventLog<String>()
  package let error = EventLog<String>()
  private let input: NIOLockedValueBox<Int32>
  private let code = EventLog<Int32>()
  private let ends = EventLog<Void>()
  private let pipes: Int

  package init(
    _ program: String,
    _ arguments: [String] = [],
    input: Stream = .file("/dev/null"),
    output: Stream = .pipe,
    error: Stream = .pipe,
    environment: [String: String] = [:]
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var mine: [Int32: Int32] = [:]
    var theirs: [Int32] = []
    for (number, stream) in [(0 as Int32, input), (1, output), (2, error)] {
      switch stream {
      case .closed: posix_spawn_file_actions_addclose(&actions, number)
      case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      case .file(let path):
        posix_spawn_file_actions_addopen(&actions, number, path, number == 0 ? O_RDONLY : O_WRONLY, 0)
      case .pipe:
        let both = try Descriptors.make {
          var both: [Int32] = [-1, -1]
          guard pipe(&both) == 0 else { throw POSIXError(.EMFILE) }
          return both
        }
        let (their, my) = number == 0 ? (both[0], both[1]) : (both[1], both[0])
        posix_spawn_file_actions_adddup2(&actions, their, number)
        theirs.append(their)
        mine[number] = my
      }
    }
    defer { for descriptor in theirs { close(descriptor) } }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let inherited = ProcessInfo.processInfo.environment.filter { $0.key != "LOG_LEVEL" }
    let variables = inherited.merging(environment) { $1 }.map { "\($0)=\($1)" }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup($0) } + [nil]
    defer { for text in argv + envp { free(text) } }
    var identifier: pid_t = 0
    let failure = Descriptors.start { posix_spawn(&identifier, program, &actions, &attributes, &argv, &envp) }
    guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }

    self.identifier = identifier
    self.input = NIOLockedValueBox(mine[0] ?? -1)
    pipes = mine.keys.count { $0 != 0 }
    for (number, log) in [(1 as Int32, self.output), (2, self.error)] {
      if let descriptor = mine[number] { collect(descriptor, in: log) }
    }
    let code = code
    let child = identifier
    Thread.detachNewThread {
      var status: Int32 = 0
      while waitpid(child, &status, 0) < 0, errno == EINTR {}
      code.append(status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F))
    }
  }

  /// Writes to the program's standard input, waiting while the pipe is full.
  package func write(_ text: String) async {
    await write(Data(text.utf8))
  }

  /// Writes to the program's standard input, waiting while the pipe is full.
  package func write(_ bytes: Data) async {
    await onOwnThread { [input] in
      input.withLockedValue { descriptor in
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
          guard count > 0 else { return }
          rest = rest.dropFirst(count)
        }
      }
    }
  }

  /// Ends the program's standard input.
  package func closeInput() {
    input.withLockedValue { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  package func send(_ signal: Int32) {
    kill(identifier, signal)
  }

  /// Waits for the program's end and everything it wrote.
  package func ending() async throws -> Ending {
    do {
      let code = try await code.wait(for: "the program's end") { !$0.isEmpty }
      let pipes = pipes
      try await ends.wait(for: "the end of what it writes") { $0.count == pipes }
      closeInput()
      return Ending(output: output.events.joined(), error: error.events.joined(), code: code[0])
    } catch {
      send(SIGKILL)
      throw error
    }
  }

  private func collect(_ descriptor: Int32, in log: EventLog<String>) {
    let ends = ends
    Thread.detachNewThread {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        log.append(String(decoding: buffer[..<count], as: UTF8.self))
      }
      close(descriptor)
      ends.append(())
    }
  }
}
