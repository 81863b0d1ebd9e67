/// The keyed containers of a document that are used again: one for each type of keys.
///
/// To make a container takes longer than to decode a number from it: its type is looked up by the type of the keys, and
/// it is an object. So it stays here, and is lent again as soon as nobody else refers to it.
struct JSONContainerPool {
  private struct Entry {
    let keys: ObjectIdentifier
    /// The object that is all of a `KeyedDecodingContainer`.
    var container: AnyObject
    let object: JSONObject
  }

  /// More types of keys than these have containers that are not used again.
  private static let limit = 32

  private var entries: ContiguousArray<Entry> = []
  /// Whether the document is being decoded, so that it outlives the containers that are lent.
  var isOpen = false

  /// A container of the members of the object with the number `number`.
  @inline(__always)
  mutating func container<Key: CodingKey>(
    keyedBy type: Key.Type,
    of number: Int,
    _ document: JSONDocument
  ) -> KeyedDecodingContainer<Key> {
    let keys = ObjectIdentifier(type)
    for index in entries.indices where entries[index].keys == keys {
      guard isOpen, isKnownUniquelyReferenced(&entries[index].container) else { break }
      entries[index].object.become(number, document)
      return unsafeBitCast(entries[index].container, to: KeyedDecodingContainer<Key>.self)
    }
    return make(keyedBy: type, of: number, document)
  }

  @inline(never)
  private mutating func make<Key: CodingKey>(
    keyedBy type: Key.Type,
    of number: Int,
    _ document: JSONDocument
  ) -> KeyedDecodingContainer<Key> {
    let object = JSONObject(number, document)
    let container = KeyedDecodingContainer(JSONKeyedContainer<Key>(object))
    let keys = ObjectIdentifier(type)
    if isOpen, entries.count < Self.limit, !entries.contains(where: { $0.keys == keys }), Self.areOneObject {
      entries.append(Entry(keys: keys, container: unsafeBitCast(container, to: AnyObject.self), object: object))
    } else {
      object.keep(document)
    }
    return container
  }

  /// Ends the use of the document by the containers that are lent: those that somebody still refers to keep it.
  ///
  /// - Returns: Whether there are none.
  mutating func close(_ document: JSONDocument) -> Bool {
    isOpen = false
    var isUnused = true
    for index in entries.indices.reversed() where !isKnownUniquelyReferenced(&entries[index].container) {
      entries[index].object.keep(document)
      entries.remove(at: index)
      isUnused = false
    }
    return isUnused
  }

  /// Whether a container is a reference to one object and nothing else, as it is in the standard library so far.
  private static let areOneObject: Bool = {
    let container = KeyedDecodingContainer(JSONKeyedContainer<JSONKey>(JSONObject(0, JSONDocument(.standard))))
    let parts = Mirror(reflecting: container).children
    guard parts.count == 1, let part = parts.first, type(of: part.value) is AnyClass else { return false }
    return MemoryLayout<KeyedDecodingContainer<JSONKey>>.size == MemoryLayout<AnyObject>.size
  }()
}
