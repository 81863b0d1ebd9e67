internal import CByteScan

extension JSONField {
  /// The elements of an array one after the other; none where the value is not an array.
  ///
  /// ```swift
  /// for peer in line.field("upstreams.backend.peers")?.elements ?? [] where peer.field("state") == "down" { … }
  /// ```
  ///
  /// They end before what is not a JSON value.
  public var elements: JSONElements { JSONElements(self) }

  /// The members of an object one after the other, in its order, with repeated keys; none where the value is not an
  /// object.
  ///
  /// ```swift
  /// for (zone, status) in line.field("server_zones")?.members ?? [:] { print(zone.string, status.field("requests")) }
  /// ```
  ///
  /// They end before what is not a member.
  public var members: JSONMembers { JSONMembers(self) }
}

/// The elements of a JSON array. ``JSONField/elements`` makes it, and `[]` makes an empty one.
public struct JSONElements: Sequence, Sendable {
  let bytes: ByteSlice?

  init(_ field: JSONField) { bytes = field.kind == .array ? field.bytes : nil }

  public func makeIterator() -> Iterator { Iterator(bytes: bytes) }

  public struct Iterator: IteratorProtocol {
    let bytes: ByteSlice?
    var place = 0
    var isOver = false

    public mutating func next() -> JSONField? {
      guard let bytes, !isOver else { return nil }
      var value = json_range()
      let isFound = bytes.withBytes { json_next_element($0.baseAddress, $0.count, &place, &value) }
      let element = isFound ? bytes.field(value) : nil
      isOver = element == nil
      return element
    }
  }
}

/// The members of a JSON object. ``JSONField/members`` makes it, and `[:]` makes an empty one.
public struct JSONMembers: Sequence, Sendable {
  let bytes: ByteSlice?

  init(_ field: JSONField) { bytes = field.kind == .object ? field.bytes : nil }

  public func makeIterator() -> Iterator { Iterator(bytes: bytes) }

  public struct Iterator: IteratorProtocol {
    let bytes: ByteSlice?
    var place = 0
    var isOver = false

    public mutating func next() -> (key: JSONField, value: JSONField)? {
      guard let bytes, !isOver else { return nil }
      isOver = true
      var (key, value) = (json_range(), json_range())
      let isFound = bytes.withBytes { json_next_member($0.baseAddress, $0.count, &place, &key, &value) }
      guard isFound, let name = bytes.field(key), let field = bytes.field(value) else { return nil }
      isOver = false
      return (name, field)
    }
  }
}

extension JSONElements: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Never...) { bytes = nil }
}

extension JSONMembers: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (Never, Never)...) { bytes = nil }
}
