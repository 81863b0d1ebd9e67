/// How values of one type are decoded, found out once.
enum JSONDecodingPlan {
  /// By a decoding of the format.
  case own(@Sendable (any Decoder) throws -> Any)
  /// As the format says: a type of Foundation, or ``Timestamp``.
  case special
  /// As an array or a dictionary, without a container.
  case collection(any JSONCollection.Type)
  /// As the type does it.
  case itself

  init<Value: Decodable>(_ type: Value.Type, _ format: JSONFormat) {
    if let decode = format.decodings[ObjectIdentifier(type)] {
      self = .own(decode)
    } else if JSONDocument.isSpecial(type) {
      self = .special
    } else if let collection = type as? any JSONCollection.Type {
      self = .collection(collection)
    } else {
      self = .itself
    }
  }
}

/// A collection that takes the values of an array or an object as they come, which is much faster than asking for each.
protocol JSONCollection {
  static var kind: JSONField.Kind { get }

  /// - Parameter type: The collection itself, which the caller knows by another name.
  static func decode<Value>(_ type: Value.Type, _ container: Int, of document: JSONDocument) throws -> Value
}

extension Array: JSONCollection where Element: Decodable {
  static var kind: JSONField.Kind { .array }

  static func decode<Value>(_ type: Value.Type, _ array: Int, of document: JSONDocument) throws -> Value {
    if Element.self == String.self {
      let texts = try document.elements(of: array) { element, tokens in try document.string(element, tokens) }
      return unsafeBitCast(texts, to: type)
    }
    let elements = try document.elements(of: array) { element, tokens in
      try document.decode(Element.self, element, tokens)
    }
    return unsafeBitCast(elements, to: type)
  }
}

extension JSONDocument {
  @inline(__always)
  fileprivate func elements<Element>(
    of array: Int,
    _ decode: (Int, JSONTokens) throws -> Element
  ) throws -> [Element] {
    let tokens = tokens
    var elements: [Element] = []
    elements.reserveCapacity(tokens.count(array))
    var element = array + 1
    let end = tokens.next(array)
    while element < end {
      elements.append(try decode(element, tokens))
      element = tokens.next(element)
    }
    return elements
  }
}

extension Dictionary: JSONCollection where Key == String, Value: Decodable {
  static var kind: JSONField.Kind { .object }

  static func decode<Result>(_ type: Result.Type, _ object: Int, of document: JSONDocument) throws -> Result {
    let tokens = document.tokens
    var members = Self(minimumCapacity: tokens.count(object))
    var key = object + 1
    let end = tokens.next(object)
    while key < end {
      let name = tokens.text(key)
      if tokens.keepsLast || members.index(forKey: name) == nil {
        members.updateValue(try document.decode(Value.self, key + 1, tokens), forKey: name)
      }
      key = tokens.next(key + 1)
    }
    return unsafeBitCast(members, to: type)
  }
}
