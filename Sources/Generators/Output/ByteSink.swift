/// Somewhere bytes go, a piece at a time: a file, a pipe, a socket, memory.
///
/// ```swift
/// struct Counter: ByteSink {
///   var count = 0
///   mutating func write(_ bytes: UnsafeRawBufferPointer) { count += bytes.count }
/// }
/// try withCSVWriter(to: Counter()) { writer in … }
/// ```
///
/// Files, descriptors, arrays and closures need no sink of your own: see ``withCSVWriter(to:_:mode:dates:_:)``.
public protocol ByteSink {
  /// What errors call this sink, such as a path. The name of the type unless you say otherwise.
  var name: String { get }

  /// Writes all of `bytes`, which are never empty and valid during the call only. The call may block.
  ///
  /// After an error there are no further calls.
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws
}

extension ByteSink {
  public var name: String { String(describing: Self.self) }
}

/// A sink that is a closure. ``ByteSink/closure(named:_:)`` makes it.
public struct ClosureSink: ByteSink {
  public let name: String
  private let body: (UnsafeRawBufferPointer) throws -> Void

  init(name: String, _ body: @escaping (UnsafeRawBufferPointer) throws -> Void) {
    (self.name, self.body) = (name, body)
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws { try body(bytes) }
}

extension ByteSink where Self == ClosureSink {
  /// A sink that calls a closure with the bytes.
  ///
  /// ```swift
  /// try withJSONLinesWriter(to: .closure { hash.update(bufferPointer: $0) }) { writer in … }
  /// ```
  ///
  /// - Parameters:
  ///   - name: What errors call it.
  ///   - body: Takes all of the bytes, which are valid during the call only.
  public static func closure(
    named name: String = "a closure",
    _ body: @escaping (UnsafeRawBufferPointer) throws -> Void
  ) -> ClosureSink {
    ClosureSink(name: name, body)
  }
}

/// Calls `body` with a sink that adds to an array.
func withSink<Result>(to bytes: inout [UInt8], _ body: (ClosureSink) throws -> Result) throws -> Result {
  // The sink is not used after the call, as writers are not.
  try withUnsafeMutablePointer(to: &bytes) { bytes in
    try body(ClosureSink(name: "bytes in memory") { bytes.pointee.append(contentsOf: $0) })
  }
}
