internal import CByteScan

/// The way to a value inside a JSON document: names of members and numbers of elements, prepared for many lines.
///
/// ```swift
/// let status = JSONPath("request.status")
/// try withLines(at: "events.jsonl") { lines in
///   for line in lines where line.field(status) == "500" { … }
/// }
/// ```
///
/// A step into an object is a name, a step into an array the number of an element from 0: `connections.0.state`. A
/// name may be empty, and a number is a name where there is an object. Names that contain dots are given one by one, as
/// in the array literal `["id.orig_h", "port"]`. A path without steps leads to the document itself.
///
/// The number of an element has no leading zeros: the step `00` is only a name.
///
/// Names are compared with the texts of keys, so that an escaped key is found by its text.
public struct JSONPath: Sendable {
  /// Which member a name leads to where an object has several of it.
  public enum DuplicateKeys: Hashable, Sendable {
    /// The first one. Nothing behind it is read.
    case first
    /// The last one, as in JavaScript and Python. Every object on the way is read to its end, or up to where it is torn.
    case last
  }

  let steps: JSONSteps
  let duplicateKeys: DuplicateKeys

  /// A path of steps with dots between them.
  ///
  /// - Parameters:
  ///   - path: The steps.
  ///   - duplicateKeys: Which member a name leads to where an object has several of it. By default the first.
  public init(_ path: String, duplicateKeys: DuplicateKeys = .first) {
    steps = JSONSteps(path.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init))
    self.duplicateKeys = duplicateKeys
  }

  /// A path of steps one by one, which may contain dots.
  ///
  /// - Parameters:
  ///   - steps: The steps.
  ///   - duplicateKeys: Which member a name leads to where an object has several of it. By default the first.
  public init(_ steps: some Sequence<String>, duplicateKeys: DuplicateKeys = .first) {
    self.steps = JSONSteps(steps.map { Array($0.utf8) })
    self.duplicateKeys = duplicateKeys
  }
}

extension JSONPath: ExpressibleByArrayLiteral {
  public init(arrayLiteral steps: String...) { self.init(steps) }
}

/// The prepared steps of a path.
final class JSONSteps: @unchecked Sendable {
  let keys: UnsafeMutableBufferPointer<json_key>
  private let texts: UnsafeMutableBufferPointer<UInt8>

  init(_ steps: [[UInt8]]) {
    texts = .allocate(capacity: steps.reduce(0) { $0 + $1.count })
    _ = texts.initialize(from: steps.joined())
    keys = .allocate(capacity: steps.count)
    var start = 0
    for (index, step) in steps.enumerated() {
      keys.initializeElement(at: index, to: json_key(UnsafeBufferPointer(rebasing: texts[start..<start + step.count])))
      start += step.count
    }
  }

  deinit {
    keys.deallocate()
    texts.deallocate()
  }
}

extension json_key {
  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.init(text: text.baseAddress, count: text.count, index: Self.index(text) ?? -1)
  }

  private static func index(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    guard (1...18).contains(text.count), text[0] != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var index = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      index = 10 * index + Int(byte - UInt8(ascii: "0"))
    }
    return index
  }
}

/// Calls `body` with the steps of a path that is used once. Nothing is allocated that outlives the call.
func withSteps<Result>(_ path: String, _ body: (UnsafeBufferPointer<json_key>) -> Result) -> Result {
  var path = path
  return path.withUTF8 { path in
    let dots = path.reduce(0) { $0 + ($1 == UInt8(ascii: ".") ? 1 : 0) }
    return withUnsafeTemporaryAllocation(of: json_key.self, capacity: dots + 1) { keys in
      var start = 0
      for index in 0...dots {
        var end = start
        while end < path.count, path[end] != UInt8(ascii: ".") { end += 1 }
        keys.initializeElement(at: index, to: json_key(UnsafeBufferPointer(rebasing: path[start..<end])))
        start = end + 1
      }
      return body(UnsafeBufferPointer(keys))
    }
  }
}
