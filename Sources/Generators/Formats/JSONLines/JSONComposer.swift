internal import CByteScan

/// Makes the bytes of JSON documents of values that encode themselves (RFC 8259), straight into a buffer.
///
/// A container is open while it is the last thing in the buffer, or has the open ones after it inside. It is closed when
/// one around it is written to. What is encoded into a closed container is put into its place.
final class JSONComposer {
  private struct Container {
    let isObject: Bool
    var isEmpty = true
    /// Where the next element goes, once the container is closed.
    var end: Int?
  }

  /// A value that is being encoded.
  private struct Slot {
    let serial: Int
    var container: Int?
    var isTaken = false
  }

  /// How many containers and values may be inside each other, so that none overflows the stack.
  static let depthLimit = 512

  let dates: TimestampFormat
  var buffer = OutputBuffer()
  /// The containers of the current document.
  private var containers: [Container] = []
  /// The number of the first of them, so that those of documents before it are known as such.
  private var firstContainer = 0
  private var openContainers: [Int] = []
  private var slots: [Slot] = []
  private var nextSlot = 0

  init(dates: TimestampFormat) { self.dates = dates }

  /// Appends the document of a value.
  func encode(_ value: some Encodable) throws {
    defer { endDocument() }
    try encode(value, at: nil)
    closeContainers(downTo: 0)
  }

  private func endDocument() {
    firstContainer += containers.count
    containers.removeAll(keepingCapacity: true)
    openContainers.removeAll(keepingCapacity: true)
    slots.removeAll(keepingCapacity: true)
  }

  // MARK: Values

  /// Appends a value where the buffer ends.
  @inline(__always)
  func encode<Value: Encodable>(_ value: Value, at path: JSONCodingPath?) throws {
    if let written = try WrittenValue(value, dates: dates, path: { path.keys }) {
      switch written {
      case .number(let text): buffer.append(text)
      case .text(let text), .base64(let text): appendString(text)
      }
      return
    }
    try encodeInSlot(value, at: path)
  }

  private func encodeInSlot(_ value: some Encodable, at path: JSONCodingPath?) throws {
    guard slots.count < Self.depthLimit else {
      throw path.failure(value, "it is deeper than the limit of \(Self.depthLimit) values inside each other")
    }
    let serial = nextSlot
    nextSlot += 1
    slots.append(Slot(serial: serial))
    try value.encode(to: JSONValueEncoder(composer: self, slot: serial, path: path))
    guard slots.removeLast().isTaken else { throw path.failure(value, "it encodes nothing") }
  }

  /// Appends what `body` appends as the one value of a slot.
  @inline(__always)
  func fill(_ slot: Int, _ path: JSONCodingPath?, _ body: () throws -> Void) throws {
    guard slots.last?.serial == slot, !slots[slots.count - 1].isTaken else {
      throw path.failure(slot, "it encodes more than one value, or after its time")
    }
    slots[slots.count - 1].isTaken = true
    try body()
  }

  /// The container that is the value of a slot, which is opened the first time; nil where another value is in it.
  func container(of slot: Int, isObject: Bool) -> Int? {
    guard let last = slots.last, last.serial == slot else { return nil }
    if let container = last.container {
      return containers[container - firstContainer].isObject == isObject ? container : nil
    }
    guard !last.isTaken else { return nil }
    let container = openContainer(isObject: isObject)
    slots[slots.count - 1].container = container
    slots[slots.count - 1].isTaken = true
    return container
  }

  // MARK: Containers

  private func openContainer(isObject: Bool) -> Int {
    let container = firstContainer + containers.count
    containers.append(Container(isObject: isObject))
    openContainers.append(container)
    buffer.append(isObject ? UInt8(ascii: "{") : UInt8(ascii: "["))
    return container
  }

  private func closeContainers(downTo depth: Int) {
    while openContainers.count > depth {
      let index = openContainers.removeLast() - firstContainer
      containers[index].end = buffer.count
      buffer.append(containers[index].isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }
  }

  /// Appends an element to a container, whose value `body` appends to the buffer of the composer it is given.
  @inline(__always)
  func addElement(
    to container: Int,
    _ key: (some CodingKey)?,
    _ path: JSONCodingPath?,
    _ body: (JSONComposer) throws -> Void
  ) throws {
    if openContainers.last != container {
      guard try prepare(container, path) else { return try insertElement(into: container, key, body) }
    }
    let index = container - firstContainer
    let before = (count: buffer.count, isEmpty: containers[index].isEmpty, slots: slots.count)
    beginElement(of: container, key)
    do {
      try body(self)
    } catch {
      // The code that encodes the container can continue with other elements.
      openContainers.removeSubrange((openContainers.lastIndex(of: container).map { $0 + 1 } ?? 0)...)
      slots.removeSubrange(before.slots...)
      containers[index].isEmpty = before.isEmpty
      buffer.truncate(to: before.count)
      throw error
    }
  }

  /// Closes the containers inside one that is openContainers. False where it is closed itself.
  private func prepare(_ container: Int, _ path: JSONCodingPath?) throws -> Bool {
    let index = container - firstContainer
    if containers.indices.contains(index) {
      if containers[index].end != nil { return false }
      if let depth = openContainers.lastIndex(of: container) {
        closeContainers(downTo: depth + 1)
        return true
      }
    }
    throw path.failure(container, "it is encoded into after the value has been, or after an error")
  }

  @inline(__always)
  private func beginElement(of container: Int, _ key: (some CodingKey)?) {
    let index = container - firstContainer
    if containers[index].isEmpty { containers[index].isEmpty = false } else { buffer.append(UInt8(ascii: ",")) }
    guard let key else { return }
    appendString(key.stringValue)
    buffer.append(UInt8(ascii: ":"))
  }

  /// Puts an element into a closed container.
  @inline(never)
  private func insertElement(
    into container: Int,
    _ key: (some CodingKey)?,
    _ body: (JSONComposer) throws -> Void
  ) throws {
    let element = JSONComposer(dates: dates)
    if !containers[container - firstContainer].isEmpty { element.buffer.append(UInt8(ascii: ",")) }
    if let key {
      element.appendString(key.stringValue)
      element.buffer.append(UInt8(ascii: ":"))
    }
    try body(element)
    element.closeContainers(downTo: 0)
    insert(element.buffer.bytes, into: container)
  }

  private func insert(_ bytes: UnsafeRawBufferPointer, into container: Int) {
    let index = container - firstContainer
    guard let place = containers[index].end else { return }
    containers[index].isEmpty = false
    buffer.insert(bytes, at: place)
    for other in containers.indices {
      if let end = containers[other].end, end >= place { containers[other].end = end + bytes.count }
    }
  }

  /// Opens a container as an element of another; nil where that belongs to a document before.
  func addContainer(to container: Int, _ key: (some CodingKey)?, isObject: Bool) -> Int? {
    guard let isOpen = try? prepare(container, nil) else { return nil }
    if isOpen {
      beginElement(of: container, key)
      return openContainer(isObject: isObject)
    }
    try? insertElement(into: container, key) { $0.buffer.append(isObject ? "{}" as StaticString : "[]") }
    let end = containers[container - firstContainer].end
    containers.append(Container(isObject: isObject, end: end.map { $0 - 1 }))
    return firstContainer + containers.count - 1
  }

  // MARK: Scalars

  @inline(__always)
  func appendString(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      _ = buffer.append(atMost: 6 * bytes.count + 18) { json_put_string($0, bytes.baseAddress, bytes.count) }
    }
  }

  func appendNull() { buffer.append("null" as StaticString) }

  /// Appends a number, in as few digits as give the same number again.
  func append(_ number: some BinaryFloatingPoint & CustomStringConvertible, at path: JSONCodingPath?) throws {
    guard number.isFinite else {
      throw path.failure(number, "JSON has no number for \(number). Encode it as text, or as null")
    }
    buffer.append(number.description)
  }
}

/// The keys on the way to a value, the last one first.
final class JSONCodingPath {
  fileprivate let key: any CodingKey
  fileprivate let parent: JSONCodingPath?

  init(_ key: any CodingKey, in parent: JSONCodingPath?) { (self.key, self.parent) = (key, parent) }
}

extension JSONCodingPath? {
  /// The keys, the first one first.
  var keys: [any CodingKey] {
    var keys: [any CodingKey] = []
    var path = self
    while let last = path {
      keys.append(last.key)
      path = last.parent
    }
    return keys.reversed()
  }

  func failure(_ value: Any, _ reason: String) -> EncodingError {
    .invalidValue(value, .init(codingPath: keys, debugDescription: reason))
  }
}
