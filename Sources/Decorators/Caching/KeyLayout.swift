/// The memory layout of a key that consists of several parts, with a hash and a comparison for each part.
///
/// The compiler does not specialise loops over a parameter pack. So hashing and comparing ``Arguments`` with such a
/// loop costs several times as much as doing it on their memory. Each cache creates its layout once.
///
/// It is unchecked, because it holds a pointer to its fields and a class that subclasses override: nothing changes the
/// fields after `init`, and no subclass has state.
@usableFromInline
final class KeyLayout: @unchecked Sendable {
  private let fields: UnsafeMutableBufferPointer<Field>
  /// The size of a key in bytes.
  private let size: Int
  /// Keeps the objects alive that `fields` refer to.
  private let operations: [FieldOperations]

  private struct Field {
    let offset: Int
    let kind: Kind
    unowned(unsafe) let operations: FieldOperations
  }

  private enum Kind { case word, string, other }

  fileprivate init(_ operations: [FieldOperations]) {
    self.operations = operations
    var end = 0
    fields = .allocate(capacity: operations.count)
    for (index, operations) in operations.enumerated() {
      let offset = (end + operations.alignment - 1) / operations.alignment * operations.alignment
      end = offset + operations.size
      let kind: Kind =
        switch operations.type {
        case is Int64.Type, is UInt64.Type: .word
        case is Int.Type where operations.size == 8, is UInt.Type where operations.size == 8: .word
        case is String.Type: .string
        default: .other
        }
      fields.initializeElement(at: index, to: Field(offset: offset, kind: kind, operations: operations))
    }
    size = end
  }

  deinit {
    fields.deallocate()
  }

  @usableFromInline
  func hash(_ key: UnsafeRawPointer, _ seeds: HashSeeds) -> UInt32 {
    var state = seeds.seed
    for field in fields {
      let part = key + field.offset
      let hash =
        switch field.kind {
        case .word: part.load(as: UInt64.self)
        case .string: seeds.hash(string: part.assumingMemoryBound(to: String.self).pointee)
        case .other: field.operations.hash(part)
        }
      state = seeds.fold(hash ^ state, seeds.multiplier)
    }
    // The last part has had one fold, and a word needs two.
    return UInt32(truncatingIfNeeded: seeds.fold(state, seeds.multiplier))
  }

  @usableFromInline
  func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer) -> Bool {
    for field in fields {
      let (left, right) = (left + field.offset, right + field.offset)
      let same =
        switch field.kind {
        case .word: left.load(as: UInt64.self) == right.load(as: UInt64.self)
        case .string:
          left.assumingMemoryBound(to: String.self).pointee == right.assumingMemoryBound(to: String.self).pointee
        case .other: field.operations.areEqual(left, right)
        }
      if !same { return false }
    }
    return true
  }

  /// How a cache treats a key with this layout.
  @usableFromInline
  func shape<Key>(of key: Key.Type) -> KeyHash<Key>.Shape {
    guard fields.count == 1 else { return .parts }
    return switch fields[0].kind {
    case .word: .word
    case .string: .string
    case .other: .parts
    }
  }

  /// The layout of a key that consists of parts. Nil for any other key.
  @usableFromInline
  static func of<Key>(_ key: Key.Type) -> KeyLayout? {
    guard let parts = (key as? any KeyOfParts.Type)?.parts else { return nil }
    let layout = KeyLayout(parts)
    return layout.size == MemoryLayout<Key>.size ? layout : nil
  }
}

/// A key whose memory holds only its parts, one after the other, like a tuple.
private protocol KeyOfParts {
  static var parts: [FieldOperations] { get }
}

extension Arguments: KeyOfParts where repeat each Value: Hashable {
  fileprivate static var parts: [FieldOperations] {
    var parts: [FieldOperations] = []
    repeat parts.append(TypedField<each Value>())
    return parts
  }
}

/// The operations on one part of a key, independent of its type.
private class FieldOperations {
  var type: Any.Type { fatalError("A subclass must override `type`.") }
  var size: Int { fatalError("A subclass must override `size`.") }
  var alignment: Int { fatalError("A subclass must override `alignment`.") }
  func hash(_ part: UnsafeRawPointer) -> UInt64 { fatalError("A subclass must override `hash`.") }
  func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer) -> Bool {
    fatalError("A subclass must override `areEqual`.")
  }
}

private final class TypedField<Part: Hashable>: FieldOperations {
  override var type: Any.Type { Part.self }
  override var size: Int { MemoryLayout<Part>.size }
  override var alignment: Int { MemoryLayout<Part>.alignment }

  override func hash(_ part: UnsafeRawPointer) -> UInt64 {
    UInt64(truncatingIfNeeded: part.assumingMemoryBound(to: Part.self).pointee.hashValue)
  }

  override func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer) -> Bool {
    left.assumingMemoryBound(to: Part.self).pointee == right.assumingMemoryBound(to: Part.self).pointee
  }
}
