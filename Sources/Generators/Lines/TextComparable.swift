/// A value of a line that compares with text: a field, a JSON value, a value of logfmt.
///
/// ```swift
/// if line.field(2, separatedBy: " ") == "ERROR" { … }
/// if line.field("level") == level { … }
/// switch line.logfmt["level"] {
/// case "error": …
/// case nil: …
/// default: …
/// }
/// ```
///
/// The comparisons work with values that may be missing too: a missing value is equal to no text.
public protocol TextComparable {
  /// Whether the value is `text`, byte for byte as UTF-8.
  func isText(_ text: String) -> Bool
}

/// Whether the value is there and is the text, byte for byte as UTF-8.
@inlinable
public func == <Value: TextComparable>(left: Value?, right: String) -> Bool { left?.isText(right) ?? false }

/// Whether the value is there and is the text, byte for byte as UTF-8.
@inlinable
public func == <Value: TextComparable>(left: String, right: Value?) -> Bool { right?.isText(left) ?? false }

/// Whether the value is missing or is another text.
@inlinable
public func != <Value: TextComparable>(left: Value?, right: String) -> Bool { !(left?.isText(right) ?? false) }

/// Whether the value is missing or is another text.
@inlinable
public func != <Value: TextComparable>(left: String, right: Value?) -> Bool { !(right?.isText(left) ?? false) }

/// Whether the value is there and is the text: `case "ERROR":` in a `switch`.
@inlinable
public func ~= <Value: TextComparable>(pattern: String, value: Value?) -> Bool { value?.isText(pattern) ?? false }
