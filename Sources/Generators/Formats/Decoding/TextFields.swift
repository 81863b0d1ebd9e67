/// Fields of text with names, such as those of a CSV record or of a line of logfmt.
///
/// ``TextFieldsDecoder`` makes a value of them.
protocol TextFields {
  associatedtype Field: TextField

  /// The names of all fields, in order.
  var names: [String] { get }

  /// The first field of that name, or nil if there is none.
  func field(named name: String) -> Field?
}

/// The text of one field.
protocol TextField {
  var string: String { get }
  /// Calls `body` with the bytes of the text. They are valid during the call only.
  func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result
  /// Whether there is no text.
  var isEmpty: Bool { get }
  /// Whether the field is nil where an optional value is asked for: by default if there is no text.
  var isNull: Bool { get }
  /// Whether there is a name only, as `debug` in `level=info debug`: as a `Bool` it is true, else it is empty.
  var isFlag: Bool { get }
}

extension TextField {
  var isNull: Bool { isEmpty }
  var isFlag: Bool { false }
}

extension ByteSlice: TextField {
  func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result { withBytes(body) }
}
