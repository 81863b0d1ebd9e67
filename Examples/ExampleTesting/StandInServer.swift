import Foundation
import NIOConcurrencyHelpers

/// A server on loopback that plays a server that is called, and its faults, one act for each request.
package final class StandInServer: Sendable {
  package enum Act: Sendable {
    case answer(Int, headers: [String: String] = [:], body: String = "")
    /// Says nothing, and leaves the connection open.
    case hang
    /// Resets the connection in place of an answer.
    case reset
    /// Resets it in the middle of the answer's body.
    case resetInMidBody
    /// Closes it in the middle of the answer's body.
    case closeInMidBody
    /// Says this, whatever it is, and closes the connection.
    case speak(String)
  }

  package struct Request: Sendable, Equatable {
    package var line: String
    package var headers: [String: String]
    package var body: String

    /// The value of a metric in the body.
    package func value(of metric: String) -> Int? {
      body.split(separator: "\n").first { $0.hasPrefix("\(metric) ") }.flatMap { Int($0.split(separator: " ")[1]) }
    }
  }

  package let port: Int
  package let requests = EventLog<Request>()
  private let listener: Int32
  private let acts: NIOLockedValueBox<[Act]>
  private let connections = NIOLockedValueBox<[Int32]>([])

  /// - Parameters:
  ///   - acts: What happens to the first requests.
  ///   - last: What happens to all after them.
  package init(_ acts: Act..., thenAlways last: Act = .answer(200)) throws {
    self.acts = NIOLockedValueBox(acts)
    (listener, port) = try listeningSocket()
    let listener = listener
    Thread.detachNewThread { [weak self] in
      while true {
        var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        poll(&waiting, 1, -1)
        let connection = Descriptors.make { [accept(listener, nil, nil)] }[0]
        guard connection >= 0 else { return }
        guard let server = self else { close(connection); return }
        server.connections.withLockedValue { $0.append(connection) }
        Thread.detachNewThread { server.serve(connection, last: last) }
      }
    }
  }

  package var root: String { "http://127.0.0.1:\(port)" }

  /// Ends listening and every connection.
  package func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    stopConnections()
  }

  /// Ends every connection, those that hang among them.
  package func stopConnections() {
    for connection in connections.withLockedValue({ $0 }) { shutdown(connection, Int32(SHUT_RDWR)) }
  }

  private func serve(_ connection: Int32, last: Act) {
    defer {
      connections.withLockedValue { $0.removeAll { $0 == connection } }
      close(connection)
    }
    var received: [UInt8] = []
    while let request = readRequest(connection, &received) {
      let act = acts.withLockedValue { $0.isEmpty ? last : $0.removeFirst() }
      requests.append(request)
      switch act {
      case .answer(let status, let headers, let body):
        let fields = headers.map { "\($0): \($1)\r\n" }.joined()
        send("HTTP/1.1 \(status) Status\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)", on: connection)
      case .hang:
        _ = readRequest(connection, &received)
        return
      case .reset:
        reset(connection)
        return
      case .resetInMidBody:
        send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", on: connection)
        reset(connection)
        return
      case .speak(let text):
        send(text, on: connection)
        return
      case .closeInMidBody:
        send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", on: connection)
        return
      }
    }
  }

  /// Makes closing the connection a reset.
  private func reset(_ connection: Int32) {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  private func send(_ text: String, on connection: Int32) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}

/// A port on loopback where nobody listens.
package func refusingPort() throws -> Int {
  let (socket, port) = try listeningSocket()
  close(socket)
  return port
}

private func listeningSocket() throws -> (socket: Int32, port: Int) {
  let listener = Descriptors.make { [socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)] }[0]
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  let isListening = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
      bind(listener, address, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, address, &length) == 0
    }
  }
  guard isListening else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
  return (listener, Int(UInt16(bigEndian: address.sin_port)))
}

/// The next request, or nil when the connection ends before it is complete.
private func readRequest(_ connection: Int32, _ received: inout [UInt8]) -> StandInServer.Request? {
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    if let (request, length) = parse(received) {
      received.removeFirst(length)
      return request
    }
    let count = read(connection, &buffer, buffer.count)
    guard count > 0 else { return nil }
    received += buffer[..<count]
  }
}

private func parse(_ bytes: [UInt8]) -> (StandInServer.Request, length: Int)? {
  guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
  var lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n").map(String.init)
  let line = lines.removeFirst()
  let headers = lines.map { $0.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) } }
  let fields = Dictionary(uniqueKeysWithValues: headers.map { ($0[0].lowercased(), $0[1]) })
  let length = end.upperBound + (fields["content-length"].flatMap { Int($0) } ?? 0)
  guard bytes.count >= length else { return nil }
  let body = String(decoding: bytes[end.upperBound..<length], as: UTF8.self)
  return (StandInServer.Request(line: line, headers: fields, body: body), length)
}
