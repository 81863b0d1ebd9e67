internal import CByteScan

/// What is wrong in a JSON document, and where.
///
/// It is the `underlyingError` in the context of a `DecodingError`.
public struct JSONError: Error, Hashable, Sendable {
  /// What is wrong, such as `a comma or "}" is expected`.
  public let reason: String
  /// The place of the first byte that is wrong, or of the value that cannot be decoded, counted from the start of the
  /// document.
  public let offset: Int
}

extension JSONError: CustomStringConvertible {
  public var description: String { "at byte \(offset): \(reason)" }
}

extension JSONError {
  init(_ parse: json_parse) { self.init(reason: Self.reason(parse), offset: parse.at) }

  private static func reason(_ parse: json_parse) -> String {
    let isObject = parse.depth > 0 && parse.bytes[Int(parse.tokens[Int(parse.container)].start)] == UInt8(ascii: "{")
    let bracket = isObject ? "}" : "]"
    let found = parse.at < parse.count ? character(at: parse) : "the end of the document"
    switch parse.failure {
    case json_key_expected: return "a key in quotes is expected, not \(found)"
    case json_colon_expected: return "a colon is expected after a key, not \(found)"
    case json_comma_expected: return "a comma or \"\(bracket)\" is expected, not \(found)"
    case json_end_expected: return "the document is over, and \(found) follows it"
    case json_unterminated_string: return "a string has no closing quote"
    case json_control_character: return "a string contains \(found), which has to be escaped"
    case json_invalid_escape: return "a string contains a backslash that begins no escape of JSON"
    case json_invalid_utf8: return "a string contains bytes that are not valid UTF-8"
    case json_leading_zero: return "a number begins with a zero that other digits follow"
    case json_digit_expected: return "a digit is expected in a number, not \(found)"
    case json_too_deep: return "objects and arrays are nested deeper than \(parse.depth_limit)"
    default:
      let isEmpty = parse.token_count == 0 && parse.depth == 0 && parse.at == parse.count
      return isEmpty ? "the document is empty" : "a value is expected, not \(found)"
    }
  }

  /// The character that a parse has stopped at, in quotes; a control character or an invalid byte by its number.
  private static func character(at parse: json_parse) -> String {
    let rest = UnsafeBufferPointer(start: parse.bytes + parse.at, count: min(4, parse.count - parse.at))
    var iterator = rest.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    guard case .valid(let encoded) = parser.parseScalar(from: &iterator) else { return "the byte \(rest[0])" }
    let scalar = Unicode.UTF8.decode(encoded)
    return scalar.value < 0x20 ? "the control character \(scalar.value)" : "\"\(scalar)\""
  }
}

extension DecodingError {
  /// What is wrong in a JSON document, if it is JSON that could not be decoded.
  var jsonError: JSONError? { context?.underlyingError as? JSONError }

  var context: Context? {
    switch self {
    case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      context
    @unknown default: nil
    }
  }

  /// The same error with the place where it is in a JSON document.
  func with(_ place: JSONError) -> DecodingError {
    func placed(_ context: Context) -> Context {
      Context(codingPath: context.codingPath, debugDescription: context.debugDescription, underlyingError: place)
    }
    switch self {
    case .keyNotFound(let key, let context): return .keyNotFound(key, placed(context))
    case .typeMismatch(let type, let context): return .typeMismatch(type, placed(context))
    case .valueNotFound(let type, let context): return .valueNotFound(type, placed(context))
    case .dataCorrupted(let context): return .dataCorrupted(placed(context))
    @unknown default: return self
    }
  }
}
