#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Asks a service on the loopback device over several connections. Each has one request under way at a time.
struct Client {
  struct Sample {
    /// Requests per second.
    let rate: Int
    /// How often a thread of this process gave its processor away, per request, the client's own included.
    let switches: Double
  }

  private struct Connection {
    let socket: CInt
    var received: [UInt8] = []
  }

  private let route: String
  private var connections: [Connection]

  init(port: Int, route: String, connections count: Int) {
    self.route = route
    connections = (0..<count).map { _ in Connection(socket: Self.connect(to: port)) }
  }

  func run(requests: Int) -> Sample {
    var connections = connections
    defer { for connection in connections { close(connection.socket) } }
    var keys = Keys()
    var polled = connections.map { pollfd(fd: $0.socket, events: Int16(POLLIN), revents: 0) }
    var (sent, answered) = (0, 0)
    let (start, switches) = (ContinuousClock.now, voluntarySwitches())
    for connection in connections where sent < requests {
      send(keys.next(), on: connection.socket)
      sent += 1
    }
    while answered < requests {
      guard poll(&polled, nfds_t(polled.count), 10_000) > 0 else { fatalError("The service does not answer.") }
      for index in connections.indices where polled[index].revents != 0 {
        guard receive(&connections[index]) else { continue }
        answered += 1
        guard sent < requests else { continue }
        send(keys.next(), on: connections[index].socket)
        sent += 1
      }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let perRequest = Double(voluntarySwitches() - switches) / Double(requests)
    return Sample(rate: Int(Double(requests) / seconds), switches: (perRequest * 100).rounded() / 100)
  }

  private func send(_ key: Int, on socket: CInt) {
    var request = "GET /\(route)/\(key) HTTP/1.1\r\nhost: localhost\r\n\r\n"
    request.withUTF8 { bytes in
      guard write(socket, bytes.baseAddress, bytes.count) == bytes.count else { fatalError("The service hung up.") }
    }
  }

  /// Reads what has arrived, and returns whether that completes an answer. The body of an answer ends with a full stop.
  private func receive(_ connection: inout Connection) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4_096) { buffer in
      let count = read(connection.socket, buffer.baseAddress, buffer.count)
      guard count > 0 else { fatalError("The service hung up.") }
      connection.received.append(contentsOf: buffer[..<count])
    }
    guard connection.received.last == UInt8(ascii: ".") else { return false }
    guard connection.received.starts(with: "HTTP/1.1 200".utf8) else { fatalError("The service refused.") }
    connection.received.removeAll(keepingCapacity: true)
    return true
  }

  private static func connect(to port: Int) -> CInt {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, CInt(SOCK_STREAM), 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let isConnected = withUnsafeBytes(of: &address) { bytes in
      #if canImport(Glibc)
        Glibc.connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count)) == 0
      #elseif canImport(Musl)
        Musl.connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count)) == 0
      #else
        Darwin.connect(descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress, socklen_t(bytes.count))
          == 0
      #endif
    }
    guard isConnected else { fatalError("The service cannot be reached on port \(port).") }
    return descriptor
  }

  private func voluntarySwitches() -> Int {
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #else
      getrusage(CInt(RUSAGE_SELF), &usage)
    #endif
    return usage.ru_nvcsw
  }
}

/// Keys that are equally likely, the same in every run.
private struct Keys {
  private var state: UInt64 = 42

  mutating func next() -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % ServiceBenchmark.keyCount
  }
}
