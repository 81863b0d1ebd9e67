internal import Foundation
import Testing

@testable import DecorateC

/// The wrappers of libraries are compiled, linked and run.
@Suite("Running wrappers") struct RunningTests {
  /// The wrappers of some functions of a header.
  private func wrappers(
    of name: String,
    module: String,
    matching pattern: String,
    _ decorators: [Decoration],
    areAttributes: Bool = false
  ) throws -> String {
    let header = try Header(named: name, clang: #require(libclang))
    let scan = try Scan([header], options: Scan.Options(match: Pattern("^(\(pattern))$"), module: module))
    return scan.swiftFile(decorations: Decorations(decorators, areAttributes: areAttributes))
  }

  /// The lines of a program that ended well.
  private func lines(_ result: SwiftTools.Result) throws -> [String] {
    try #require(result.status == 0, "\(result.output)")
    return result.output.split(separator: "\n").map(String.init)
  }

  /// Makes each timing a line of standard output.
  private static let logging = """
    import Decorators
    import Logging

    LoggingSystem.bootstrap { label in
      var handler = StreamLogHandler.standardOutput(label: label)
      handler.logLevel = .debug
      return handler
    }

    """

  private static let roundTrip =
    logging + """
      let text = Array(String(repeating: "A wrapper throws what C returns. ", count: 1_000).utf8)
      let packed = try Zlib.compress(upTo: Int(Zlib.compressBound(UInt(text.count))), source: text.span.bytes)
      let unpacked = try Zlib.uncompress(upTo: text.count, source: packed.span.bytes)
      print("same: \\(unpacked == text), smaller: \\(packed.count < text.count / 10)")
      do {
        _ = try Zlib.uncompress(upTo: text.count - 1, source: packed.span.bytes)
      } catch let error as Zlib.StatusError {
        print("\\(error.status), \\(error.retryDecision == .giveUp ? "gives up" : "retries")")
      }

      """

  private func checkRoundTrip(areAttributes: Bool) throws {
    let output = try lines(
      SwiftTools.run(
        Self.roundTrip,
        with: wrappers(
          of: "zlib.h",
          module: "CZlib",
          matching: "compress|uncompress|compressBound",
          [.timed],
          areAttributes: areAttributes
        ),
        module: "CZlib",
        header: "#include <zlib.h>\n",
        library: "z",
        hasAttributes: areAttributes
      )
    )
    #expect(output.contains("same: true, smaller: true"))
    #expect(output.contains("Z_BUF_ERROR, gives up"))
    // compressBound, compress, uncompress and the one that fails
    #expect(output.filter { $0.contains("ompress") && $0.contains(" took ") }.count == 4, "\(output)")
  }

  @Test("zlib compresses and decompresses under timing", .needs("zlib.h", of: "zlib1g-dev"))
  func zlib() throws { try checkRoundTrip(areAttributes: false) }

  @Test(
    "zlib compresses and decompresses under @Timed",
    .needs("zlib.h", of: "zlib1g-dev"),
    .enabled(if: SwiftTools.hasAttributes, "The attributes are not built here: build the whole package.")
  )
  func zlibWithAttributes() throws { try checkRoundTrip(areAttributes: true) }

  /// Each attempt asks SQLite's busy handler; the second time, it ends the transaction of the connection that is in the way.
  private static let busy =
    logging + """
      import CSQLite

      func execute(_ sql: String, on connection: SQLite.Connection) throws {
        try connection.exec(sql)
      }

      let path = CommandLine.arguments[1]
      let first = try SQLite.open(path)
      let second = try SQLite.open(path)
      try execute("CREATE TABLE items (name TEXT); BEGIN IMMEDIATE; INSERT INTO items VALUES ('first')", on: first)

      final class Blocker {
        let connection: SQLite.Connection
        var refusals = 0
        init(_ connection: SQLite.Connection) { self.connection = connection }
      }
      let blocker = Blocker(first)
      let context = Unmanaged.passUnretained(blocker).toOpaque()
      sqlite3_busy_handler(second.pointer, { context, _ in
        let blocker = Unmanaged<Blocker>.fromOpaque(context!).takeUnretainedValue()
        blocker.refusals += 1
        if blocker.refusals == 2 { try! execute("COMMIT", on: blocker.connection) }
        return 0
      }, context)

      print("begins")
      try execute("INSERT INTO items VALUES ('second')", on: second)
      print("refused: \\(blocker.refusals)")
      var names: [String] = []
      try second.exec("SELECT name FROM items ORDER BY rowid") { count, values, _ in
        names.append(String(cString: values![0]!))
        return 0
      }
      print("names: \\(names)")
      do {
        try execute("INSERT INTO nowhere VALUES (1)", on: second)
      } catch let error as SQLite.StatusError {
        print("\\(error), \\(error.retryDecision == .giveUp ? "gives up" : "retries")")
      }

      """

  @Test(
    "SQLite is busy until the other connection commits, and the call is repeated",
    .needs("sqlite3.h", of: "libsqlite3-dev")
  )
  func sqlite() throws {
    let folder = try TemporaryFolder()
    let output = try lines(
      SwiftTools.run(
        Self.busy,
        with: wrappers(
          of: "sqlite3.h",
          module: "CSQLite",
          matching: "sqlite3_(open|close_v2|exec|free)",
          [.retrying, .timed]
        ),
        module: "CSQLite",
        header: "#include <sqlite3.h>\n",
        library: "sqlite3",
        arguments: ["\(folder.path)/items 'with' \"quotes\".db"]
      )
    )
    #expect(output.contains("refused: 2"))
    #expect(output.contains(#"names: ["first", "second"]"#))
    #expect(
      output.contains { $0.hasPrefix("sqlite3_exec: no such table: nowhere (SQLITE_ERROR") && $0.hasSuffix("gives up") }
    )
    // Each attempt is timed: two that find the database busy, and the one that does not.
    let began = try #require(output.firstIndex(of: "begins"))
    let ended = try #require(output.firstIndex(of: "refused: 2"))
    let attempts = output[began..<ended].filter { $0.contains("sqlite3_exec took ") && $0.contains("StatusError") }
    #expect(attempts.count == 2, "\(output)")
  }

  private static let closing = """
    let path = CommandLine.arguments[1]
    let connection = try SQLite.open(path)
    var statement: SQLite.Statement? = try connection.prepareV2("SELECT 1")
    do {
      try connection.close()
    } catch let error as SQLite.StatusError {
      print("\\(error.function): \\(error.status), \\(error.retryDecision == .giveUp ? "gives up" : "retries")")
    }
    try statement!.step()
    try statement!.close()
    statement = nil
    try connection.close()
    try connection.close()
    let failing = try SQLite.open(path)
    try failing.exec("CREATE TABLE names (name TEXT UNIQUE); INSERT INTO names VALUES ('a')")
    let insertion = try failing.prepareV2("INSERT INTO names VALUES ('a')")
    do { try insertion.step() } catch { print("step fails") }
    do { try insertion.close() } catch { print("\\(error)") }
    try failing.close()
    print("closed")
    fflush(nil)
    try connection.exec("SELECT 1")

    """

  @Test(
    "close() reports what the release reports, once, and a connection that is busy stays open",
    .needs("sqlite3.h", of: "libsqlite3-dev")
  )
  func closes() throws {
    let folder = try TemporaryFolder()
    let result = try SwiftTools.run(
      "import Glibc\n" + Self.closing,
      with: wrappers(
        of: "sqlite3.h",
        module: "CSQLite",
        matching: "sqlite3_(open|exec|prepare_v2|step)",
        []
      ),
      module: "CSQLite",
      header: "#include <sqlite3.h>\n",
      library: "sqlite3",
      arguments: ["\(folder.path)/names.db"]
    )
    #expect(result.status != 0)
    let lines = result.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "sqlite3_close: SQLITE_BUSY, retries", "\(result.output)")
    #expect(lines.contains("step fails"))
    #expect(lines.contains { $0.hasPrefix("sqlite3_finalize: ") && $0.contains("SQLITE_CONSTRAINT") })
    #expect(lines.contains("closed"))
    // What comes after it was closed is a mistake of the program, which stops with a sentence.
    #expect(result.output.contains("Fatal error: Connection is used after it was closed"))
  }

  #if canImport(Glibc)
    private static let sockets =
      logging + """
        import Glibc

        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)

        @MainActor func withAddress<Result>(_ body: (UnsafeMutablePointer<sockaddr>) throws -> Result) rethrows -> Result {
          try withUnsafeMutableBytes(of: &address) { try body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self)) }
        }

        // The server uses the functions of C, the client their wrappers.
        let stream = Int32(SOCK_STREAM.rawValue)
        let server = Glibc.socket(AF_INET, stream, 0)
        guard withAddress({ Glibc.bind(server, $0, size) }) == 0, Glibc.listen(server, 1) == 0,
          withAddress({ Glibc.getsockname(server, $0, &size) }) == 0
        else { fatalError("no server: \\(errno)") }

        let client = try Socket.socket(AF_INET, type: stream, protocol: 0)
        try withAddress { try Socket.connect(client, addr: $0, len: size) }
        let peer = Glibc.accept(server, nil, nil)
        let ping = Array("ping".utf8)
        let sent = try Socket.send(client, buf: ping.span.bytes, flags: 0)
        var received = [UInt8](repeating: 0, count: 16)
        let count = Glibc.recv(peer, &received, 16, 0)
        print("sent \\(sent), received \\(String(decoding: received.prefix(count), as: UTF8.self))")
        _ = Glibc.send(peer, "pong!", 5, 0)
        let answer = try Socket.recv(client, upTo: 16, flags: 0)
        print("answer \\(String(decoding: answer, as: UTF8.self))")
        try Socket.shutdown(client, how: Int32(SHUT_WR))
        print("end \\(Glibc.recv(peer, &received, 16, 0))")
        Glibc.close(peer)
        Glibc.close(server)

        print("nobody listens")
        let late = try Socket.socket(AF_INET, type: stream, protocol: 0)
        do {
          try withAddress { try Socket.connect(late, addr: $0, len: size) }
        } catch let error as Socket.ErrnoError {
          print("refused \\(error.code == ECONNREFUSED), \\(error.retryDecision == .giveUp ? "gives up" : "retries")")
        }
        do {
          try Socket.shutdown(-1, how: Int32(SHUT_WR))
        } catch let error as Socket.ErrnoError {
          print("\\(error), \\(error.retryDecision == .giveUp ? "gives up" : "retries")")
        }

        """

    @Test("Sockets connect to a server, and to one that is gone", .needs("sys/socket.h", of: "libc6-dev"))
    func sockets() throws {
      let output = try lines(
        SwiftTools.run(
          Self.sockets,
          with: wrappers(
            of: "sys/socket.h",
            module: "Glibc",
            matching: "socket|connect|send|recv|shutdown",
            [.retrying, .timed]
          ),
          module: "Glibc",
          header: ""
        )
      )
      #expect(output.contains("sent 4, received ping"))
      #expect(output.contains("answer pong!"))
      #expect(output.contains("end 0"))
      #expect(output.contains("refused true, retries"))
      #expect(output.contains("shutdown: Bad file descriptor (\(EBADF)), gives up"))
      let late = try output[#require(output.firstIndex(of: "nobody listens"))...]
      #expect(late.filter { $0.contains("connect took ") }.count == 3, "\(output)")
      #expect(late.filter { $0.contains("shutdown took ") }.count == 1, "\(output)")
    }
  #endif
}
